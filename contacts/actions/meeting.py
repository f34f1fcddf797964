"""Logging a meeting with everything that was said, counted and promised; planning, holding and cancelling it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import FollowUp, HeadCount, Meeting, MeetingState, Participation, Presence
from midla.records.actions import Many, changed_since, create, edit, give, locked, stamp
from midla.records.errors import Conflict, Refused, UndoRefused
from midla.records.history import change_of, column_values, filled
from midla.records.models import Verb
from midla.records.registry import KeptBeside, register_consequence, register_kept_beside
from midla.records.storing import insert

BY_CITIZENSHIP = HeadCount._meta.verbose_name or ""
PRESENCE = Participation._meta.get_field("presence").verbose_name


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
        return {
            "organisations": self.organisations,
            "people": self.people,
            "staff": self.staff,
            "themes": self.themes,
        }


@transaction.atomic(savepoint=False)
def log_meeting(*, meeting: Meeting, logged: Logged, by: Any) -> Meeting:
    """Store a meeting with its organisations, people, head-counts and follow-ups, and their history."""
    create(meeting, by=by, many=logged.many)
    if logged.people and logged.presence != Presence.PRESENT:
        meeting.participations.update(presence=logged.presence)
    set_citizenships(meeting, logged.citizenships)
    for follow_up in logged.follow_ups:
        concern(follow_up, logged)
    promise_at(meeting, logged.follow_ups, by=by)
    return meeting


def concern(follow_up: FollowUp, logged: Logged) -> None:
    """Hang a promise on the one organisation, or the one person, that the meeting was with."""
    if len(logged.organisations) == 1:
        follow_up.organisation = logged.organisations[0]
    elif not logged.organisations and len(logged.people) == 1:
        follow_up.person = logged.people[0]


@transaction.atomic
def revise(
    *,
    meeting: Meeting,
    values: Mapping[str, Any],
    many: Many,
    citizenships: Mapping[str, int],
    by: Any,
    version: int | None = None,
) -> Meeting:
    """Give a meeting new values and people. Raises Conflict as `edit` does."""
    held = locked(meeting)
    if version is not None and held.version != version:
        raise Conflict(held)
    recount_citizenships(held, citizenships, by=by)
    return give(held, by=by, values=values, many=many)


def invite_who_is_added(meeting: Meeting, change: Any) -> None:
    """Who is put on the list of a planned meeting is invited, whoever wrote: form, admin, import, undo."""
    if meeting.state != MeetingState.PLANNED or change.verb == Verb.CREATED:
        return
    if added := {*change.after.get("people", ())} - {*change.before.get("people", ())}:
        meeting.participations.filter(person_id__in=added).update(presence=Presence.INVITED)


def recount_citizenships(meeting: Meeting, counted: Mapping[str, int], *, by: Any, verb: Verb = Verb.EDITED) -> None:
    """Count anew how many hold each citizenship, and note it in the history where it changed."""
    before = counted_at(meeting)
    after = {code: people for code, people in sorted(counted.items()) if people}
    if before == after:
        return
    meeting.headcounts.all().delete()
    set_citizenships(meeting, after)
    note(meeting, {"by_citizenship": in_one_line(before)}, {"by_citizenship": in_one_line(after)}, by=by, verb=verb)


def counted_at(meeting: Meeting) -> dict[str, int]:
    """How many hold each citizenship, by code."""
    return dict(meeting.headcounts.order_by("country_id").values_list("country_id", "people"))


def in_one_line(counted: Mapping[str, int]) -> str:
    """Counts as history shows them: BO 2, PE 3."""
    return ", ".join(f"{code} {people}" for code, people in counted.items())


def take_counts_back(meeting: Meeting, change: Any, *, by: Any) -> None:
    """Count by citizenship as before a change. Raises UndoRefused where it was counted anew since."""
    if in_one_line(counted_at(meeting)) != change.after["by_citizenship"]:
        raise changed_since(BY_CITIZENSHIP)
    told = [part.split() for part in change.before["by_citizenship"].split(", ") if part]
    counted = {code: int(people) for code, people in told}
    if meeting.headcount is not None and sum(counted.values()) > meeting.headcount:
        raise UndoRefused(_("The parts are more than everybody present: check the numbers."))
    recount_citizenships(meeting, counted, by=by, verb=Verb.UNDONE)


def set_citizenships(meeting: Meeting, counted: Mapping[str, int]) -> None:
    """Keep how many of those present hold each citizenship; nothing where nobody counted."""
    insert([HeadCount(meeting=meeting, country_id=code, people=people) for code, people in counted.items() if people])


def promise_at(meeting: Meeting, follow_ups: Iterable[FollowUp], *, by: Any) -> None:
    """Store what was promised at a meeting, with the first row of each one's history; two queries."""
    follow_ups = list(follow_ups)
    for follow_up in follow_ups:
        follow_up.meeting, follow_up.created_by, follow_up.updated_by = meeting, by, by
        follow_up.refresh_search_key()
    insert(follow_ups)
    insert(
        [
            change_of(follow_up, by=by, verb=Verb.CREATED, after=filled(column_values(follow_up)))
            for follow_up in follow_ups
        ]
    )


def hold(*, meeting: Meeting, by: Any) -> Meeting:
    """Say that a planned meeting took place; who was expected and came is ticked by hand.

    Raises Refused before its day: a meeting of next week was not held.
    """
    if meeting.day > timezone.now().astimezone(meeting.zone).date():
        raise Refused(_("Its day has not come yet. Change the day first if it took place earlier."))
    return edit(meeting, by=by, values={"state": MeetingState.HELD})


def cancel(*, meeting: Meeting, by: Any) -> Meeting:
    """Say that a meeting does not take place."""
    return edit(meeting, by=by, values={"state": MeetingState.CANCELLED})


@transaction.atomic
def set_presence(*, meeting: Meeting, person: Any, presence: str, by: Any) -> Participation:
    """Note where somebody stands with a meeting, and in its history; who was not on the list is put there."""
    presence, held = Presence(presence), locked(meeting)
    part = held.participations.filter(person=person).first()
    if part is None:
        people = sorted(held.participations.values_list("person_id", flat=True))
        part = Participation.objects.create(meeting=held, person=person, presence=presence)
        note(held, {"people": people}, {"people": sorted([*people, person.pk])}, by=by)
    elif part.presence != presence:
        before, part.presence = part.presence, presence
        part.save(update_fields=["presence"])
        whose = {"people": [person.pk]}
        note(held, {**whose, "presence": before}, {**whose, "presence": presence.value}, by=by)
    return part


def take_presence_back(meeting: Meeting, change: Any, *, by: Any) -> None:
    """Let somebody stand with a meeting as before a change. Raises UndoRefused where it was said anew since."""
    parts = meeting.participations.filter(person__in=change.after["people"], presence=change.after["presence"])
    if not parts.update(presence=change.before["presence"]):
        raise changed_since(PRESENCE)
    note(meeting, change.after, change.before, by=by, verb=Verb.UNDONE)


def said_presence(value: str) -> str:
    """A presence in words."""
    return str(Presence(value).label)


def note(meeting: Meeting, before: dict[str, Any], after: dict[str, Any], *, by: Any, verb: Verb = Verb.EDITED) -> None:
    """Write a row of a locked meeting's history about what hangs on it, and count its version up."""
    stamp(meeting, by=by)
    meeting.save(update_fields=["version", "updated_at", "updated_by"])
    meeting.newest_change = change_of(meeting, by=by, verb=verb, before=before, after=after)
    meeting.newest_change.save(force_insert=True)


register_consequence(Meeting, invite_who_is_added)
register_kept_beside(Meeting, "by_citizenship", KeptBeside(BY_CITIZENSHIP, take_counts_back))
register_kept_beside(Meeting, "presence", KeptBeside(PRESENCE, take_presence_back, said_presence))
