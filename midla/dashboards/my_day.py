"""What somebody's day holds: what is due, whom they meet, what changed in their associations."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, Q
from django.utils import timezone

from associations.models import Organisation
from contacts.concerned import concerned
from contacts.models import FollowUp, Meeting
from midla.partnerships.models import Partnership
from midla.records.models import Change
from midla.records.registry import type_of

MOST_ROWS = 10
# What is new is told in half as many rows: it is read in passing.
MOST_NEWS = 6
DAYS_AHEAD, DAYS_BACK = 7, 30


@dataclass(frozen=True)
class News:
    """What somebody else did in an organisation the reader looks after."""

    organisation: Organisation
    what: Any
    by: Any
    at: datetime.datetime
    url: str


@dataclass(frozen=True)
class MyDay:
    """The day of one user, as the home page shows it."""

    follow_ups: list[tuple[FollowUp, str]]
    late: int
    today: int
    meetings: list[Meeting]
    news: list[News]
    partnerships: list[Partnership]

    @classmethod
    def of(cls, user: Any) -> "MyDay":
        """Worked out for today, where the user is."""
        today = timezone.localdate()
        due = due_now(user, today)
        late = sum(follow_up.due_on < today for follow_up in due if follow_up.due_on)
        return cls(
            with_whom(due[:MOST_ROWS], user),
            late,
            len(due) - late,
            coming_meetings(user),
            news(user),
            waiting_partnerships(user, today),
        )


def due_now(user: Any, today: datetime.date) -> list[FollowUp]:
    """The user's open follow-ups due today or before, the latest first; at most a hundred are looked at."""
    rows = FollowUp.objects.visible_to(user).of_owner(user).open().filter(due_on__lte=today)
    return list(rows.order_by("due_on", "pk")[:100])


def with_whom(follow_ups: list[FollowUp], user: Any) -> list[tuple[FollowUp, str]]:
    """Each with the names of those it concerns."""
    whom = concerned([follow_up.pk for follow_up in follow_ups], user) if follow_ups else {}
    return [(one, ", ".join(seen.name for seen in whom.get(one.pk, ()))) for one in follow_ups]


def waiting_partnerships(user: Any, today: datetime.date) -> list[Partnership]:
    """The user's live partnerships whose next step is due, the latest first; then those nobody has a next step for."""
    mine = Partnership.objects.visible_to(user).live().filter(owner_id=user.pk)
    waiting = mine.filter(Q(next_step_on__lte=today) | Q(next_step=""))
    return list(waiting.order_by(F("next_step_on").asc(nulls_last=True), "stage_since", "pk")[:MOST_ROWS])


def coming_meetings(user: Any) -> list[Meeting]:
    """Planned meetings of the user from today on, for a week."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + datetime.timedelta(days=DAYS_AHEAD)
    rows = Meeting.objects.visible_to(user).planned().filter(starts_at__gte=start, starts_at__lt=end, staff=user.pk)
    return list(rows.select_related("kind", "province").order_by("starts_at", "pk")[:MOST_ROWS])


def news(user: Any) -> list[News]:
    """What others changed in the last weeks, and whom they met, in the organisations the user looks after."""
    mine = Organisation.objects.visible_to(user).filter(owner_id=user.pk)
    since = timezone.now() - datetime.timedelta(days=DAYS_BACK)
    found = [*changes_by_others(mine, user, since), *meetings_by_others(mine, user, since)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST_NEWS]


def changes_by_others(mine: Any, user: Any, since: datetime.datetime) -> list[News]:
    """The newest changes of these organisations that somebody else made."""
    rows = Change.objects.filter(model_label=Organisation.label(), record_id__in=mine.values("pk"))
    others = rows.filter(at__gte=since).exclude(by=user.pk).select_related("by")
    newest = list(others.order_by(F("at").desc(), "-id")[:MOST_NEWS])
    records = mine.in_bulk({change.record_id for change in newest})
    known = [(change, records[change.record_id]) for change in newest if change.record_id in records]
    return [
        News(organisation, change.get_verb_display(), change.by, change.at, organisation.get_absolute_url())
        for change, organisation in known
    ]


def meetings_by_others(mine: Any, user: Any, since: datetime.datetime) -> list[News]:
    """The meetings with these organisations that somebody else logged last."""
    through = Meeting.organisations.through.objects.filter(organisation__in=mine)
    seen = Meeting.objects.visible_to(user).filter(pk__in=through.values("meeting_id")).held()
    others = seen.filter(created_at__gte=since).exclude(created_by=user.pk)
    newest = others.select_related("kind", "created_by").order_by("-created_at", "-pk")
    rows = list(newest.prefetch_related(Prefetch("organisations", mine, to_attr="of_mine"))[:MOST_NEWS])
    return [
        News(row.of_mine[0], row.kind, row.created_by, row.created_at, type_of(row).detail_url(row)) for row in rows
    ]
