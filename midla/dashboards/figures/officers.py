"""Figures of the work itself: meetings from month to month, and what each officer has in hand."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format

from contacts.models import MeetingState
from contacts.records import FollowUpType, MeetingType
from midla.accounts.models import User
from midla.accounts.scope import is_limited
from midla.dashboards.figures.figure import Figure, Scope
from midla.dashboards.figures.grouping import Counted
from midla.dashboards.figures.pipeline import partnerships_of
from midla.dashboards.figures.spread import associations_of
from midla.dashboards.period import months_before
from midla.records.filters import between

MOST_MONTHS, MOST_OFFICERS = 24, 30


def meetings_of(user: Any, scope: Scope) -> Counted:
    """The held meetings of a community, an office and a period; which a limited user sees is found once."""
    asked = {"community": scope.country, "office": scope.office, "since": scope.since, "until": scope.until}
    counted = Counted.of(MeetingType, user, **asked, state=MeetingState.HELD.value)
    return counted.pinned() if is_limited(user) else counted


@dataclass(frozen=True)
class Months:
    """Held meetings: all of the period, and of each of its months; of the last 24 where it is longer."""

    whole: Figure
    months: list[Figure]


def meetings_by_month(counted: Counted, scope: Scope) -> Months:
    """Held meetings in all and month by month; one question."""
    spans = months_of(scope, timezone.localdate())
    counts = {f"m{place}": Count("pk", filter=between("starts_at", *span)) for place, span in enumerate(spans)}
    numbers = counted.rows.aggregate(whole=Count("pk"), **counts)
    months = [
        counted.figure(numbers[f"m{place}"], date_format(since, "b"), since=since, until=until)
        for place, (since, until) in enumerate(spans)
    ]
    named = [
        replace(month, why=date_format(since, "YEAR_MONTH_FORMAT"))
        for month, (since, _) in zip(months, spans, strict=True)
    ]
    return Months(counted.figure(numbers["whole"]), named)


def months_of(scope: Scope, today: datetime.date) -> list[tuple[datetime.date, datetime.date]]:
    """The months of a period, oldest first, each as its first and last day within the period; the last 24 at most."""
    until = scope.until or today
    found: list[tuple[datetime.date, datetime.date]] = []
    for back in range(MOST_MONTHS):
        first, following = months_before(until, back), months_before(until, back - 1)
        if scope.since and following <= scope.since:
            break
        begins = max(first, scope.since or first)
        found.append((begins, min(following - datetime.timedelta(days=1), until)))
    return found[::-1]


@dataclass(frozen=True)
class Load:
    """What one officer has in hand: open follow-ups, late ones, associations, live partnerships, meetings held."""

    name: str
    figures: list[Figure]


def loads(user: Any, scope: Scope, meetings: Counted) -> list[Load]:
    """What each officer has in hand, who has most promises to keep first; five questions."""
    promises = Counted.of(FollowUpType, user, community=scope.country, office=scope.office, stands="open")
    associations, partnerships = associations_of(user, scope), partnerships_of(user, scope, live=1)
    waiting = open_and_late(promises)
    columns = [
        (promises, "owner", {key: number for key, number, _ in waiting}, {}),
        (promises, "owner", {key: number for key, _, number in waiting}, {"overdue": 1}),
        (associations, "owner", by_key(associations, "owner"), {}),
        (partnerships, "owner", by_key(partnerships, "owner"), {}),
        (meetings, "staff", by_key(meetings, "staff"), {}),
    ]
    keys = {key for _, _, numbers, _ in columns for key in numbers if key is not None}
    names = User.objects.filter(pk__in=keys).order_by("name", "pk").values_list("pk", "name")
    found = [
        Load(name, [of.figure(numbers.get(key, 0), **more, **{asked: key}) for of, asked, numbers, more in columns])
        for key, name in names
    ]
    return sorted(found, key=lambda load: -load.figures[0].value)[:MOST_OFFICERS]


def open_and_late(promises: Counted) -> list[tuple[int, int, int]]:
    """For each user how many follow-ups are open, and how many of them late."""
    late = Count("pk", filter=Q(due_on__lt=timezone.localdate()))
    return list(promises.rows.values_list("owner").annotate(all_open=Count("pk"), late=late))


def by_key(counted: Counted, name: str) -> dict[int, int]:
    """How many rows point at each user; those that point at nobody are left out."""
    return dict(counted.rows.filter(**{f"{name}__isnull": False}).values_list(name).annotate(Count("pk")))
