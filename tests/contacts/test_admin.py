"""People, roles, consent, meetings and follow-ups in the admin."""

import pytest
from django.urls import reverse

from contacts.models import Affiliation, FollowUp, Meeting, Person
from midla.records.actions import edit
from midla.records.models import Change
from midla.records.registry import type_of
from tests.admin_forms import as_sent, problems
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import (
    AffiliationFactory,
    AffiliationRoleFactory,
    ConsentFactory,
    FollowUpFactory,
    MeetingFactory,
    MeetingKindFactory,
    ParticipationFactory,
    PersonFactory,
)
from tests.factories.territories import CountryFactory


def page_of(record, name="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk])


@pytest.fixture
def asked(client, administrator):
    """The administrator's browser."""
    client.force_login(administrator)
    return client


@pytest.fixture
def in_lima(client, db):
    """The browser of an administrator outside the EU."""
    lima = OfficeFactory(code="lima", country=CountryFactory(code="PE"), outside_eu=True)
    client.force_login(UserFactory(role="administrator", office=lima))
    return client


def test_a_person_is_found_without_accents_and_by_two_family_names(asked):
    PersonFactory(given_names="Rosa", family_names="Muñoz Quispe")
    PersonFactory(given_names="Ana", family_names="Torres")
    found = asked.get("/admin/contacts/person/", {"q": "munoz quispe"}).context["cl"].result_list
    assert [person.full_name for person in found] == ["Rosa Muñoz Quispe"]


def test_a_number_is_kept_in_international_form(asked):
    person = PersonFactory()
    asked.post(page_of(person), as_sent(asked, page_of(person), phone="010 123 4567"))
    assert Person.objects.get().phone == "+390101234567"


def test_contact_data_is_not_read_outside_the_eu_without_consent(in_lima, manager):
    person = PersonFactory(phone="+390101234567", email="rosa@example.org")
    edit(person, by=manager, values={"email": "rosa.q@example.org"})
    change = Change.objects.get()
    pages = [in_lima.get(page_of(person)), in_lima.get(page_of(change)), in_lima.get("/admin/contacts/person/")]
    assert ["rosa" in page.content.decode() for page in pages] == [False] * 3
    in_lima.post(page_of(person), as_sent(in_lima, page_of(person), family_names="Quispe"))
    held = Person.objects.get()
    assert (held.family_names, held.phone, held.email) == ("Quispe", "+390101234567", "rosa.q@example.org")
    ConsentFactory(person=person, purpose="transfer")
    assert "rosa.q@example.org" in in_lima.get(page_of(person)).content.decode()
    assert "rosa.q@example.org" in in_lima.get(page_of(change)).content.decode()


def test_the_form_on_the_site_hides_contact_data_alike(db, quito_officer):
    person = PersonFactory(phone="+390101234567", citizen_of=["EC"])
    hidden = type_of(person).hidden_fields(quito_officer, person)
    assert hidden == set(Person.contact_fields)
    ConsentFactory(person=person, purpose="transfer")
    assert type_of(person).hidden_fields(quito_officer, person) == set()


def test_consent_is_read_and_never_written(asked):
    consent = ConsentFactory()
    assert asked.get(page_of(consent)).status_code == 200
    assert [asked.post(page_of(consent, name), {"post": "yes"}).status_code for name in ("change", "delete")] == [
        403
    ] * 2
    assert asked.post("/admin/contacts/consent/add/").status_code == 403
    shown = asked.get(page_of(consent.person)).content.decode()
    assert "being contacted by the programme" in shown


def test_a_second_president_is_refused_unless_the_first_ends(asked):
    president = AffiliationRoleFactory(code="president", one_holder=True)
    first = AffiliationFactory(role=president, started_on="2020-01-01")
    second = PersonFactory()
    typed = {
        "person": second.pk,
        "organisation": first.organisation.pk,
        "role": president.pk,
        "started_on": "2024-01-01",
    }
    add = "/admin/contacts/affiliation/add/"
    assert "has one holder" in problems(asked.post(add, as_sent(asked, add, **typed)))["__all__"][0]
    assert Affiliation.objects.count() == 1
    asked.post(add, as_sent(asked, add, **typed, end_current="on"))
    first.refresh_from_db()
    assert (str(first.ended_on), Affiliation.objects.count()) == ("2023-12-31", 2)


def test_a_role_is_found_by_person_or_organisation(asked):
    role = AffiliationFactory(person__family_names="Muñoz", organisation__name="Ñandú")
    AffiliationFactory()
    for typed in ("munoz", "nandu"):
        found = asked.get("/admin/contacts/affiliation/", {"q": typed}).context["cl"].result_list
        assert [one.pk for one in found] == [role.pk]


def test_a_meeting_is_added_with_all_that_belongs_to_it(asked, administrator):
    association, person = AssociationFactory(), PersonFactory()
    typed = {
        "starts_at": "2026-11-10T15:00",
        "kind": MeetingKindFactory().pk,
        "said": "We spoke.",
        "organisations": [association.pk],
        "people": [person.pk],
        "staff": [administrator.pk],
        "women": 2,
        "men": 3,
        "count_pe": 4,
    }
    for code in ("BO", "CO", "EC", "PE"):
        CountryFactory(code=code)
    add = "/admin/contacts/meeting/add/"
    asked.post(add, as_sent(asked, add, **typed))
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.headcount, meeting.starts_at.hour) == ("held", 5, 14)
    assert [one.pk for one in (*meeting.people.all(), *meeting.organisations.all())] == [person.pk, association.pk]
    assert list(meeting.headcounts.values_list("country", "people")) == [("PE", 4)]
    association.activity.refresh_from_db()
    assert str(association.activity.met_on) == "2026-11-10"


def test_a_meeting_to_come_was_not_held(asked):
    meeting = MeetingFactory(with_organisations=[AssociationFactory()])
    form = as_sent(asked, page_of(meeting), starts_at="2030-01-01T10:00")
    assert "lies in the future" in problems(asked.post(page_of(meeting), form))["starts_at"][0]
    asked.post(page_of(meeting), form | {"state": "planned"})
    assert Meeting.objects.get().state == "planned"


def test_a_meeting_shows_who_was_there_and_how_many(asked):
    meeting = MeetingFactory(with_organisations=[AssociationFactory()])
    ParticipationFactory(meeting=meeting, person=PersonFactory(given_names="Yolanda"), presence="excused")
    meeting.headcounts.create(country=CountryFactory(code="PE"), people=7)
    page = asked.get(page_of(meeting)).content.decode()
    assert ("Yolanda" in page, "excused" in page.casefold(), "<td>7</td>" in page) == (True, True, True)
    asked.post(page_of(meeting), as_sent(asked, page_of(meeting), title="Assembly"))
    assert (meeting.participations.get().presence, meeting.headcounts.get().people) == ("excused", 7)


def test_a_follow_up_hangs_on_something(asked):
    follow_up = FollowUpFactory()
    add = "/admin/contacts/followup/add/"
    assert list(problems(asked.post(add, as_sent(asked, add, what="Call")))) == ["organisation"]
    asked.post(page_of(follow_up), as_sent(asked, page_of(follow_up), due_on="31/12/2026"))
    assert str(FollowUp.objects.get().due_on) == "2026-12-31"


def test_a_follow_up_of_somebody_who_left_keeps_them(asked):
    follow_up = FollowUpFactory(owner=UserFactory(is_active=False))
    asked.post(page_of(follow_up), as_sent(asked, page_of(follow_up), what="Write"))
    assert FollowUp.objects.get().what == "Write"
