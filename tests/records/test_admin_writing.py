"""Writing in the admin: through the actions, once, never over somebody else's head."""

import pytest
from django.urls import reverse

from associations.models import Association, Theme
from midla.records.actions import edit
from midla.records.models import Change, OneTimeKey, SavedView
from tests.admin_forms import as_sent, problems
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory, ThemeFactory
from tests.factories.contacts import MeetingFactory
from tests.factories.territories import CountryFactory, ProvinceFactory

ADD, LIST = "/admin/associations/association/add/", "/admin/associations/association/"


def page_of(record, name="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk])


@pytest.fixture
def asked(client, administrator):
    """The administrator's browser."""
    client.force_login(administrator)
    return client


def test_a_record_is_added_once_however_often_the_form_is_sent(asked, administrator):
    typed = {"name": "Círculo Andino", "communities": [CountryFactory(code="PE").pk], "province": ProvinceFactory().pk}
    form = as_sent(asked, ADD, **typed)
    first, second = asked.post(ADD, form), asked.post(ADD, form)
    association = Association.objects.get()
    assert (first.url, second.url) == (LIST, LIST)
    assert (association.created_by, association.search_key) == (administrator, "circulo andino circuloandino")
    assert Change.objects.of(association).get().verb == "created"


def test_a_form_that_fails_comes_back_whole_and_its_key_stays_good(asked):
    form = as_sent(asked, ADD, name="Círculo Andino", tax_code="123")
    answer = asked.post(ADD, form)
    assert set(problems(answer)) == {"communities", "province", "tax_code"}
    assert answer.context["adminform"].form["name"].value() == "Círculo Andino"
    assert (Association.objects.count(), OneTimeKey.objects.count()) == (0, 0)


def test_an_edit_stands_in_history_with_before_and_after(asked, administrator):
    association = AssociationFactory(name="Andes")
    asked.post(page_of(association), as_sent(asked, page_of(association), name="Los Andes"))
    association.refresh_from_db()
    assert (association.name, association.version, association.updated_by) == ("Los Andes", 2, administrator)
    change = Change.objects.of(association).get()
    assert (change.before, change.after) == ({"name": "Andes"}, {"name": "Los Andes"})


def test_an_edit_sent_twice_writes_once_and_answers_alike(asked):
    association = AssociationFactory(name="Andes")
    form = as_sent(asked, page_of(association), name="Los Andes")
    answers = [asked.post(page_of(association), form) for _ in range(2)]
    assert [answer.url for answer in answers] == [LIST, LIST]
    assert Change.objects.of(association).count() == 1


def test_saving_what_nobody_changed_writes_nothing(asked):
    association = AssociationFactory(serves=["PE", "EC"], name="Andes")
    asked.post(page_of(association), as_sent(asked, page_of(association)))
    association.refresh_from_db()
    assert (association.version, Change.objects.count()) == (1, 0)


def test_two_people_on_one_record_see_both_versions(asked, manager):
    association = AssociationFactory(name="Andes", notes="old")
    mine = as_sent(asked, page_of(association), name="Mine", notes="mine")
    edit(association, by=manager, values={"name": "Theirs", "short_name": "T"})
    answer = asked.post(page_of(association), mine)
    rows = {row.label: (row.mine, row.theirs, row.differs) for row in answer.context["versions"].rows}
    assert answer.status_code == 409
    assert rows["Name"] == ("Mine", "Theirs", True)
    assert {label: row[2] for label, row in rows.items()} == {"Name": True, "Short name": False, "Notes": False}
    assert Association.objects.get().name == "Theirs"
    again = dict(answer.context["versions"].carried) | {"choose-name": "theirs"}
    assert asked.post(page_of(association), again).url == LIST
    association.refresh_from_db()
    assert (association.name, association.short_name, association.notes) == ("Theirs", "T", "mine")


def test_a_record_goes_to_the_trash_and_not_away(asked, administrator):
    association = AssociationFactory()
    assert asked.post(page_of(association, "delete"), {"post": "yes"}).url == LIST
    association.refresh_from_db()
    assert (association.is_trashed, association.trashed_by) == (True, administrator)
    assert asked.get(page_of(association)).status_code == 404
    assert Change.objects.of(association).get().verb == "trashed"


def test_many_records_go_to_the_trash_as_one_batch(asked):
    records = [AssociationFactory(), AssociationFactory()]
    keys = [record.pk for record in records]
    asked.post(LIST, {"action": "move_to_trash", "_selected_action": keys})
    changes = Change.objects.filter(verb="trashed")
    assert (Association.objects.kept().count(), changes.count()) == (0, 2)
    assert (changes.values("batch").distinct().count(), changes[0].batch.size) == (1, 2)


def test_django_deletes_nothing(asked):
    AssociationFactory()
    asked.post(LIST, {"action": "delete_selected", "_selected_action": [Association.objects.get().pk], "post": "yes"})
    assert Association.objects.kept().count() == 1


def test_history_leads_to_the_page_that_can_undo(asked):
    association = AssociationFactory()
    assert asked.get(page_of(association, "history")).url == f"/associations/{association.pk}/history/"


def test_a_record_leads_back_to_its_page_on_the_site(asked):
    association = AssociationFactory()
    assert f'href="/associations/{association.pk}/"' in asked.get(page_of(association)).content.decode()


def test_a_save_as_new_that_nobody_offers_makes_no_second_record(asked):
    association = AssociationFactory(name="Andes")
    asked.post(page_of(association), as_sent(asked, page_of(association), name="Los Andes", _saveasnew="1"))
    assert [one.name for one in Association.objects.all()] == ["Los Andes"]


# --- what an administrator with limits does not see ---
@pytest.fixture
def limited(client, db):
    """The browser of an administrator who is limited to Ecuador."""
    user = UserFactory(role="administrator", limited_to=["EC"])
    client.force_login(user)
    return client


def test_a_country_limit_holds_in_lists_pages_and_typeaheads(limited):
    peru, ecuador = AssociationFactory(name="Andes Perú"), AssociationFactory(name="Andes Quito", serves=["EC"])
    listed = limited.get(LIST, {"q": "andes"}).context["cl"].result_list
    assert [one.name for one in listed] == [ecuador.name]
    assert [limited.get(page_of(peru, name)).status_code for name in ("change", "delete", "history")] == [404] * 3
    asking = {"app_label": "contacts", "model_name": "affiliation", "field_name": "organisation", "term": "andes"}
    found = limited.get("/admin/autocomplete/", asking).json()["results"]
    assert [one["text"] for one in found] == ["Andes Quito"]
    limited.post(LIST, {"action": "move_to_trash", "_selected_action": [peru.pk]})
    assert Association.objects.kept().count() == 2


def test_a_country_limit_holds_for_what_is_written(limited):
    CountryFactory(code="PE")
    form = as_sent(limited, ADD, name="Andes", communities=["PE"], province=ProvinceFactory().pk)
    assert "EC" in problems(limited.post(ADD, form))["communities"][0]


def test_confined_meetings_are_not_there(asked, manager):
    meeting = MeetingFactory(title="Secret")
    meeting.confined_to.set([manager])
    assert asked.get(page_of(meeting)).status_code == 404
    assert list(asked.get("/admin/contacts/meeting/").context["cl"].result_list) == []
    asking = {"app_label": "contacts", "model_name": "followup", "field_name": "meeting", "term": "secret"}
    assert asked.get("/admin/autocomplete/", asking).json()["results"] == []


# --- words: no version of their own, guarded all the same ---
def test_a_word_is_added_and_renamed_with_history(asked, administrator):
    names = {f"name_{code}": "Arte" for code in ("it", "es", "en", "fr")}
    asked.post("/admin/associations/theme/add/", as_sent(asked, "/admin/associations/theme/add/", code="art", **names))
    theme = Theme.objects.get(code="art")
    asked.post(page_of(theme), as_sent(asked, page_of(theme), name_en="Art"))
    changes = Change.objects.filter(model_label="associations.theme", record_id=theme.pk)
    assert [(change.verb, change.after.get("name_en")) for change in changes] == [
        ("edited", "Art"),
        ("created", "Arte"),
    ]
    told = asked.get(page_of(theme, "history")).content.decode()
    assert told.count("Name in English") == 2


def test_a_word_is_taken_out_of_use_and_never_deleted(asked):
    theme = ThemeFactory()
    assert asked.post(page_of(theme, "delete"), {"post": "yes"}).status_code == 403
    asked.post(page_of(theme), as_sent(asked, page_of(theme), active=[]))
    assert Theme.objects.get().active is False
    asking = {"app_label": "associations", "model_name": "association", "field_name": "themes", "term": ""}
    assert asked.get("/admin/autocomplete/", asking).json()["results"] == []


def test_a_code_stays(asked):
    theme = ThemeFactory(code="culture")
    asked.post(page_of(theme), as_sent(asked, page_of(theme), code="art", name_en="Art"))
    assert (Theme.objects.get().code, Theme.objects.get().name_en) == ("culture", "Art")


def test_two_people_on_one_word_see_both_versions(asked):
    theme = ThemeFactory()
    asked.post(page_of(theme), as_sent(asked, page_of(theme), name_en="Arts"))
    mine = as_sent(asked, page_of(theme), name_en="Culture and arts")
    asked.post(page_of(theme), as_sent(asked, page_of(theme), name_en="The arts", name_it="Arti"))
    answer = asked.post(page_of(theme), mine)
    row = next(row for row in answer.context["versions"].rows if row.differs)
    assert (answer.status_code, row.was, row.mine, row.theirs) == (409, "Arts", "Culture and arts", "The arts")
    assert answer.context["versions"].theirs_by == str(answer.context["user"])
    asked.post(page_of(theme), dict(answer.context["versions"].carried) | {"choose-name_en": "mine"})
    assert (Theme.objects.get().name_en, Theme.objects.get().name_it) == ("Culture and arts", "Arti")


def test_a_load_between_reading_and_saving_is_a_conflict_too(asked):
    theme = ThemeFactory()
    mine = as_sent(asked, page_of(theme), name_en="Mine")
    Theme.objects.update(name_en="Loaded")
    answer = asked.post(page_of(theme), mine)
    assert (answer.status_code, Theme.objects.get().name_en) == (409, "Loaded")
    assert "Loaded" in answer.content.decode()


def test_views_of_others_are_not_shown(asked, manager):
    SavedView.objects.create(owner=manager, list_name="contacts:person-list", name="Private")
    assert list(asked.get("/admin/records/savedview/").context["cl"].result_list) == []


def test_history_is_read_and_never_written(asked, manager):
    association = AssociationFactory(name="Andes")
    edit(association, by=manager, values={"name": "Los Andes"})
    change = Change.objects.get()
    page = asked.get(page_of(change))
    assert (page.status_code, "Los Andes" in page.content.decode()) == (200, True)
    assert [asked.post(page_of(change, name), {"post": "yes"}).status_code for name in ("change", "delete")] == [
        403
    ] * 2
    assert asked.post("/admin/records/change/add/").status_code == 403
    assert Change.objects.get().after == {"name": "Los Andes"}
