"""Closing needs and offers, and opening them again."""

from typing import Any

from midla.partnerships.models import Resource, ResourceState
from midla.records.actions import edit


def close(*, resource: Resource, state: str, by: Any, version: int | None = None) -> Resource:
    """Say that a need or offer is met, or withdrawn."""
    return edit(resource, by=by, values={"state": ResourceState(state)}, version=version)


def reopen(*, resource: Resource, by: Any) -> Resource:
    """Say that it is looked for, or given, again."""
    return edit(resource, by=by, values={"state": ResourceState.OPEN})
