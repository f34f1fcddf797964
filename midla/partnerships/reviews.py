"""When a completed partnership is to be looked at again: six and twelve months after its end."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from midla.partnerships.models import Partnership, Review, Stage
from midla.ui.dates import local_day


@dataclass(frozen=True)
class ReviewDue:
    """A review that nobody has recorded yet, and its day."""

    months: int
    due_on: datetime.date

    @property
    def label(self) -> str:
        return str(Review.Months(self.months).label)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def reviews_due(partnership: Partnership, recorded: Iterable[int]) -> list[ReviewDue]:
    """The reviews of a completed partnership that are still to be made, with their days."""
    if partnership.stage != Stage.COMPLETED:
        return []
    done, ended = set(recorded), local_day(partnership.stage_since)
    return [ReviewDue(months, months_later(ended, months)) for months in Review.Months.values if months not in done]
