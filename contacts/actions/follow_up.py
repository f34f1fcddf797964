"""Keeping promises: done, open again, put off."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.models import FollowUp
from midla.records.actions import create, edit


def promise(*, by: Any, follow_up: FollowUp) -> FollowUp:
    """Store a new promise; who records it looks after it unless it names somebody."""
    if follow_up.owner_id is None:
        follow_up.owner = by
    return create(follow_up, by=by)


@transaction.atomic
def complete(*, follow_up: FollowUp, by: Any) -> FollowUp:
    """Mark as done; what is done already stays as it is, so that a second click changes nothing."""
    held = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if held.done_at is not None:
        return held
    return edit(held, by=by, values={"done_at": timezone.now(), "done_by_id": by.pk})


@transaction.atomic
def reopen(*, follow_up: FollowUp, by: Any) -> FollowUp:
    """Take "done" back."""
    return edit(follow_up, by=by, values={"done_at": None, "done_by_id": None})


@transaction.atomic
def snooze(*, follow_up: FollowUp, until: datetime.date, by: Any) -> FollowUp:
    """Put off until another day."""
    return edit(follow_up, by=by, values={"due_on": until})
