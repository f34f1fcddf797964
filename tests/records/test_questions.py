"""Questions whose SQL is kept: each reader gets what a queryset of their own would answer, nobody another's."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Prefetch

from associations.models import Association
from associations.views.organisations import organisations_shown
from contacts.models import FollowUp, Meeting, Person
from contacts.panels.organisation import follow_ups_of, newest_meetings, roles_in
from midla.records.attachments import attach
from midla.records.questions import LARGEST_KEY, Question
from midla.records.registry import type_of
from midla.records.views.detail import files_of, newest_changes
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import (
    AffiliationFactory,
    FollowUpFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
)

READERS = ("rome_officer", "lima_viewer", "quito_officer", "manager", "focal_point")
DAY = datetime.date(2026, 11, 27)
OF_ORGANISATION = (
    (follow_ups_of, {}),
    (newest_meetings, {}),
    (roles_in, {"today": DAY, "as_of": None}),
    (roles_in, {"today": DAY, "as_of": DAY}),
    (files_of, {"model": Association}),
    (organisations_shown, {"model": Association}),
)


@Question
def meetings_with(organisation: int, *, reader):
    """Meetings with an organisation."""
    return Meeting.objects.visible_to(reader).filter(organisations=organisation)


@pytest.fixture
def associations(db):
    """Two, each with a meeting, a promise and a role."""
    made = [AssociationFactory(serves=[code]) for code in ("PE", "EC")]
    for association in made:
        meeting = MeetingFactory(with_organisations=[association])
        FollowUpFactory(organisation=association, meeting=meeting)
        AffiliationFactory(organisation=association, person=PersonFactory(citizen_of=["PE", "EC"]))
    return made


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(("question", "named"), OF_ORGANISATION)
def test_every_reader_gets_the_rows_of_their_own_queryset(request, associations, name, question, named):
    everybody = {one: request.getfixturevalue(one) for one in READERS}
    for association in associations:
        for reader in everybody.values():
            question(association.pk, reader=reader, **named)
    reader = everybody[name]
    for association in associations:
        own = list(question.build(association.pk, reader=reader, **named))
        assert question(association.pk, reader=reader, **named) == own


def test_what_is_confined_to_one_reader_is_not_told_to_another_with_the_same_role(associations):
    one, other = UserFactory(), UserFactory()
    assert one.reads_as == other.reads_as
    Meeting.objects.get(organisations=associations[0]).confined_to.add(one)
    assert len(newest_meetings(associations[0].pk, reader=one)) == 1
    assert newest_meetings(associations[0].pk, reader=other) == []


def test_a_question_follows_who_gets_a_limit_another_role_or_none(associations):
    peru = associations[0].pk
    reader = UserFactory(limited_to=["PE"])
    assert len(meetings_with(peru, reader=reader)) == 1
    reader.countries.set(["EC"])
    del reader.country_codes
    assert meetings_with(peru, reader=reader) == []
    reader.countries.clear()
    del reader.country_codes
    assert len(meetings_with(peru, reader=reader)) == 1
    reader.is_active = False
    assert meetings_with(peru, reader=reader) == []


def test_a_question_is_put_together_once_and_asked_each_time(associations, django_assert_num_queries):
    calls = []

    @Question
    def promised(organisation: int, what: str, *, done: bool):
        calls.append(organisation)
        rows = FollowUp.objects.filter(organisation=organisation, what=what, done_at__isnull=not done)
        return rows.values_list("pk", flat=True)

    asked = [(follow_up.organisation_id, follow_up.what) for follow_up in FollowUp.objects.order_by("pk")]
    with django_assert_num_queries(3):
        found = [promised(*keys, done=False) for keys in asked]
        assert promised(*asked[0], done=True) == []
    assert found == [[pk] for pk in FollowUp.objects.order_by("pk").values_list("pk", flat=True)]
    assert len(calls) == 2


def test_the_history_of_a_record_is_its_own(associations, rome_officer):
    first, second = associations
    assert newest_changes(first.pk, model=Association) == list(newest_changes.build(first.pk, model=Association))
    assert newest_changes(second.pk, model=Association) == list(newest_changes.build(second.pk, model=Association))


def test_a_key_that_no_table_holds_finds_nothing(rome_officer):
    assert newest_meetings(LARGEST_KEY + 1, reader=rome_officer) == []
    assert newest_meetings(-LARGEST_KEY - 2, reader=rome_officer) == []


def test_a_question_fetches_what_is_named_beside_its_rows(db, django_assert_num_queries):
    @Question
    def with_people(meeting: int):
        return Meeting.objects.filter(pk=meeting).prefetch_related("people")

    for meeting in (MeetingFactory(), MeetingFactory()):
        ParticipationFactory(meeting=meeting)
        [found] = with_people(meeting.pk)
        with django_assert_num_queries(0):
            people = list(found.people.all())
        assert people == list(meeting.people.all())


def test_a_question_that_fetches_by_rows_of_its_own_is_refused(db):
    @Question
    def with_people(meeting: int):
        return Meeting.objects.filter(pk=meeting).prefetch_related(Prefetch("people", Person.objects.all()))

    with pytest.raises(ValueError, match="prefetches by name alone"):
        with_people(1)


@pytest.mark.parametrize("kind", ["meeting", "follow-up", "file"])
def test_what_is_confined_opens_for_its_reader_alone_whoever_asked_before(client, db, kind):
    mine, other, association = UserFactory(), UserFactory(), AssociationFactory()
    confined = {
        "meeting": lambda: MeetingFactory(with_organisations=[association]),
        "follow-up": lambda: FollowUpFactory(organisation=association),
        "file": lambda: attach(association, SimpleUploadedFile("a.txt", b"text"), by=mine),
    }[kind]()
    confined.confined_to.add(mine)
    address = f"/files/{confined.pk}/" if kind == "file" else type_of(confined).detail_url(confined)
    for reader, status in ((other, 404), (mine, 200), (other, 404), (mine, 200)):
        client.force_login(reader)
        assert client.get(address).status_code == status
