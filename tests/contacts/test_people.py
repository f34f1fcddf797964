"""The pages of people: consent before contact data, and contact data only for who may read them."""

import pytest

from contacts.models import Affiliation, Consent, Person
from midla.records.models import Access
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import (
    AffiliationFactory,
    AffiliationRoleFactory,
    ConsentFactory,
    FollowUpFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
)
from tests.factories.territories import ProvinceFactory


@pytest.fixture
def rosa(db):
    return PersonFactory(
        given_names="Rosa", family_names="Quispe Núñez", phone="+393470000001", email="rosa@example.org"
    )


def page(client, person):
    return client.get(f"/people/{person.pk}/").content.decode()


def test_viewers_see_no_contact_data(client, rosa, lima_viewer):
    client.force_login(lima_viewer)
    text = page(client, rosa)
    assert "Rosa Quispe Núñez" in text
    assert "347" not in text
    assert "rosa@example.org" not in text


def test_an_office_outside_the_eu_needs_consent_to_the_transfer(client, quito_officer):
    person = PersonFactory(phone="+393470000001", citizen_of=["EC"])
    client.force_login(quito_officer)
    assert "347" not in page(client, person)
    ConsentFactory(person=person, purpose="transfer")
    assert "347" in page(client, person)


def test_without_consent_to_contact_there_is_nothing_to_tap(client, rosa, rome_officer):
    client.force_login(rome_officer)
    assert "tel:" not in page(client, rosa)
    ConsentFactory(person=rosa)
    assert 'href="tel:+393470000001"' in page(client, rosa)
    ConsentFactory(person=rosa, state="withdrawn")
    assert "tel:" not in page(client, rosa)


def test_reading_contact_data_is_noted(client, rosa, rome_officer, lima_viewer):
    for reader in (rome_officer, lima_viewer):
        client.force_login(reader)
        page(client, rosa)
    access = Access.objects.get()
    assert (access.by, access.record_id) == (rome_officer, rosa.pk)


def test_another_countrys_person_is_not_found(client, rosa, quito_officer):
    client.force_login(quito_officer)
    assert client.get(f"/people/{rosa.pk}/").status_code == 404


def test_given_names_are_enough(client, rome_officer):
    client.force_login(rome_officer)
    client.post("/people/add/", {"given_names": "Ñusta"})
    assert Person.objects.get().search_key == "nusta"


def test_consent_is_recorded_once_and_kept(client, rosa, rome_officer):
    client.force_login(rome_officer)
    answers = {"contact": "given", "method": "spoken", "language": "es", "one_time_key": "a-key-of-the-form-1234"}
    for _ in range(2):
        client.post(f"/people/{rosa.pk}/consent/", answers)
    consent = Consent.objects.get()
    assert (consent.purpose, consent.state, consent.recorded_by) == ("contact", "given", rome_officer)


def test_a_viewer_may_not_record_consent(client, rosa, lima_viewer):
    client.force_login(lima_viewer)
    assert client.post(f"/people/{rosa.pk}/consent/", {"contact": "given"}).status_code == 403


def test_card_passes_the_gate(client, rosa, rome_officer):
    client.force_login(rome_officer)
    assert client.get(f"/people/{rosa.pk}/card.vcf").status_code == 403
    ConsentFactory(person=rosa)
    card = client.get(f"/people/{rosa.pk}/card.vcf")
    assert "attachment" in card.headers["Content-Disposition"]
    assert "Quispe Núñez" in card.content.decode()


def test_the_line_below_the_name_tells_the_main_role(client, rosa, rome_officer):
    kuntur = AssociationFactory(name="Kuntur Wasi")
    AffiliationFactory(person=rosa, organisation=kuntur, role=AffiliationRoleFactory(code="treasurer"))
    client.force_login(rome_officer)
    page = client.get(f"/people/{rosa.pk}/").content.decode()
    assert f'treasurer, <a href="/associations/{kuntur.pk}/">Kuntur Wasi</a>' in page


def test_a_second_president_is_refused_with_who_it_is(client, rosa, rome_officer):
    association, other = AssociationFactory(), PersonFactory(given_names="Ana", family_names="Flores")
    president = AffiliationRoleFactory(code="president", one_holder=True)
    client.force_login(rome_officer)
    role = {"organisation": association.pk, "role": president.pk, "started_on": "2024-01-01"}
    client.post("/roles/add/", {**role, "person": rosa.pk})
    answer = client.post("/roles/add/", {**role, "person": other.pk}).content.decode()
    assert "has one holder: Rosa Quispe Núñez" in answer
    assert Affiliation.objects.count() == 1


@pytest.mark.parametrize(
    "answers",
    [
        {"given_names": "x" * 100_000},
        {"given_names": ""},
        {"birth_date": "0001-01-01"},
        {"birth_year": "99999999999999999999"},
        {"citizenships": ["zz", "9" * 30]},
        {"province": "9" * 30},
        {"phone": "abc", "email": "no"},
    ],
)
def test_nonsense_gets_a_sentence(client, rome_officer, answers):
    client.force_login(rome_officer)
    assert client.post("/people/add/", {"given_names": "Rosa", **answers}).status_code == 200
    assert not Person.objects.exists()


def test_an_italian_postcode_has_five_digits_and_others_their_own(client, rome_officer):
    client.force_login(rome_officer)
    answers = {"given_names": "Rosa", "postcode": "1612"}
    text = client.post("/people/add/", {**answers, "province": ProvinceFactory().pk}).content.decode()
    assert ("has five digits" in text, Person.objects.count()) == (True, 0)
    client.post("/people/add/", answers)
    assert Person.objects.get().postcode == "1612"


def test_attendance_at_a_religious_communitys_meeting_is_for_officers(client, rosa, rome_officer, lima_viewer):
    meetings = {
        "Fiesta patronal": MeetingFactory(
            title="Fiesta patronal", with_organisations=[AssociationFactory(form="religious")]
        ),
        "Asamblea": MeetingFactory(title="Asamblea", with_organisations=[AssociationFactory()]),
    }
    for title, meeting in meetings.items():
        ParticipationFactory(meeting=meeting, person=rosa)
        FollowUpFactory(meeting=meeting, organisation=None, what=f"Promesa de {title}")
    seen = {}
    for reader in (rome_officer, lima_viewer):
        client.force_login(reader)
        text = page(client, rosa)
        seen[reader] = [word for title in meetings for word in (title, f"Promesa de {title}") if f">{word}<" in text]
    assert seen[rome_officer] == ["Fiesta patronal", "Promesa de Fiesta patronal", "Asamblea", "Promesa de Asamblea"]
    assert seen[lima_viewer] == ["Asamblea", "Promesa de Asamblea"]


def test_a_role_is_changed_from_the_persons_page_and_those_of_a_day_are_shown(client, rosa, rome_officer, lima_viewer):
    past = AffiliationFactory(person=rosa, started_on="2019-01-01", ended_on="2020-12-31")
    now = AffiliationFactory(person=rosa, started_on="2021-01-01")
    client.force_login(rome_officer)
    text = page(client, rosa)
    assert [f'href="/roles/{role.pk}/edit/"' in text for role in (past, now)] == [True, True]
    assert "1 Jan 2021 – today" in text
    then = client.get(f"/people/{rosa.pk}/?as_of=2020-06-01").content.decode()
    assert [f'href="/roles/{role.pk}/edit/"' in then for role in (past, now)] == [True, False]
    client.force_login(lima_viewer)
    assert 'href="/roles/' not in page(client, rosa)
