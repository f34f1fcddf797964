"""Residents of one place over the years, of one vintage: what is unknown stays so, and breaks are named."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from midla.territories.models import PopulationFigure, Province, Sex, Vintage

FULL = 100


@dataclass(frozen=True)
class Year:
    """One year: the residents, None where a community is unknown; the length of its bar; what to know of it."""

    year: int
    residents: int | None
    width: str
    breaks: str
    provisional: bool


def residents_of(vintage: Vintage, province: Province, codes: Iterable[str]) -> list[Year]:
    """Every year of which the vintage knows the province, the oldest first."""
    codes = tuple(codes)
    figures = PopulationFigure.objects.filter(
        vintage=vintage, province=province, citizenship__in=codes, sex=Sex.ALL
    ).values_list("year", "residents", "provisional")
    parts: dict[int, list[int]] = defaultdict(list)
    provisional = set()
    for year, residents, is_provisional in figures:
        parts[year].append(residents)
        provisional |= {year} if is_provisional else set()
    sums = {year: sum(known) if len(known) == len(codes) else None for year, known in parts.items()}
    most = max((known for known in sums.values() if known), default=1)
    breaks = vintage.breaks_by_year
    return [
        Year(year, sums[year], f"{FULL * (sums[year] or 0) / most:.1f}", breaks.get(year, ""), year in provisional)
        for year in sorted(sums)
    ]
