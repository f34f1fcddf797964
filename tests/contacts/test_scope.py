"""Who sees which people and meetings: the same rows, whether the database is asked row by row or at once."""

import pytest
from django.db import connection

from contacts.models import FollowUp, Meeting, Person
from midla.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import AffiliationFactory, FollowUpFactory, MeetingFactory, PersonFactory


@pytest.fixture
def people(quito_officer):
    """People by what may make them seen by an officer limited to Ecuador."""
    ours, theirs = AssociationFactory(serves=["EC"]), AssociationFactory(serves=["PE"])
    people = {
        "citizen": PersonFactory(citizen_of=["EC"]),
        "with a role in an association seen": AffiliationFactory(organisation=ours).person,
        "with a role in an association not seen": AffiliationFactory(organisation=theirs).person,
        "with a role in a partner actor": AffiliationFactory(organisation=PartnerActorFactory()).person,
        "recorded by the officer": PersonFactory(created_by=quito_officer),
        "of another country": PersonFactory(),
        "citizen in the trash": PersonFactory(citizen_of=["EC"], trashed_at="2026-01-01T10:00Z"),
    }
    return {person.pk: words for words, person in people.items()}


@pytest.fixture
def meetings(people, quito_officer, rome_officer):
    """Meetings by what may make them seen by an officer limited to Ecuador."""
    by_words = {words: pk for pk, words in people.items()}
    meetings = {
        "with a partner actor": MeetingFactory(),
        "with a citizen": MeetingFactory(),
        "with a person of another country": MeetingFactory(),
        "with nobody": MeetingFactory(),
        "with a citizen, confined to another": MeetingFactory(),
        "with a citizen, confined to both": MeetingFactory(),
    }
    meetings["with a partner actor"].organisations.set([PartnerActorFactory()])
    for words in ("with a citizen", "with a citizen, confined to another", "with a citizen, confined to both"):
        meetings[words].people.set([by_words["citizen"]])
    meetings["with a person of another country"].people.set([by_words["of another country"]])
    meetings["with a citizen, confined to another"].confined_to.set([rome_officer])
    meetings["with a citizen, confined to both"].confined_to.set([rome_officer, quito_officer])
    return {meeting.pk: words for words, meeting in meetings.items()}


def seen(rows, words):
    """What is seen, in words; by row, as a page reads it, and as a whole, as a list counts it."""
    by_row = {words[pk] for pk in rows.values_list("pk", flat=True)}
    as_a_whole = {words[pk] for pk in rows.whole().values_list("pk", flat=True)}
    assert as_a_whole == by_row
    assert rows.whole().count() == len(by_row)
    return by_row


def test_a_limited_user_sees_people_of_their_country_in_both_ways(people, quito_officer):
    assert seen(Person.objects.visible_to(quito_officer), people) == {
        "citizen",
        "with a role in an association seen",
        "recorded by the officer",
    }


def test_a_tie_of_faith_shows_somebody_to_who_may_read_it_alone(people, quito_officer):
    viewer = UserFactory(role=Role.VIEWER, limited_to=["EC"])
    church = AssociationFactory(form="religious", serves=["EC"])
    people[AffiliationFactory(organisation=church).person_id] = "with a role in a religious community seen"
    ties = {"citizen", "with a role in an association seen"}
    assert seen(Person.objects.visible_to(viewer), people) == ties
    ties |= {"with a role in a religious community seen", "recorded by the officer"}
    assert seen(Person.objects.visible_to(quito_officer), people) == ties


def test_a_limited_user_sees_meetings_with_whom_they_see_in_both_ways(meetings, quito_officer):
    assert seen(Meeting.objects.visible_to(quito_officer), meetings) == {
        "with a partner actor",
        "with a citizen",
        "with a citizen, confined to both",
    }


def test_a_user_without_a_limit_sees_meetings_confined_to_nobody_else_in_both_ways(meetings, manager, rome_officer):
    every = set(meetings.values())
    confined = {"with a citizen, confined to another", "with a citizen, confined to both"}
    assert seen(Meeting.objects.visible_to(manager), meetings) == every - confined
    assert seen(Meeting.objects.visible_to(rome_officer), meetings) == every


def test_follow_ups_of_meetings_confined_to_others_are_hidden(meetings, manager, rome_officer):
    for pk, words in meetings.items():
        FollowUpFactory(meeting_id=pk, what=words)
    FollowUpFactory(what="of no meeting")
    told = {follow_up.what for follow_up in FollowUp.objects.visible_to(manager)}
    confined = {"with a citizen, confined to another", "with a citizen, confined to both"}
    assert told == {*meetings.values(), "of no meeting"} - confined
    assert FollowUp.objects.visible_to(manager).whole().count() == len(told)
    assert FollowUp.objects.visible_to(rome_officer).count() == len(told) + len(confined)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL needs no column of an index's own condition")
def test_meetings_are_counted_from_an_index_alone(db, manager):
    plan = Meeting.objects.visible_to(manager).order_by().whole().values("pk").explain()
    assert "USING COVERING INDEX contacts_meeting_newest_kept" in plan


def test_the_trash_of_a_limited_user_is_the_same_in_both_ways(people, quito_officer):
    assert seen(Person.objects.trashed().visible_to(quito_officer), people) == {"citizen in the trash"}


def test_the_set_as_a_whole_can_stand_inside_another_question(meetings, quito_officer):
    rows = Meeting.objects.visible_to(quito_officer).whole()
    follow_up = FollowUpFactory(meeting_id=next(pk for pk, words in meetings.items() if words == "with a citizen"))
    FollowUpFactory(meeting_id=next(pk for pk, words in meetings.items() if words == "with nobody"))
    assert list(FollowUp.objects.filter(meeting__in=rows)) == [follow_up]


def test_a_record_seen_tells_of_open_meetings_and_of_no_others(meetings, quito_officer):
    citizen = Meeting.objects.get(
        pk=next(pk for pk, words in meetings.items() if words == "with a citizen")
    ).people.get()
    told = {meetings[meeting.pk] for meeting in Meeting.objects.of(quito_officer, people=citizen)}
    assert told == {"with a citizen", "with a citizen, confined to both"}
