"""What somebody's day holds: what is due, whom they meet, what changed in their associations."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone

from associations.models import Organisation
from contacts.concerned import concerned
from contacts.models import FollowUp, Meeting
from midla.records.models import Change

MOST_ROWS = 10
DAYS_AHEAD = 7
DAYS_BACK = 30


@dataclass(frozen=True)
class MyDay:
    """The day of one user, as the home page shows it."""

    follow_ups: list[tuple[FollowUp, str]]
    late: int
    today: int
    meetings: list[Meeting]
    changes: list[tuple[Change, Organisation]]

    @classmethod
    def of(cls, user: Any) -> "MyDay":
        """Worked out for today, where the user is."""
        today = timezone.localdate()
        due = due_now(user, today)
        late = sum(follow_up.due_on < today for follow_up in due if follow_up.due_on)
        return cls(with_whom(due[:MOST_ROWS], user), late, len(due) - late, coming_meetings(user), news(user))


def due_now(user: Any, today: datetime.date) -> list[FollowUp]:
    """The user's open follow-ups due today or before, the latest first; at most a hundred are looked at."""
    rows = FollowUp.objects.visible_to(user).of_owner(user).open().filter(due_on__lte=today)
    return list(rows.order_by("due_on", "pk")[:100])


def with_whom(follow_ups: list[FollowUp], user: Any) -> list[tuple[FollowUp, str]]:
    """Each with the names of those it concerns."""
    whom = concerned([follow_up.pk for follow_up in follow_ups], user) if follow_ups else {}
    return [(one, ", ".join(seen.name for seen in whom.get(one.pk, ()))) for one in follow_ups]


def coming_meetings(user: Any) -> list[Meeting]:
    """Planned meetings of the user from today on, for a week."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + datetime.timedelta(days=DAYS_AHEAD)
    rows = Meeting.objects.visible_to(user).planned().filter(starts_at__gte=start, starts_at__lt=end, staff=user.pk)
    return list(rows.select_related("kind", "province").order_by("starts_at", "pk")[:MOST_ROWS])


def news(user: Any) -> list[tuple[Change, Organisation]]:
    """What others changed in the last weeks in the organisations the user looks after."""
    mine = Organisation.objects.visible_to(user).filter(owner_id=user.pk)
    rows = Change.objects.filter(model_label=Organisation.label(), record_id__in=mine.values("pk")).exclude(by=user.pk)
    rows = rows.filter(at__gte=timezone.now() - datetime.timedelta(days=DAYS_BACK))
    newest = list(rows.select_related("by").order_by(F("at").desc(), "-id")[:MOST_ROWS])
    records = mine.in_bulk({change.record_id for change in newest})
    return [(change, records[change.record_id]) for change in newest if change.record_id in records]
