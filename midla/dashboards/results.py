"""The results framework with its values: what was reached, against what, and how far the period has gone."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from midla.dashboards.figures import Figure, Scope
from midla.dashboards.indicators import measured
from midla.dashboards.models import Aim, Indicator, Level, Target, Unit
from midla.ui.marks import grouped

# So many points of the target below the time that has passed, and an indicator is behind.
BEHIND = 15


DECIMALS = {Unit.EUR: 2, Unit.PERCENT: 1}


def in_unit(number: Decimal | None, unit: str) -> str:
    """A number in words, as its unit is written."""
    written = grouped(number, DECIMALS.get(Unit(unit), 0))
    return f"{written}\u00a0%" if unit == Unit.PERCENT and number is not None else written


@dataclass(frozen=True)
class Line:
    """An indicator in a period."""

    indicator: Indicator
    figure: Figure | None
    target: Target | None
    # How much of the period is over, in per cent; None without a period.
    passed: int | None = None

    @property
    def value(self) -> Decimal | None:
        return self.figure.number if self.figure else None

    @property
    def written(self) -> dict[str, str]:
        """Its numbers in words; euros with cents, shares with a decimal, the others whole."""
        numbers = {
            "value": self.value,
            "target": self.target.value if self.target else None,
            "baseline": self.indicator.baseline,
        }
        return {name: in_unit(number, self.indicator.unit) for name, number in numbers.items()}

    @property
    def basis(self) -> str:
        """The official figures that a share rests on, in words; empty for all else."""
        known = getattr(self.figure, "basis", None)
        return known.words if known else ""

    @property
    def mark(self) -> int:
        """Where the mark of the time that has passed stands, within the bar."""
        return min(self.passed or 0, 99)

    @property
    def is_sum(self) -> bool:
        """True where the value is not the number of the records it rests on."""
        return self.indicator.unit != Unit.RECORDS

    @property
    def percent(self) -> int | None:
        """How much of the target is reached; None without a target."""
        if self.value is None or self.target is None or not self.target.value:
            return None
        return int(self.value * 100 / self.target.value)

    @property
    def bar(self) -> int:
        """The length of the bar, at most the whole."""
        return min(self.percent or 0, 100)

    @property
    def is_behind(self) -> bool:
        """True where much less is reached than time has passed."""
        return self.percent is not None and self.passed is not None and self.percent < self.passed - BEHIND


@dataclass(frozen=True)
class Step:
    """An aim of the framework with its indicators."""

    aim: Aim
    lines: list[Line]

    @property
    def depth(self) -> int:
        """How far below the objective it stands: the rank of its heading."""
        return list(Level).index(Level(self.aim.level))


def framework() -> list[tuple[Aim, list[Indicator]]]:
    """The aims in use in their order, each with its indicators in use; two queries."""
    indicators: dict[str, list[Indicator]] = {}
    for indicator in Indicator.objects.active().order_by("pk"):
        indicators.setdefault(indicator.aim_id, []).append(indicator)
    aims = sorted(Aim.objects.active(), key=lambda aim: aim.place)
    return [(aim, indicators.get(aim.code, [])) for aim in aims]


def targets_of(user: Any, scope: Scope) -> dict[int, Target]:
    """The targets for exactly this period and country, by indicator."""
    if not scope.since or not scope.until:
        return {}
    rows = Target.objects.visible_to(user).filter(
        starts_on=scope.since, ends_on=scope.until, country=scope.country or None
    )
    return {target.indicator_id: target for target in rows}


def results(user: Any, scope: Scope) -> list[Step]:
    """The framework with what was reached, as a user sees it."""
    targets, passed = targets_of(user, scope), percent_passed(scope, timezone.localdate())
    return [
        Step(aim, [Line(one, measured(one, user, scope), targets.get(one.pk), passed) for one in indicators])
        for aim, indicators in framework()
    ]


def lines_of(steps: Iterable[Step]) -> list[Line]:
    """All indicators of a framework, one after the other."""
    return [line for step in steps for line in step.lines]


def percent_passed(scope: Scope, today: datetime.date) -> int | None:
    """How much of the period is over, its last day included."""
    if not scope.since or not scope.until:
        return None
    days = (scope.until - scope.since).days + 1
    return min(max(((today - scope.since).days + 1) * 100 // days, 0), 100)


def periods(user: Any) -> list[tuple[datetime.date, datetime.date]]:
    """The periods for which there are targets, the newest first."""
    rows = Target.objects.visible_to(user).order_by("-ends_on", "-starts_on")
    return list(rows.values_list("starts_on", "ends_on").distinct()[:12])


def usual_period(user: Any, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The period that is asked for where nobody says: the newest with targets that holds today, else the year."""
    running = (period for period in periods(user) if period[0] <= today <= period[1])
    return next(running, (today.replace(month=1, day=1), today.replace(month=12, day=31)))
