"""Changing many records: seen before, written once, taken back for 30 days."""

import datetime
import re

import pytest
from django.utils import timezone

from associations.models import Association, Tag
from midla.accounts.roles import Role
from midla.records.actions import edit, trash
from midla.records.models import Batch, Change
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory, TagFactory
from tests.reading import read

BULK = "/associations/bulk/"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
CELL = re.compile(r"<td[^>]*>([^<]*)</td>")


@pytest.fixture
def ana(db):
    return UserFactory(name="Ana Flores")


@pytest.fixture
def three(db):
    return [AssociationFactory(name=f"Ñandú {number}") for number in range(3)]


def posted(client, act, value, rows=(), **more):
    """What the form of the preview holds, ready to be applied."""
    answer = client.post(
        BULK, {"act": act, "value": value, "step": "preview", "pick": [row.pk for row in rows], **more}
    )
    page = answer.content.decode()
    form = {"value": value, "step": "apply"}
    for name, held in HIDDEN.findall(page):
        form[name] = [*form[name], held] if name in form and name == "pick" else held if name != "pick" else [held]
    return form, page


def changed_lines(page):
    """The table of the preview: before, after, how many."""
    cells = CELL.findall(page.partition("<tbody>")[2].partition("</tbody>")[0])
    return list(zip(cells[::3], cells[1::3], cells[2::3], strict=True))


def owners():
    return list(Association.objects.order_by("name").values_list("owner__name", flat=True))


# --- who --------------------------------------------------------------------------------------------------------------
def test_officers_and_viewers_may_not_change_many_at_once(client, rome_officer, lima_viewer, three, ana):
    for user in (rome_officer, lima_viewer):
        client.force_login(user)
        for step in ("choose", "preview", "apply"):
            asked = {"act": "owner", "value": ana.pk, "step": step, "pick": [row.pk for row in three]}
            assert client.post(BULK, asked).status_code == 403
        assert client.get(BULK).status_code == 403
        assert "Change officer" not in client.get("/associations/").content.decode()
    assert owners() == [None, None, None]


def test_rows_outside_what_the_manager_sees_stay_as_they_are(client, manager, ana):
    AssociationFactory(name="A", serves=["PE"])
    hidden = AssociationFactory(name="B", serves=["EC"])
    manager.countries.set(["PE"])
    client.force_login(manager)
    form, page = posted(client, "owner", ana.pk, Association.objects.order_by("name"))
    assert changed_lines(page) == [("–", "Ana Flores", "1")]
    client.post(BULK, form)
    assert owners() == ["Ana Flores", None]
    assert not Change.objects.filter(record_id=hidden.pk).exists()


# --- preview and apply ------------------------------------------------------------------------------------------------
def test_preview_shows_each_value_that_changes_and_writes_nothing(client, manager, three, ana):
    luis = UserFactory(name="Luis Rojas")
    for row, owner in zip(three, (luis, ana, None), strict=True):
        Association.objects.filter(pk=row.pk).update(owner=owner)
    client.force_login(manager)
    _form, page = posted(client, "owner", ana.pk, three)
    assert sorted(changed_lines(page)) == [("Luis Rojas", "Ana Flores", "1"), ("–", "Ana Flores", "1")]
    assert "1 record has this value already and stays as it is." in page
    assert owners() == ["Luis Rojas", "Ana Flores", None]
    assert not Batch.objects.exists()


def test_apply_writes_rows_versions_and_one_change_for_each(client, manager, three, ana):
    client.force_login(manager)
    form, _page = posted(client, "owner", ana.pk, three)
    answer = client.post(BULK, form, follow=True)
    assert "3 records changed." in answer.content.decode()
    assert owners() == ["Ana Flores"] * 3
    assert list(Association.objects.values_list("version", "updated_by")) == [(2, manager.pk)] * 3
    changes = Change.objects.filter(batch__act="Change officer")
    assert sorted(changes.values_list("record_id", flat=True)) == sorted(row.pk for row in three)
    assert {(str(change.before), str(change.after)) for change in changes} == {
        (str({"owner": None}), str({"owner": ana.pk}))
    }


def test_a_double_click_changes_once(client, manager, three, ana):
    client.force_login(manager)
    form, _page = posted(client, "owner", ana.pk, three)
    first, second = client.post(BULK, form), client.post(BULK, form)
    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, "/associations/?")
    assert Batch.objects.count() == 1


def test_all_that_the_list_finds_are_changed_and_no_others(client, manager, three, ana):
    AssociationFactory(name="Another")
    client.force_login(manager)
    form, page = posted(client, "owner", ana.pk, everything="1", query="q=nandu")
    assert changed_lines(page) == [("–", "Ana Flores", "3")]
    assert client.post(BULK, form).url == "/associations/?q=nandu"
    assert owners() == [None, "Ana Flores", "Ana Flores", "Ana Flores"]


def test_with_nothing_picked_there_is_a_sentence(client, manager, three):
    client.force_login(manager)
    answer = client.post(BULK, {"act": "owner", "query": "q=nandu"}, follow=True)
    assert answer.redirect_chain == [("/associations/?q=nandu", 302)]
    assert "Nothing was picked." in answer.content.decode()


@pytest.mark.parametrize(
    ("act", "value"),
    [
        *(("owner", value) for value in ("", "zz", "0", "-1", "9" * 30)),
        *(("tag", value) for value in ("", "\u202e", "!?", "x" * 100_000)),
    ],
)
def test_a_value_that_is_none_gets_a_sentence(client, manager, three, act, value):
    client.force_login(manager)
    answer = client.post(BULK, {"act": act, "value": value, "step": "apply", "pick": [three[0].pk]})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["value"]
    assert not Batch.objects.exists()


@pytest.mark.parametrize("pick", ["zz", "0", "-1", "9" * 30, str(2**63)])
def test_a_key_of_nothing_picks_nothing(client, manager, three, pick):
    client.force_login(manager)
    assert client.post(BULK, {"act": "owner", "pick": pick}).status_code in (200, 302)
    assert client.post(BULK, {"act": "no such act", "pick": three[0].pk}).status_code == 404


# --- a preview that no longer fits ------------------------------------------------------------------------------------
def test_rows_edited_since_the_preview_are_shown_anew(client, manager, three, ana):
    client.force_login(manager)
    form, _page = posted(client, "owner", ana.pk, three)
    edit(three[0], by=manager, values={"owner": UserFactory(name="Luis Rojas")})
    page = client.post(BULK, form).content.decode()
    assert "The records changed while you were looking." in page
    assert sorted(changed_lines(page)) == [("Luis Rojas", "Ana Flores", "1"), ("–", "Ana Flores", "2")]
    assert owners() == ["Luis Rojas", None, None]
    client.post(BULK, form | dict(HIDDEN.findall(page)) | {"pick": form["pick"]})
    assert owners() == ["Ana Flores"] * 3


def test_rows_trashed_since_the_preview_are_shown_anew(client, manager, three, ana):
    client.force_login(manager)
    form, _page = posted(client, "owner", ana.pk, three)
    trash(three[0], by=manager)
    page = client.post(BULK, form).content.decode()
    assert "The records changed while you were looking." in page
    assert changed_lines(page) == [("–", "Ana Flores", "2")]
    assert owners() == [None, None, None]


def test_rows_added_since_the_preview_of_all_are_shown_anew(client, manager, three, ana):
    client.force_login(manager)
    form, _page = posted(client, "owner", ana.pk, everything="1", query="q=nandu")
    AssociationFactory(name="Ñandú 4")
    page = client.post(BULK, form).content.decode()
    assert changed_lines(page) == [("–", "Ana Flores", "4")]


def test_another_value_than_the_one_previewed_is_shown_first(client, manager, three, ana):
    luis = UserFactory(name="Luis Rojas")
    client.force_login(manager)
    form, _page = posted(client, "owner", ana.pk, three)
    page = client.post(BULK, form | {"value": luis.pk}).content.decode()
    assert changed_lines(page) == [("–", "Luis Rojas", "3")]
    assert owners() == [None, None, None]


# --- tags -------------------------------------------------------------------------------------------------------------
def test_a_new_tag_is_made_when_it_is_applied(client, manager, three):
    three[0].tags.add(TagFactory(name="Consolato", key="consolato"))
    client.force_login(manager)
    form, page = posted(client, "tag", "Fiestas Patrias", three)
    assert sorted(changed_lines(page)) == [
        ("Consolato", "Fiestas Patrias, Consolato", "1"),
        ("–", "Fiestas Patrias", "2"),
    ]
    assert not Tag.objects.filter(key="fiestas patrias").exists()
    client.post(BULK, form)
    assert sorted(three[0].tags.values_list("name", flat=True)) == ["Consolato", "Fiestas Patrias"]
    assert read(client, "/associations/?tag=fiestas%20patrias").total == 3


def test_a_tag_of_the_same_letters_is_the_same_tag(client, manager, three):
    TagFactory(name="Feria", key="feria")
    client.force_login(manager)
    client.post(BULK, posted(client, "tag", "FÉRIA", three)[0])
    assert list(Tag.objects.values_list("name", flat=True)) == ["Feria"]
    assert three[0].tags.get().name == "Feria"


# --- undo -------------------------------------------------------------------------------------------------------------
def applied(client, act, value, rows):
    client.post(BULK, posted(client, act, value, rows)[0])
    return Batch.objects.order_by("pk").last()


def undone(client, batch):
    return client.post(f"{BULK}{batch.pk}/undo/", follow=True).content.decode()


def test_undo_puts_back_what_each_row_held(client, manager, three, ana):
    luis = UserFactory(name="Luis Rojas")
    Association.objects.filter(pk=three[0].pk).update(owner=luis)
    client.force_login(manager)
    batch = applied(client, "owner", ana.pk, three)
    assert "3 records put back." in undone(client, batch)
    assert owners() == ["Luis Rojas", None, None]
    assert "This was undone already." in undone(client, batch)


def test_undo_takes_a_tag_away_only_where_it_was_given(client, manager, three):
    three[0].tags.add(TagFactory(name="Feria", key="feria"))
    client.force_login(manager)
    undone(client, applied(client, "tag", "Feria", three))
    assert [row.tags.count() for row in three] == [1, 0, 0]


def test_undo_names_rows_edited_since_and_leaves_them(client, manager, three, ana):
    client.force_login(manager)
    batch = applied(client, "owner", ana.pk, three)
    edit(Association.objects.get(pk=three[1].pk), by=manager, values={"owner": UserFactory(name="Luis Rojas")})
    page = undone(client, batch)
    assert "2 records put back. Changed again since, so left as they are: Ñandú 1." in page
    assert owners() == [None, "Luis Rojas", None]


def test_undo_counts_rows_trashed_since_and_leaves_them(client, manager, three, ana):
    client.force_login(manager)
    batch = applied(client, "owner", ana.pk, three)
    trash(Association.objects.get(pk=three[1].pk), by=manager)
    page = undone(client, batch)
    assert "2 records put back. 1 lies in the trash or outside what you see, and stays as it is." in page
    assert owners() == [None, "Ana Flores", None]


def test_bulk_changes_of_30_days_are_listed_with_the_way_back(client, manager, three, ana):
    client.force_login(manager)
    batch = applied(client, "owner", ana.pk, three)
    page = client.get(BULK).content.decode()
    assert f'action="{BULK}{batch.pk}/undo/"' in page
    assert f'<a href="{BULK}">Bulk changes</a>' in client.get("/associations/").content.decode()
    Batch.objects.update(at=timezone.now() - datetime.timedelta(days=31))
    assert f"{BULK}{batch.pk}/undo/" not in client.get(BULK).content.decode()
    assert "This is too long ago to be undone" in undone(client, batch)
    assert owners() == ["Ana Flores"] * 3


def test_bulk_changes_of_nothing_one_sees_are_not_listed(client, manager, three, ana):
    client.force_login(manager)
    batch = applied(client, "owner", ana.pk, three)
    client.cookies.clear()
    for country, listed in (("EC", False), ("PE", True)):
        client.force_login(UserFactory(role=Role.MANAGER, limited_to=[country]))
        assert (f"{BULK}{batch.pk}/undo/" in client.get(BULK).content.decode()) is listed


def test_a_batch_that_is_none_is_not_found(client, manager, three):
    client.force_login(manager)
    assert client.post(f"{BULK}999999/undo/").status_code == 404
    assert client.post("/partners/bulk/999999/undo/").status_code == 404


def test_a_batch_of_the_other_face_is_neither_listed_nor_undone_there(client, manager, three, ana):
    client.force_login(manager)
    batch = applied(client, "owner", ana.pk, three)
    assert f"/partners/bulk/{batch.pk}/undo/" not in client.get("/partners/bulk/").content.decode()
    assert client.post(f"/partners/bulk/{batch.pk}/undo/").status_code == 404
    assert "3 records put back." in undone(client, batch)
