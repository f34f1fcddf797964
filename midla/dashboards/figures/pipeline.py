"""Figures of the pipeline: what stands in each stage, who goes on from it, and how long that takes."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import Case, Count, F, Sum, Value, When, Window
from django.db.models.functions import RowNumber

from midla.dashboards.figures.figure import Figure, Scope
from midla.dashboards.figures.grouping import Counted
from midla.partnerships.models import FORWARD, FundingLine, Stage, StageChange
from midla.partnerships.records import PartnershipType
from midla.records.filters import between

SECONDS_A_DAY = 24 * 60 * 60


def partnerships_of(user: Any, scope: Scope, **more: Any) -> Counted:
    """The partnerships of a country and an office."""
    return Counted.of(PartnershipType, user, country=scope.country, office=scope.office, **more)


@dataclass(frozen=True)
class StageStands:
    """A stage: the partnerships in it, the euros committed to them, and the median days of those who left it."""

    label: str
    partnerships: Figure
    committed: Decimal
    days: float | None


def pipeline(user: Any, scope: Scope) -> list[StageStands]:
    """What stands in each stage today; the days are of the period. Three questions."""
    counted = partnerships_of(user, scope)
    numbers = dict(counted.rows.values_list("stage").annotate(Count("pk")))
    lines = FundingLine.objects.kept().filter(partnership__in=counted.rows.values("pk"))
    money = dict(lines.order_by().values_list("partnership__stage").annotate(Sum("committed_eur")))
    days = median_days(counted, scope)
    return [
        StageStands(
            str(stage.label),
            counted.figure(numbers.get(stage, 0), stage.label, stage=stage.value),
            money.get(stage) or Decimal(0),
            days.get(stage),
        )
        for stage in Stage
    ]


def moves_in(counted: Counted, scope: Scope) -> Any:
    """The moves of these partnerships in the period, in no order."""
    moves = StageChange.objects.filter(partnership__in=counted.rows.values("pk")).order_by()
    return moves.filter(between("at", scope.since, scope.until))


def median_days(counted: Counted, scope: Scope) -> dict[str, float]:
    """For each stage how many days those who left it in the period had been in it: the one in the middle.

    Each database numbers the stays of a stage by their length, and only the one or two in the middle are read.
    """
    stays = moves_in(counted, scope).filter(seconds_before__isnull=False)
    numbered = stays.annotate(
        twice=2 * Window(RowNumber(), partition_by="from_stage", order_by="seconds_before"),
        size=Window(Count("pk"), partition_by="from_stage"),
    )
    middle = numbered.filter(twice__gte=F("size"), twice__lte=F("size") + 2)
    found: dict[str, list[int]] = {}
    for stage, seconds in middle.values_list("from_stage", "seconds_before"):
        found.setdefault(stage, []).append(seconds)
    return {stage: sum(seconds) / len(seconds) / SECONDS_A_DAY for stage, seconds in found.items()}


@dataclass(frozen=True)
class Passage:
    """A stage on the way forward: who came to it in the period, and who of these went on since."""

    label: str
    came: Figure
    went_on: Figure | None


def passages(user: Any, scope: Scope) -> list[Passage]:
    """For each stage on the way forward who came and who went on; two questions."""
    counted = partnerships_of(user, scope)
    numbers = came_and_went_on(counted, scope)
    return [
        passage(counted, scope, stage, following, *numbers.get(stage, (0, 0)))
        for stage, following in zip(FORWARD, (*FORWARD[1:], None), strict=True)
    ]


def came_and_went_on(counted: Counted, scope: Scope) -> dict[str, tuple[int, int]]:
    """For each stage how many partnerships came to it in the period, and how many of them to the next one, ever."""
    following = Case(*(When(to_stage=stage, then=Value(after)) for stage, after in pairwise(FORWARD)))
    each, moves = Count("partnership", distinct=True), moves_in(counted, scope).annotate(following=following)
    came = dict(moves.values_list("to_stage").annotate(each))
    went = moves.filter(partnership__stage_changes__to_stage=F("following"))
    on = dict(went.values_list("to_stage").annotate(each))
    return {stage: (number, on.get(stage, 0)) for stage, number in came.items()}


def passage(counted: Counted, scope: Scope, stage: Stage, following: Stage | None, came: int, on: int) -> Passage:
    asked = {"reached": stage.value, "reached_since": scope.since, "reached_until": scope.until}
    went_on = counted.figure(on, **asked, onward=following.value) if following else None
    return Passage(str(stage.label), counted.figure(came, stage.label, **asked), went_on)
