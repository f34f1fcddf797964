"""Promises: done, open again, put off; and the pages that show them."""

import datetime

import pytest

from contacts.actions.follow_up import complete, reopen, snooze
from midla.records.models import Change
from tests.factories.contacts import FollowUpFactory

pytestmark = pytest.mark.django_db


def changed(follow_up):
    """The names of the fields that each change names, oldest first."""
    return [sorted(change.after) for change in Change.objects.of(follow_up).order_by("id")]


def test_what_is_done_says_by_whom_and_a_second_click_changes_nothing(rome_officer, manager):
    follow_up = FollowUpFactory(owner=rome_officer)
    complete(follow_up=follow_up, by=rome_officer)
    first = complete(follow_up=follow_up, by=manager)
    assert (first.done_by, first.version) == (rome_officer, 2)
    assert changed(follow_up) == [["done_at", "done_by"]]


def test_done_can_be_taken_back(rome_officer):
    follow_up = FollowUpFactory(owner=rome_officer)
    reopen(follow_up=complete(follow_up=follow_up, by=rome_officer), by=rome_officer)
    follow_up.refresh_from_db()
    assert (follow_up.done_at, follow_up.done_by) == (None, None)
    assert changed(follow_up) == [["done_at", "done_by"]] * 2


def test_a_promise_put_off_is_due_another_day(rome_officer):
    follow_up = FollowUpFactory(owner=rome_officer, due_on=datetime.date(2026, 11, 1))
    snooze(follow_up=follow_up, until=datetime.date(2026, 12, 1), by=rome_officer)
    follow_up.refresh_from_db()
    assert follow_up.due_on == datetime.date(2026, 12, 1)
    assert changed(follow_up) == [["due_on"]]
