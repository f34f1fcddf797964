"""Figures of the money that partnerships mobilise: from whom, in what form, and what one euro brings of the others."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from midla.dashboards.figures.figure import Figure, Scope
from midla.dashboards.figures.pipeline import partnerships_of
from midla.partnerships.filters.counted import days_of_lines
from midla.partnerships.models import FundingForm, FundingLine, FundingOrigin
from midla.partnerships.money import SUMS, Money

COLUMNS: dict[str, tuple[str, Any]] = {"funds_from": ("origin", FundingOrigin), "funds_as": ("form", FundingForm)}


@dataclass(frozen=True)
class MoneyRow:
    """Sums of some funding lines, and the partnerships they belong to."""

    label: str
    money: Money
    partnerships: Figure


@dataclass(frozen=True)
class Mobilised:
    """The money of the period: by origin, by form, and in all; `in_kind` is a part of the whole."""

    origins: list[MoneyRow]
    forms: list[MoneyRow]
    whole: MoneyRow

    @property
    def in_kind(self) -> Money:
        return next(row.money for row in self.forms if row.label == FundingForm.IN_KIND.label)

    @property
    def leverage(self) -> tuple[Decimal, Decimal] | None:
        """What diaspora and partner actors commit for each euro of the donor; None where the donor commits none."""
        diaspora, partner, donor = (row.money.committed for row in self.origins)
        return (diaspora / donor, partner / donor) if donor else None


def mobilised(user: Any, scope: Scope) -> Mobilised:
    """Funding lines dated in the period, of the partnerships of the scope; two questions."""
    period = {"money_since": scope.since, "money_until": scope.until}
    counted = partnerships_of(user, scope, funded=1, **period)
    lines = FundingLine.objects.kept().filter(
        days_of_lines(scope.since, scope.until), partnership__in=counted.rows.values("pk")
    )
    rows: list[dict[str, Any]] = [*lines.order_by().values("origin", "form").annotate(**SUMS)]  # type: ignore[list-item]
    numbers = lines.order_by().aggregate(all=Count("partnership", distinct=True), **numbers_by_choice())

    def row(label: Any, asked: str = "", choice: str = "") -> MoneyRow:
        chosen = [line for line in rows if not asked or line[COLUMNS[asked][0]] == choice]
        money = Money(*(sum((line[name] for line in chosen), Decimal(0)) for name in Money._fields))
        more = {asked: choice} if asked else {}
        return MoneyRow(str(label), money, counted.figure(numbers[choice or "all"], label, **more))

    origins, forms = (
        [row(choice.label, asked, choice.value) for choice in choices] for asked, (_, choices) in COLUMNS.items()
    )
    return Mobilised(origins, forms, row(""))


def numbers_by_choice() -> dict[str, Any]:
    """How many partnerships have lines of each origin and of each form."""
    return {
        choice.value: Count("partnership", distinct=True, filter=Q(**{column: choice.value}))
        for column, choices in COLUMNS.values()
        for choice in choices
    }
