"""Adding and editing: denials, two versions, nothing lost."""

import pytest

from associations.models import Association
from midla.records.actions import edit
from midla.records.models import Change
from tests.factories.associations import AssociationFactory, ThemeFactory
from tests.factories.territories import CountryFactory, ProvinceFactory

pytestmark = pytest.mark.django_db
KEY = "k" * 20


def sent(association, **values):
    """What a browser sends back from the untouched form, with some values changed."""
    return {
        "name": association.name,
        "communities": [country.code for country in association.communities.all()],
        "province": association.province_id,
        "form": association.form,
        "members": association.members or "",
        "notes": association.notes,
        "version": association.version,
        **values,
    }


def hidden(answer):
    """The fields that a conflict page carries."""
    found = {}
    for name, value in answer.context["versions"].carried:
        found.setdefault(name, []).append(value)
    return found


def test_viewer_may_not_edit(client, lima_viewer):
    association = AssociationFactory(serves=["PE"])
    client.force_login(lima_viewer)
    assert client.post(f"/associations/{association.pk}/edit/", sent(association, name="Mine")).status_code == 403
    association.refresh_from_db()
    assert association.version == 1


def test_officer_of_another_country_gets_404(client, quito_officer):
    association = AssociationFactory(serves=["PE"])
    client.force_login(quito_officer)
    assert client.get(f"/associations/{association.pk}/edit/").status_code == 404


def test_edit_keeps_who_and_what_and_can_be_undone(client, rome_officer):
    association = AssociationFactory(name="Before")
    client.force_login(rome_officer)
    answer = client.post(f"/associations/{association.pk}/edit/", sent(association, name="After"), follow=True)
    change = Change.objects.of(association).get()
    assert (change.by, change.after) == (rome_officer, {"name": "After"})
    undo_url = f"/associations/{association.pk}/history/{change.pk}/undo/"
    assert undo_url in answer.content.decode()
    client.post(undo_url)
    association.refresh_from_db()
    assert association.name == "Before"


def test_saving_without_a_change_writes_no_history(client, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    client.post(f"/associations/{association.pk}/edit/", sent(association))
    assert not Change.objects.of(association).exists()


def test_failed_form_comes_back_whole(client, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(
        f"/associations/{association.pk}/edit/", sent(association, founded_in="20009", notes="What was said")
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="20009"' in page
    assert "What was said" in page


def test_two_people_saving_get_both_versions(client, rome_officer, manager):
    association = AssociationFactory(name="One", members=120, notes="Old")
    old = sent(association, members=140, notes="Mine")
    edit(association, by=manager, values={"members": 135, "name": "Theirs"}, version=1)
    client.force_login(rome_officer)
    answer = client.post(f"/associations/{association.pk}/edit/", old)
    rows = {row.label: row for row in answer.context["versions"].rows}
    assert answer.status_code == 409
    assert [label for label, row in rows.items() if row.differs] == ["Members"]
    assert (rows["Members"].was, rows["Members"].mine, rows["Members"].theirs) == ("120", "140", "135")
    assert (rows["Notes"].mine_changed, rows["Name"].mine_changed) == (True, False)
    association.refresh_from_db()
    assert (association.members, association.notes) == (135, "Old")


@pytest.mark.parametrize(("choice", "members"), [("mine", 140), ("theirs", 135)])
def test_conflict_is_resolved_from_its_page(client, rome_officer, manager, choice, members):
    association = AssociationFactory(name="One", members=120)
    old = sent(association, members=140, notes="Mine")
    edit(association, by=manager, values={"members": 135, "name": "Theirs"}, version=1)
    client.force_login(rome_officer)
    url = f"/associations/{association.pk}/edit/"
    carried = hidden(client.post(url, old))
    answer = client.post(url, {**carried, "choose-members": choice})
    assert answer.status_code == 302
    association.refresh_from_db()
    assert (association.members, association.name, association.notes) == (members, "Theirs", "Mine")


def test_both_texts_can_be_kept(client, rome_officer, manager):
    association = AssociationFactory(notes="Old")
    old = sent(association, notes="Mine")
    edit(association, by=manager, values={"notes": "Theirs"}, version=1)
    client.force_login(rome_officer)
    url = f"/associations/{association.pk}/edit/"
    client.post(url, {**hidden(client.post(url, old)), "choose-notes": "both"})
    association.refresh_from_db()
    assert association.notes.split() == ["Theirs", "Mine"]


def test_choices_of_many_differ_too(client, rome_officer, manager):
    association = AssociationFactory(serves=["PE"])
    old = sent(association, communities=["PE", CountryFactory(code="EC").code])
    edit(association, by=manager, values={}, many={"communities": ["PE", CountryFactory(code="BO").code]}, version=1)
    client.force_login(rome_officer)
    url = f"/associations/{association.pk}/edit/"
    answer = client.post(url, old)
    assert [row.label for row in answer.context["versions"].rows if row.differs] == ["Communities"]
    client.post(url, {**hidden(answer), "choose-communities": "mine"})
    assert sorted(country.code for country in association.communities.all()) == ["EC", "PE"]


def test_form_without_a_version_never_overwrites(client, rome_officer):
    association = AssociationFactory(name="One")
    client.force_login(rome_officer)
    values = sent(association, name="Blind")
    del values["version"]
    answer = client.post(f"/associations/{association.pk}/edit/", values)
    assert answer.status_code == 409
    assert answer.context["versions"].undecided == 1


def test_back_to_the_form_keeps_what_was_typed(client, rome_officer, manager):
    association = AssociationFactory(members=120)
    old = sent(association, members=140)
    edit(association, by=manager, values={"members": 135}, version=1)
    client.force_login(rome_officer)
    url = f"/associations/{association.pk}/edit/"
    answer = client.post(url, {**hidden(client.post(url, old)), "choose-members": "mine", "back": "1"})
    assert answer.status_code == 200
    assert 'value="140"' in answer.content.decode()


def test_choices_outside_the_readers_sight_survive_an_edit(client, quito_officer):
    federation = AssociationFactory(serves=["PE"])
    association = AssociationFactory(serves=["EC"], parent=federation)
    client.force_login(quito_officer)
    client.post(f"/associations/{association.pk}/edit/", sent(association, name="Renamed"))
    association.refresh_from_db()
    assert (association.name, association.parent_id) == ("Renamed", federation.pk)


NAMES = ["x" * 100_000, "\u202ereversed\u202c", "Ñandú", "<script>alert(1)</script>", "%s{}{{7*7}}", " "]
NUMBERS = ["9" * 40, "-1", "1e9", "²", "0x10"]
DAYS = ["0001-01-01", "9999-12-31", "31/02/2020", "2020-13-01", "x" * 5000]
KEYS = ["999999999", "9" * 30, "-1", "a", ""]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("name", value) for value in NAMES),
        *(("members", value) for value in NUMBERS),
        *(("identified_on", value) for value in DAYS),
        *(("province", value) for value in KEYS),
        *(("parent", value) for value in KEYS),
        *(("themes", value) for value in KEYS),
        *(("tags", value) for value in KEYS),
        *(("communities", value) for value in KEYS),
        *(("version", value) for value in KEYS),
        *(("one_time_key", value) for value in ["x" * 100_000, "é" * 20]),
        *(("website", value) for value in ["javascript:alert(1)", "ftp://example.org", "http://["]),
        *(("tax_code", value) for value in ["12345678901", "٠" * 11, "RSSMRA80A01H501U"]),
        *(("phone", value) for value in ["+" * 40, "call me", "0" * 100_000, "+999 1"]),
    ],
)
def test_hostile_input_gets_a_sentence_and_rows_stay_readable(client, rome_officer, field, value):
    ThemeFactory()
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(f"/associations/{association.pk}/edit/", sent(association, **{field: value}))
    assert answer.status_code in {200, 302, 409}
    assert answer.status_code != 200 or answer.context["form"].errors
    page = client.get(f"/associations/{association.pk}/")
    assert page.status_code == 200
    assert "\u202e" not in page.content.decode()


def test_nul_is_refused_at_the_door(client, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(f"/associations/{association.pk}/edit/", sent(association, name="a\x00b"))
    assert answer.status_code == 400


def test_name_is_stored_composed(client, rome_officer):
    CountryFactory(code="PE")
    client.force_login(rome_officer)
    client.post("/associations/add/", {"name": "Nandu\u0301", "communities": ["PE"], "province": ProvinceFactory().pk})
    assert Association.objects.get().name == "Nandú"
