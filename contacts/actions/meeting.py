"""Logging a meeting with everything that was said, counted and promised; planning, holding and cancelling it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from contacts.models import FollowUp, HeadCount, Meeting, MeetingState, Participation, Presence
from midla.records.actions import create, edit
from midla.records.history import change_of, column_values, filled
from midla.records.models import Change, Verb


@dataclass
class Logged:
    """What belongs to a meeting beside its own columns."""

    organisations: list[Any] = field(default_factory=list)
    people: list[Any] = field(default_factory=list)
    staff: list[Any] = field(default_factory=list)
    themes: list[Any] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    # Country code to the number of people present with that citizenship.
    citizenships: Mapping[str, int] = field(default_factory=dict)
    presence: str = Presence.PRESENT

    @property
    def many(self) -> dict[str, list[Any]]:
        """The choices of many that history keeps with the meeting."""
        return {"organisations": self.organisations, "staff": self.staff, "themes": self.themes}


@transaction.atomic(savepoint=False)
def log_meeting(*, meeting: Meeting, logged: Logged, by: Any) -> Meeting:
    """Store a meeting with its organisations, people, head-counts and follow-ups, and their history."""
    create(meeting, by=by, many=logged.many)
    Participation.objects.bulk_create(
        Participation(meeting=meeting, person=person, presence=logged.presence) for person in logged.people
    )
    set_citizenships(meeting, logged.citizenships)
    promise_at(meeting, logged.follow_ups, by=by)
    return meeting


def set_citizenships(meeting: Meeting, counted: Mapping[str, int]) -> None:
    """Keep how many of those present hold each citizenship; nothing where nobody counted."""
    HeadCount.objects.bulk_create(
        HeadCount(meeting=meeting, country_id=code, people=people) for code, people in counted.items() if people
    )


def promise_at(meeting: Meeting, follow_ups: Iterable[FollowUp], *, by: Any) -> None:
    """Store what was promised at a meeting, with the first row of each one's history; two queries."""
    follow_ups = list(follow_ups)
    for follow_up in follow_ups:
        follow_up.meeting, follow_up.created_by, follow_up.updated_by = meeting, by, by
        follow_up.refresh_search_key()
    FollowUp.objects.bulk_create(follow_ups)
    Change.objects.bulk_create(
        change_of(follow_up, by=by, verb=Verb.CREATED, after=filled(column_values(follow_up)))
        for follow_up in follow_ups
    )


def hold(*, meeting: Meeting, by: Any) -> Meeting:
    """Say that a planned meeting took place; who was expected and came is ticked by hand."""
    return edit(meeting, by=by, values={"state": MeetingState.HELD})


def cancel(*, meeting: Meeting, by: Any) -> Meeting:
    """Say that a meeting does not take place."""
    return edit(meeting, by=by, values={"state": MeetingState.CANCELLED})


@transaction.atomic
def set_presence(*, meeting: Meeting, person: Any, presence: str, by: Any) -> Participation:
    """Note where somebody stands with a meeting, and in its history; who was not on the list is put there."""
    part, is_new = Participation.objects.get_or_create(meeting=meeting, person=person, defaults={"presence": presence})
    if is_new or part.presence != presence:
        before = {} if is_new else {"presence": part.presence}
        part.presence = presence
        part.save(update_fields=["presence"])
        after = {"people": [person.pk], "presence": presence}
        change_of(meeting, by=by, verb=Verb.EDITED, before=before, after=after).save(force_insert=True)
    return part
