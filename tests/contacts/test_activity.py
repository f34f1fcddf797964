"""The dates of engagement are right whoever wrote: form, action, undo, trash; and equal to a recount."""

import datetime

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from associations.models import OrganisationActivity
from contacts.actions.meeting import Logged, cancel, hold, log_meeting
from contacts.activity import recount
from contacts.models import Meeting
from midla.records.actions import edit, restore, trash, undo
from midla.records.models import Change
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import MeetingKindFactory


@pytest.fixture
def association(db):
    return AssociationFactory()


def held(association, by, day=10, **values):
    meeting = Meeting(
        kind=values.pop("kind", None) or MeetingKindFactory(code="visit"),
        starts_at=datetime.datetime(2026, 11, day, 2, 30, tzinfo=datetime.UTC),
        **values,
    )
    return log_meeting(meeting=meeting, logged=Logged(organisations=[association]), by=by)


def dates(association):
    row = OrganisationActivity.objects.get(organisation=association)
    return row.contacted_on, row.met_on, row.last_held_on, row.previous_held_on


def test_the_day_is_the_venues(association, rome_officer):
    held(association, rome_officer, time_zone="America/Lima")
    assert dates(association)[0] == datetime.date(2026, 11, 9)


def test_a_call_is_contact_but_no_meeting(association, rome_officer):
    held(association, rome_officer, kind=MeetingKindFactory(code="call", counts_as="contact"))
    assert dates(association) == (datetime.date(2026, 11, 10), None, datetime.date(2026, 11, 10), None)


def test_planned_does_not_count_until_it_is_held_and_not_once_cancelled(association, rome_officer):
    meeting = held(association, rome_officer, state="planned")
    assert dates(association) == (None, None, None, None)
    hold(meeting=meeting, by=rome_officer)
    assert dates(association)[1] == datetime.date(2026, 11, 10)
    cancel(meeting=meeting, by=rome_officer)
    assert dates(association) == (None, None, None, None)


def test_trash_restore_and_undo_keep_the_dates(association, rome_officer):
    first, second = held(association, rome_officer, 10), held(association, rome_officer, 12)
    trash(second, by=rome_officer)
    assert dates(association)[2:] == (datetime.date(2026, 11, 10), None)
    restore(second, by=rome_officer)
    assert dates(association)[2:] == (datetime.date(2026, 11, 12), datetime.date(2026, 11, 10))
    undo(first, Change.objects.of(first).get(), by=rome_officer)
    assert dates(association)[2:] == (datetime.date(2026, 11, 12), None)


def test_an_organisation_taken_off_a_meeting_loses_its_date(association, rome_officer):
    other = AssociationFactory()
    meeting = held(association, rome_officer)
    edit(meeting, by=rome_officer, values={}, many={"organisations": [other.pk]})
    assert dates(association)[2] is None
    assert dates(other)[2] == datetime.date(2026, 11, 10)


def test_confined_meetings_never_count(association, rome_officer, adviser):
    meeting = held(association, rome_officer)
    meeting.confined_to.add(adviser)
    assert recount() == 1
    assert dates(association) == (None, None, None, None)


def test_recount_finds_nothing_to_mend_after_every_way_of_writing(association, rome_officer, capsys):
    held(association, rome_officer, 10)
    trash(held(association, rome_officer, 12), by=rome_officer)
    assert recount() == 0
    OrganisationActivity.objects.update(met_on=None)
    call_command("recount")
    assert "activity: 1 mended" in capsys.readouterr().out


DAYS = st.lists(st.tuples(st.integers(1, 28), st.sampled_from(["meeting", "contact"])), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=DAYS)
def test_meetings_logged_in_any_order_leave_what_a_recount_would(rome_officer, days):
    logged_with = AssociationFactory()
    kinds = {counts: MeetingKindFactory(code=counts, counts_as=counts) for counts in ("meeting", "contact")}
    for day, counts in days:
        held(logged_with, rome_officer, day, kind=kinds[counts])
    assert recount() == 0


def test_a_meeting_of_an_organisation_never_counted_counts_all_it_had(association, rome_officer):
    held(association, rome_officer, 10)
    OrganisationActivity.objects.all().delete()
    held(association, rome_officer, 12)
    assert dates(association)[2:] == (datetime.date(2026, 11, 12), datetime.date(2026, 11, 10))
