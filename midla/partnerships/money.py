"""What partnerships bring together: sums of their funding lines in EUR."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from midla.partnerships.models import FundingLine


class Money(NamedTuple):
    """What was pledged, of it committed, of it disbursed, in EUR."""

    pledged: Decimal = Decimal(0)
    committed: Decimal = Decimal(0)
    disbursed: Decimal = Decimal(0)


NONE = Money()
SUMS = {name: Sum(f"{name}_eur") for name in Money._fields}


def money_of(lines: QuerySet) -> Money:
    """The sums of some lines."""
    sums = lines.order_by().aggregate(**SUMS)
    return Money(*(sums[name] or Decimal(0) for name in Money._fields))


def money_of_lines(lines: Iterable[FundingLine]) -> Money:
    """The sums of lines that were fetched already."""
    sums = [Money(line.pledged_eur, line.committed_eur, line.disbursed_eur) for line in lines]
    return Money(*(sum(amounts, Decimal(0)) for amounts in zip(*sums, strict=True))) if sums else NONE


def money_by_partnership(keys: Sequence[int], user: Any) -> Mapping[int, Money]:
    """The sums of each of these partnerships; the caller fetched them through `visible_to`."""
    rows = FundingLine.objects.kept().filter(partnership_id__in=keys).order_by().values("partnership_id")
    summed = rows.annotate(**SUMS).values_list("partnership_id", *SUMS)
    return {key: Money(*sums) for key, *sums in summed}


def sum_of(name: str) -> Any:
    """Sorts partnerships by one of the sums."""

    def expression(user: Any) -> Subquery:
        rows = FundingLine.objects.kept().filter(partnership_id=OuterRef("pk")).order_by().values("partnership_id")
        return Subquery(rows.annotate(whole=Sum(f"{name}_eur")).values("whole"))

    return expression
