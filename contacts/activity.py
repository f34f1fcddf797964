"""The dates that engagement rests on, worked out from held meetings: one function, whoever wrote.

Confined, planned, cancelled and trashed meetings do not count. Days are those at the venue.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from associations.models import Organisation, OrganisationActivity
from contacts.models import Meeting, MeetingKind, MeetingState
from midla.records.models import Verb
from midla.records.questions import Question
from midla.records.registry import register_consequence, register_recount

DATES = ("contacted_on", "met_on", "last_held_on", "last_met_on", "previous_held_on")
AT_ONCE = 500
Day = datetime.date


def days_of(organisations: Iterable[int]) -> dict[int, list[tuple[Day, bool]]]:
    """For each organisation the days of its held meetings, and whether each counts as met; one query."""
    days: dict[int, list[tuple[Day, bool]]] = {}
    for organisation, start, zone, counts_as in meetings_held(*organisations):
        there = start.astimezone(ZoneInfo(zone)).date()
        days.setdefault(organisation, []).append((there, counts_as == MeetingKind.CountsAs.MEETING))
    return days


@Question
def meetings_held(*organisations: int) -> QuerySet:
    """When and where each meeting was that counts."""
    links = Meeting.organisations.through.objects.filter(
        organisation_id__in=organisations,
        meeting__state="held",
        meeting__trashed_at=None,
        meeting__confined_to=None,
    )
    return links.values_list("organisation_id", "meeting__starts_at", "meeting__time_zone", "meeting__kind__counts_as")


def dates(held: list[tuple[Day, bool]]) -> dict[str, Day | None]:
    """The five dates of one organisation."""
    days = sorted(day for day, _ in held)
    met = sorted(day for day, is_meeting in held if is_meeting)
    return {
        "contacted_on": days[0] if days else None,
        "met_on": met[0] if met else None,
        "last_held_on": days[-1] if days else None,
        "last_met_on": met[-1] if met else None,
        "previous_held_on": days[-2] if len(days) > 1 else None,
    }


def refresh(organisations: Iterable[int]) -> None:
    """Work the dates of these organisations out anew; two queries, however many."""
    keys = sorted(set(organisations))
    if not keys:
        return
    held = days_of(keys)
    keep({pk: dates(held.get(pk, [])) for pk in keys})


def keep(dates_of: Mapping[int, Mapping[str, Day | None]]) -> None:
    """Store the dates of some organisations."""
    OrganisationActivity.objects.bulk_create(
        (OrganisationActivity(organisation_id=pk, **told) for pk, told in dates_of.items()),
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=DATES,
    )


def after_meeting(meeting: Any, change: Any) -> None:
    """A meeting was written: the organisations it has and those it had."""
    is_new = change.verb == Verb.CREATED
    now = change.after.get("organisations", []) if is_new else meeting.organisations.values_list("pk", flat=True)
    if is_new and meeting.state == MeetingState.HELD and not change.after.get("confined_to"):
        held_once_more(now, meeting)
    else:
        refresh({*now, *change.before.get("organisations", [])})


def held_once_more(organisations: Iterable[int], meeting: Meeting) -> None:
    """Count one more held meeting in: of an organisation that had hundreds they need not all be read for it."""
    keys = set(organisations)
    is_met = meeting.kind.counts_as == MeetingKind.CountsAs.MEETING
    now = {row.pk: with_one_more(row, meeting.day, is_met) for row in activity_locked(*keys)}
    keep(now)
    refresh(keys - now.keys())


@Question
def activity_locked(*organisations: int) -> QuerySet:
    """The dates kept of some organisations, locked one after the other until the transaction ends."""
    return OrganisationActivity.objects.select_for_update().filter(pk__in=organisations).order_by("pk")


def with_one_more(row: OrganisationActivity, day: Day, is_met: bool) -> dict[str, Day | None]:
    """The five dates of one organisation once there is a meeting on one more day."""
    held = sorted(one for one in (row.previous_held_on, row.last_held_on, day) if one)
    return {
        "contacted_on": min(row.contacted_on or day, day),
        "met_on": min(row.met_on or day, day) if is_met else row.met_on,
        "last_held_on": held[-1],
        "last_met_on": max(row.last_met_on or day, day) if is_met else row.last_met_on,
        "previous_held_on": held[-2] if len(held) > 1 else None,
    }


def after_meetings(meetings: Sequence[Any], changes: Sequence[Any]) -> None:
    """Many meetings were written: the organisations they have and those they had."""
    keys = [meeting.pk for meeting in meetings]
    had = {key for change in changes for key in change.before.get("organisations", [])}
    through = Meeting.organisations.through.objects
    for start in range(0, len(keys), AT_ONCE):
        rows = through.filter(meeting_id__in=keys[start : start + AT_ONCE])
        had |= set(rows.values_list("organisation_id", flat=True))
    concerned = sorted(had)
    for start in range(0, len(concerned), AT_ONCE):
        refresh(concerned[start : start + AT_ONCE])


def after_kind(kind: Any, change: Any) -> None:
    """A kind of meeting counts as something else now: whoever had such meetings."""
    if "counts_as" in change.before:
        through = Meeting.organisations.through.objects.filter(meeting__kind=kind)
        refresh(through.values_list("organisation_id", flat=True).distinct())


def recount() -> int:
    """Work every organisation's dates out anew; how many were wrong or missing."""
    wrong = 0
    keys = Organisation.objects.order_by("pk").values_list("pk", flat=True).iterator()
    while some := list(islice(keys, AT_ONCE)):
        kept = {row.pk: row for row in OrganisationActivity.objects.filter(pk__in=some)}
        differing = list(differences(some, kept))
        refresh(differing)
        wrong += len(differing)
    return wrong


def differences(keys: list[int], kept: dict[int, OrganisationActivity]) -> Iterator[int]:
    """Those organisations whose kept dates are not what the meetings say."""
    held = days_of(keys)
    for pk in keys:
        row = kept.get(pk)
        if row is None or {name: getattr(row, name) for name in DATES} != dates(held.get(pk, [])):
            yield pk


register_consequence(Meeting, after_meeting, after_meetings)
register_consequence(MeetingKind, after_kind)
register_recount("activity", recount)
