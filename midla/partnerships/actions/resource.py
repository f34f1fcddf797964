"""Closing needs and offers, and opening them again."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from midla.partnerships import tasks
from midla.partnerships.models import Resource, ResourceState
from midla.records.actions import edit
from midla.records.registry import register_condition, register_consequence


def close(*, resource: Resource, state: str, by: Any, version: int | None = None) -> Resource:
    """Say that a need or offer is met, or withdrawn."""
    values = {"state": ResourceState(state), "closed_on": timezone.localdate()}
    return edit(resource, by=by, values=values, version=version)


def reopen(*, resource: Resource, by: Any) -> Resource:
    """Say that it is looked for, or given, again."""
    return edit(resource, by=by, values={"state": ResourceState.OPEN, "closed_on": None})


def keep_closing_day(resource: Resource) -> None:
    """What is closed has a day, what is open has none: whoever wrote the state, form, admin or undo."""
    if resource.state == ResourceState.OPEN:
        resource.closed_on = None
    elif resource.closed_on is None:
        resource.closed_on = timezone.localdate()


def match_again(resource: Resource, change: Any) -> None:
    """Let the worker find what fits it now; its own page does not wait for that."""
    transaction.on_commit(lambda: tasks.match_one.enqueue(resource.pk))


register_condition(Resource, keep_closing_day)
register_consequence(Resource, match_again)
