"""The lists of people, meetings and follow-ups: narrowed as the office asks, telling what the reader sees."""

import datetime

import pytest
from django.utils import timezone

from associations.models import Association
from midla.records.actions import trash
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.associations import AssociationFactory, ThemeFactory
from tests.factories.contacts import (
    AffiliationFactory,
    AffiliationRoleFactory,
    ConsentFactory,
    FollowUpFactory,
    LanguageFactory,
    MeetingFactory,
    MeetingKindFactory,
    ParticipationFactory,
    PersonFactory,
)
from tests.factories.territories import CountryFactory, ProvinceFactory
from tests.reading import csv_rows, read


def day(offset):
    return timezone.localdate() + datetime.timedelta(days=offset)


# --- people -----------------------------------------------------------------------------------------------------------
def test_people_narrow_by_what_the_office_asks(client, rome_officer):
    wanted = PersonFactory(given_names="Ana", citizen_of=["BO"], province=ProvinceFactory(), to_complete=True)
    club = AssociationFactory(name="Club Sport", serves=["BO"])
    AffiliationFactory(person=wanted, organisation=club, role=AffiliationRoleFactory(code="president"))
    PersonFactory(given_names="Luis")
    client.force_login(rome_officer)
    for query in (
        *("q=ana", "citizenship=BO", "citizenship=BO&citizenship=CO", "province=010", "region=07", "to_complete=1"),
        *("role=president", "at=sport", f"organisation={club.pk}"),
    ):
        assert read(client, f"/people/?{query}").names == [str(wanted)], query


def test_people_narrow_by_the_newest_thing_they_said_about_contact(client, rome_officer):
    asked = {name: PersonFactory(family_names=name) for name in ("Given", "Withdrawn", "Sharing", "Nobody asked")}
    ConsentFactory(person=asked["Given"], state="withdrawn")
    ConsentFactory(person=asked["Given"])
    ConsentFactory(person=asked["Withdrawn"])
    ConsentFactory(person=asked["Withdrawn"], state="withdrawn")
    ConsentFactory(person=asked["Sharing"], purpose="sharing")
    client.force_login(rome_officer)
    found = {state: read(client, f"/people/?consent={state}").names for state in ("given", "withdrawn", "not_asked")}
    assert found == {
        "given": ["Rosa Given"],
        "withdrawn": ["Rosa Withdrawn"],
        "not_asked": ["Rosa Nobody asked", "Rosa Sharing"],
    }
    assert read(client, "/people/?consent=given").chips == ["Contact: consent given"]


@pytest.mark.parametrize("persona", ["lima_viewer", "rome_officer", "manager", "administrator"])
def test_ties_to_religion_and_unions_are_in_no_list_of_people(client, request, persona):
    client.force_login(request.getfixturevalue(persona))
    client.force_login(request.getfixturevalue(persona))
    person = PersonFactory(family_names="Creyente", citizen_of=["PE"])
    hermandad = AssociationFactory(name="Hermandad", form="religious")
    AffiliationFactory(person=person, organisation=hermandad, role=AffiliationRoleFactory(code="mayordomo"))
    person.languages.add(LanguageFactory(code="quechua", special=True))
    page = read(client, "/people/?columns=roles,languages")
    assert page.total == 1
    assert "Hermandad" not in page.text.partition("<tbody")[2]
    assert "quechua" not in page.text
    for query in ("role=mayordomo", "at=hermandad", f"organisation={hermandad.pk}"):
        assert read(client, f"/people/?{query}").total == 0, query


def test_a_role_in_an_association_not_seen_finds_nobody(client, lima_viewer):
    hidden = AssociationFactory(name="Sucre", serves=["BO"])
    AffiliationFactory(person=PersonFactory(citizen_of=["PE"]), organisation=hidden)
    client.force_login(lima_viewer)
    page = read(client, "/people/")
    assert page.total == 1
    assert "Sucre" not in page.text
    for query in ("at=sucre", f"organisation={hidden.pk}"):
        assert read(client, f"/people/?{query}").total == 0, query


# --- meetings ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def meetings(db, rome_officer):
    lima = OfficeFactory(code="lima", country=CountryFactory(code="PE"))
    colleague = UserFactory(name="Ana Flores", office=lima)
    wanted = MeetingFactory(
        title="Wanted",
        said="We spoke of the Ñandú",
        kind=MeetingKindFactory(code="call"),
        state="planned",
        province=ProvinceFactory(),
        starts_at=datetime.datetime(2026, 3, 10, 22, 59, tzinfo=datetime.UTC),
        with_organisations=[AssociationFactory(name="Sucre", serves=["BO"])],
    )
    wanted.staff.add(colleague)
    wanted.themes.add(ThemeFactory(code="health"))
    ParticipationFactory(meeting=wanted, person=PersonFactory(given_names="Ana"))
    other = MeetingFactory(
        title="Other",
        starts_at=datetime.datetime(2026, 3, 10, 23, 0, tzinfo=datetime.UTC),
        with_organisations=[AssociationFactory(name="Cusco")],
        created_by=rome_officer,
    )
    other.staff.add(rome_officer)
    return wanted


def test_meetings_narrow_by_all_that_one_asks_of_a_log(client, rome_officer, meetings):
    client.force_login(rome_officer)
    organisation, person, staff = meetings.organisations.get(), meetings.people.get(), meetings.staff.get()
    for query in (
        *("q=nandu", "kind=call", "state=planned", "at=sucre", f"organisation={organisation.pk}"),
        *(f"person={person.pk}", "community=BO", "region=07", "province=010", "theme=health"),
        *(f"staff={staff.pk}", "office=lima", "until=2026-03-10", "since=2026-03-01&until=2026-03-10"),
    ):
        assert read(client, f"/meetings/?{query}").names == ["Wanted"], query
    assert read(client, "/meetings/?since=2026-03-11").names == ["Other"]
    assert read(client, "/meetings/?office=rome").names == ["Other"]


def test_meetings_say_and_others_for_whom_the_reader_does_not_see(client, lima_viewer):
    both = [AssociationFactory(name="Cusco", serves=["PE"]), AssociationFactory(name="Sucre", serves=["BO"])]
    MeetingFactory(with_organisations=both)
    client.force_login(lima_viewer)
    page = read(client, "/meetings/?columns=organisations")
    assert '<td role="cell">Cusco, and others</td>' in page.text
    assert "Sucre" not in page.text
    for query in ("at=sucre", f"organisation={both[1].pk}", "community=BO"):
        assert read(client, f"/meetings/?{query}").total == 0, query


def test_who_was_at_a_meeting_with_a_religious_community_is_not_found_by_it(client, manager):
    person = PersonFactory()
    special = MeetingFactory(title="Mass", with_organisations=[AssociationFactory(form="religious")])
    plain = MeetingFactory(title="Plain", with_organisations=[AssociationFactory()])
    for meeting in (special, plain):
        ParticipationFactory(meeting=meeting, person=person)
    client.force_login(manager)
    assert read(client, f"/meetings/?person={person.pk}").names == ["Plain"]


def test_confined_meetings_are_listed_to_those_named_only(client, rome_officer, manager):
    confined = MeetingFactory(title="Confined", with_organisations=[AssociationFactory()])
    confined.confined_to.add(rome_officer)
    for user, names in ((rome_officer, ["Confined"]), (manager, [])):
        client.force_login(user)
        assert read(client, "/meetings/").names == names
        assert [row[0] for row in csv_rows(client.get("/meetings/export.csv"))[1:]] == names


# --- follow-ups -------------------------------------------------------------------------------------------------------
def test_overdue_first_then_coming_then_without_a_day_then_done(client, rome_officer):
    for what, due_on, done in (
        ("Done", day(-9), True),
        ("No day", None, False),
        ("Coming", day(5), False),
        ("Late", day(-1), False),
        ("Later", day(-3), False),
    ):
        FollowUpFactory(what=what, due_on=due_on, done_at=timezone.now() if done else None)
    client.force_login(rome_officer)
    assert read(client, "/follow-ups/").names == ["Later", "Late", "Coming", "No day", "Done"]
    assert read(client, "/follow-ups/?overdue=1").names == ["Later", "Late"]
    assert read(client, "/follow-ups/?stands=done&sort=-done").names == ["Done"]


def test_mine_my_office_and_all(client, rome_officer):
    colleague = UserFactory(office=rome_officer.office)
    abroad = UserFactory(office=OfficeFactory(code="lima"))
    for owner in (rome_officer, colleague, abroad):
        FollowUpFactory(owner=owner, what=f"Of {owner.name}")
    client.force_login(rome_officer)
    assert read(client, f"/follow-ups/?owner={rome_officer.pk}&stands=open").total == 1
    assert read(client, "/follow-ups/?office=rome&stands=open").total == 2
    assert read(client, "/follow-ups/?stands=open").total == 3
    for label in ("Mine", "My office", "All open", "Done"):
        assert f">{label}</a>" in read(client, "/follow-ups/").text


def test_promises_of_either_side_are_told_apart(client, rome_officer):
    FollowUpFactory(what="Ours", promised_by="us")
    FollowUpFactory(what="Theirs", promised_by="them")
    client.force_login(rome_officer)
    assert read(client, "/follow-ups/?promised_by=them").names == ["Theirs"]


def test_a_follow_up_names_only_whom_its_reader_sees(client, lima_viewer, rome_officer):
    peru, bolivia = AssociationFactory(name="Cusco", serves=["PE"]), AssociationFactory(name="Sucre", serves=["BO"])
    meeting = MeetingFactory(title="Of both", with_organisations=[peru, bolivia])
    person = PersonFactory(family_names="Mamani", citizen_of=["BO"])
    follow_up = FollowUpFactory(organisation=bolivia, person=person, meeting=meeting)
    for user, told in ((lima_viewer, ["Of both"]), (rome_officer, ["Sucre", "Rosa Mamani", "Of both"])):
        client.force_login(user)
        for page in (read(client, "/follow-ups/").text, client.get(f"/follow-ups/{follow_up.pk}/").content.decode()):
            assert [name for name in ("Sucre", "Rosa Mamani", "Of both") if name in page] == told
        assert read(client, f"/follow-ups/?person={person.pk}").total == (1 if user == rome_officer else 0)


def test_a_follow_up_does_not_tie_a_person_to_a_religious_community(client, rome_officer):
    FollowUpFactory(
        organisation=AssociationFactory(name="Hermandad", form="religious"), person=PersonFactory(family_names="Mamani")
    )
    client.force_login(rome_officer)
    page = read(client, "/follow-ups/")
    assert "Hermandad" in page.text
    assert "Mamani" not in page.text
    heads, row = csv_rows(client.get("/follow-ups/export.csv"))
    assert row[heads.index("Whom it concerns")] == "Hermandad"


def test_a_follow_up_does_not_name_what_lies_in_the_trash(client, rome_officer):
    association = AssociationFactory(name="Sucre")
    FollowUpFactory(organisation=association)
    trash(Association.objects.get(), by=rome_officer)
    client.force_login(rome_officer)
    assert "Sucre" not in read(client, "/follow-ups/").text
