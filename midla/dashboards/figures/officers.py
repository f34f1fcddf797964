"""Figures of the work itself: meetings from month to month, and what each officer has in hand."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format

from contacts.models import MeetingState
from contacts.records import FollowUpType, MeetingType
from midla.accounts.models import User
from midla.dashboards.figures.figure import Figure, Scope
from midla.dashboards.figures.grouping import Counted
from midla.dashboards.figures.pipeline import partnerships_of
from midla.dashboards.figures.spread import associations_of
from midla.dashboards.period import months_before
from midla.records.filters import between

MOST_MONTHS, MOST_OFFICERS = 24, 30


def meetings_of(user: Any, scope: Scope, **more: Any) -> Counted:
    """The held meetings of a community, an office and a period."""
    asked = {"community": scope.country, "office": scope.office, "since": scope.since, "until": scope.until}
    return Counted.of(MeetingType, user, **{**asked, "state": MeetingState.HELD.value, **more})


def meetings_by_month(user: Any, scope: Scope) -> list[Figure]:
    """Held meetings for each month of the period, of the last 24 where it is longer; one question."""
    counted = meetings_of(user, scope)
    spans = months_of(scope, timezone.localdate())
    numbers = counted.rows.aggregate(
        **{f"m{place}": Count("pk", filter=between("starts_at", *span)) for place, span in enumerate(spans)}
    )
    return [
        replace(
            counted.figure(numbers[f"m{place}"], date_format(since, "b"), since=since, until=until),
            why=date_format(since, "YEAR_MONTH_FORMAT"),
        )
        for place, (since, until) in enumerate(spans)
    ]


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


def loads(user: Any, scope: Scope) -> list[Load]:
    """What each officer has in hand, who has most promises to keep first; five questions."""
    today = timezone.localdate()
    promises = Counted.of(FollowUpType, user, community=scope.country, office=scope.office, stands="open")
    late = promises.rows.filter(due_on__lt=today)
    columns = [
        (promises, "owner", promises.rows, {}),
        (promises, "owner", late, {"overdue": 1}),
        *((of, "owner", of.rows, {}) for of in (associations_of(user, scope), partnerships_of(user, scope, live=1))),
        *((of, "staff", of.rows, {}) for of in (meetings_of(user, scope),)),
    ]
    numbers = [dict(rows.values_list(name).annotate(Count("pk"))) for _, name, rows, _ in columns]
    keys = {key for column in numbers for key in column if key is not None}
    names = dict(User.objects.filter(pk__in=keys).order_by("name", "pk").values_list("pk", "name"))
    found = [
        Load(
            name,
            [
                of.figure(column.get(key, 0), name, **more, **{asked: key})
                for (of, asked, _, more), column in zip(columns, numbers, strict=True)
            ],
        )
        for key, name in names.items()
    ]
    return sorted(found, key=lambda load: -load.figures[0].value)[:MOST_OFFICERS]
