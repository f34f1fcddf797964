"""Who reads what of a person: by role, outside the EU by their consent; special-category data officers and above."""

import pytest

from contacts.models import Person
from midla.accounts.roles import Role
from midla.records.actions import edit
from midla.records.models import Change
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import (
    AffiliationFactory,
    ConsentFactory,
    FollowUpFactory,
    LanguageFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
)

CONTACTS = {"email": "rosa@example.org", "street": "Via Prè"}


@pytest.fixture
def rosa(rome_officer):
    person = PersonFactory(citizen_of=["EC", "PE"])
    edit(person, by=rome_officer, values={**CONTACTS, "profession": "baker"})
    return Person.objects.get(pk=person.pk)


def page(client, person, name):
    return client.get(f"/people/{person.pk}/{name}").content.decode()


@pytest.mark.parametrize("name", ["", "history/", "edit/"])
def test_outside_the_eu_contact_data_are_read_with_consent_to_the_transfer_only(client, rosa, quito_officer, name):
    client.force_login(quito_officer)
    before = page(client, rosa, name)
    assert [text for text in CONTACTS.values() if text in before] == []
    assert "baker" in before
    ConsentFactory(person=rosa, purpose="transfer")
    assert [text for text in CONTACTS.values() if text in page(client, rosa, name)] == list(CONTACTS.values())


def test_editing_outside_the_eu_leaves_contact_data_as_they_are(client, rosa, quito_officer):
    client.force_login(quito_officer)
    client.post(
        f"/people/{rosa.pk}/edit/",
        {"given_names": "Ana", "citizenships": ["EC", "PE"], "version": rosa.version, "email": "other@example.org"},
    )
    rosa.refresh_from_db()
    assert (rosa.given_names, rosa.email, rosa.street) == ("Ana", "rosa@example.org", "Via Prè")


@pytest.mark.parametrize("name", ["", "history/"])
def test_an_indigenous_language_is_read_by_officers_and_above(client, rosa, lima_viewer, rome_officer, name):
    spoken = LanguageFactory(code="qu", name_en="Quechua", special=True)
    edit(rosa, by=rome_officer, values={}, many={"languages": [spoken.pk]})
    for reader, reads in ((rome_officer, True), (lima_viewer, False)):
        client.force_login(reader)
        assert ("Quechua" in page(client, rosa, name)) == reads


def test_an_indigenous_language_leaves_with_no_export(client, rosa, rome_officer):
    rosa.languages.add(LanguageFactory(code="qu", name_en="Quechua", special=True), LanguageFactory(name_en="Spanish"))
    client.force_login(rome_officer)
    file = client.get("/people/export.csv").getvalue().decode()
    assert ("Spanish" in file, "Quechua" in file) == (True, False)


def test_ties_to_a_religious_community_stand_on_the_persons_page_for_officers_alone(
    client, rosa, lima_viewer, rome_officer
):
    church = AssociationFactory(name="Cofradía", form="religious")
    ParticipationFactory(meeting=MeetingFactory(title="Mass", with_organisations=[church]), person=rosa)
    AffiliationFactory(person=rosa, organisation=church)
    for reader, reads in ((rome_officer, True), (lima_viewer, False)):
        client.force_login(reader)
        text = page(client, rosa, "")
        assert ("Mass" in text, "Cofradía" in text) == (reads, reads)


@pytest.mark.parametrize("hangs_on", ["the community", "a meeting with it"])
def test_a_promise_beside_a_religious_community_does_not_tell_whom_it_concerns(
    client, rosa, lima_viewer, rome_officer, hangs_on
):
    church = AssociationFactory(name="Cofradía", form="religious")
    meeting = MeetingFactory(with_organisations=[church]) if hangs_on == "a meeting with it" else None
    organisation = None if meeting else church
    beside = FollowUpFactory(what="Llevar velas", person=rosa, organisation=organisation, meeting=meeting)
    edit(beside, by=rome_officer, values={"person_id": None})
    edit(beside, by=rome_officer, values={"person_id": rosa.pk})
    FollowUpFactory(what="Llevar flores", person=rosa, organisation=None)
    for reader, reads in ((rome_officer, True), (lima_viewer, False)):
        client.force_login(reader)
        told = page(client, rosa, "")
        assert ("Llevar flores" in told, "Llevar velas" in told) == (True, reads)
        listed = client.get(f"/follow-ups/?person={rosa.pk}").content.decode()
        assert ("Llevar flores" in listed, "Llevar velas" in listed) == (True, False)
        assert rosa.family_names not in client.get(f"/follow-ups/{beside.pk}/").content.decode()
        history = client.get(f"/follow-ups/{beside.pk}/history/").content.decode()
        assert (rosa.family_names in history) == reads


def test_whom_a_religious_community_consists_of_is_not_offered(client, rome_officer):
    church, choir = AssociationFactory(form="religious"), AssociationFactory()
    AffiliationFactory(person__family_names="Devota", organisation=church)
    AffiliationFactory(person__family_names="Cantora", organisation=choir)
    client.force_login(rome_officer)
    offered = client.get("/meetings/typeahead/", {"with_whom": [f"o{church.pk}", f"o{choir.pk}"]}).content.decode()
    assert ("Cantora" in offered, "Devota" in offered) == (True, False)


def test_a_change_of_contact_data_is_put_back_by_who_may_read_them(client, rosa, rome_officer):
    abroad = UserFactory(role=Role.MANAGER, office=OfficeFactory(code="lima", outside_eu=True))
    edit(rosa, by=rome_officer, values={"email": "new@example.org"})
    change = Change.objects.of(rosa).first()
    undo = f"/people/{rosa.pk}/history/{change.pk}/undo/"
    client.force_login(abroad)
    assert undo not in page(client, rosa, "history/")
    answer = client.post(undo)
    assert (answer.status_code, "what you may not read" in answer.content.decode()) == (403, True)
    ConsentFactory(person=rosa, purpose="transfer")
    assert undo in page(client, rosa, "history/")
    assert client.post(undo).status_code == 302
    assert Person.objects.get(pk=rosa.pk).email == "rosa@example.org"
