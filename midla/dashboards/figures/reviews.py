"""Figures of what lasts: of the partnerships looked at again after their end, how many still work."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from midla.dashboards.figures.figure import Figure, Scope
from midla.dashboards.figures.pipeline import partnerships_of
from midla.partnerships.filters.counted import YES
from midla.partnerships.models import Review


@dataclass(frozen=True)
class Lasting:
    """One kind of review: how many partnerships had it, and how many of these were still active."""

    label: str
    reviewed: Figure
    active: Figure

    @property
    def percent(self) -> int | None:
        """Still active, of a hundred; None where nothing was reviewed."""
        return round(100 * self.active.value / self.reviewed.value) if self.reviewed.value else None


def lasting(user: Any, scope: Scope) -> list[Lasting]:
    """Reviews after six and after twelve months, whenever they were made; one question."""
    counted = partnerships_of(user, scope)
    reviews = Review.objects.kept().filter(partnership__in=counted.rows.values("pk")).order_by().values_list("months")
    numbers = {
        months: (all_, active)
        for months, all_, active in reviews.annotate(Count("pk"), active=Count("pk", filter=Q(still_active=True)))
    }
    return [
        Lasting(
            str(months.label),
            counted.figure(numbers.get(months, (0, 0))[0], reviewed=months.value),
            counted.figure(numbers.get(months, (0, 0))[1], reviewed=months.value, still_active=YES),
        )
        for months in Review.Months
    ]
