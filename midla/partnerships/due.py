"""What of partnerships is due for somebody: next steps, agreements that end, reviews after the end."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from midla.partnerships.models import RUNNING, Agreement, Partnership, Review, Stage
from midla.partnerships.reviews import reviews_due
from midla.records.registry import Due

# So long before an agreement ends its owner is told.
FIRST_WARNING, SECOND_WARNING = datetime.timedelta(days=90), datetime.timedelta(days=30)
A_WEEK = datetime.timedelta(days=7)
MOST_DUE = 50


def partnerships_due(user: Any, day: datetime.date) -> list[Due]:
    """What is due by a day in the partnerships that the user looks after."""
    return [*next_steps(user, day), *agreements_ending(user, day), *reviews(user, day)]


def mine(user: Any) -> Any:
    """The partnerships the user looks after, and sees."""
    return Partnership.objects.visible_to(user).filter(owner_id=user.pk)


def next_steps(user: Any, day: datetime.date) -> Iterator[Due]:
    """Next steps whose day has come."""
    rows = mine(user).live().filter(next_step_on__lte=day).order_by("next_step_on", "pk")
    for row in rows[:MOST_DUE]:
        yield Due(row.next_step_on or day, row.title, row.get_absolute_url())


def agreements_ending(user: Any, day: datetime.date) -> Iterator[Due]:
    """Agreements that end: told for a week from the first warning on, and every day from the second."""
    windows = Q(ends_on__range=(day + FIRST_WARNING - A_WEEK, day + FIRST_WARNING))
    windows |= Q(ends_on__range=(day, day + SECOND_WARNING))
    running = mine(user).filter(stage__in=RUNNING)
    rows = Agreement.objects.kept().filter(windows, partnership__in=running).select_related("partnership")
    for agreement in rows.order_by("ends_on", "pk")[:MOST_DUE]:
        about = _("%(title)s: the agreement ends") % {"title": agreement.partnership.title}
        yield Due(agreement.ends_on or day, about, agreement.partnership.get_absolute_url())


def reviews(user: Any, day: datetime.date) -> Iterator[Due]:
    """Reviews of completed partnerships whose day has come and that nobody has recorded."""
    completed = list(mine(user).filter(stage=Stage.COMPLETED).order_by("stage_since")[:MOST_DUE])
    recorded: dict[int, set[int]] = {}
    for key, months in Review.objects.kept().filter(partnership__in=completed).values_list("partnership_id", "months"):
        recorded.setdefault(key, set()).add(months)
    for partnership in completed:
        for review in reviews_due(partnership, recorded.get(partnership.pk, set())):
            if review.due_on <= day:
                yield Due(review.due_on, partnership.title, partnership.get_absolute_url())
