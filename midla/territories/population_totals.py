"""Whether parts add up to their whole: provinces to regions, regions to Italy, of one vintage, where all are known."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from midla.territories.models import PopulationFigure, Province, Region, Sex, Vintage

ONE_DAY = datetime.timedelta(days=1)
# A region's key and a province's; neither for Italy.
Key = tuple[int | None, int | None]


def exists_on(province: Province, day: datetime.date) -> bool:
    """True where a province exists on a day; one abolished the day before is still counted that morning."""
    begun = province.valid_from is None or province.valid_from <= day
    return begun and (province.valid_to is None or province.valid_to >= day - ONE_DAY)


def mismatches(vintage: Vintage, years: Iterable[int]) -> Iterator[str]:
    """A sentence for each whole that is not the sum of its parts."""
    regions = {region.pk: region for region in Region.objects.all()}
    provinces = list(Province.objects.all())
    for year in sorted(years):
        first = datetime.date(year, 1, 1)
        parts: dict[int, set[int]] = defaultdict(set)
        for province in provinces:
            if exists_on(province, first):
                parts[province.region_id].add(province.pk)
        yield from of_year(vintage, year, regions, parts)


def of_year(vintage: Vintage, year: int, regions: dict[int, Region], parts: dict[int, set[int]]) -> Iterator[str]:
    """The same for one year."""
    rows = PopulationFigure.objects.filter(vintage=vintage, year=year, sex=Sex.ALL)
    known: dict[str, dict[Key, int]] = defaultdict(dict)
    for citizenship, region, province, residents in rows.values_list(
        "citizenship_id", "region_id", "province_id", "residents"
    ):
        known[citizenship][region, province] = residents
    for citizenship, numbers in sorted(known.items()):
        wholes: list[tuple[str, Key, list[Key]]] = [
            (str(regions[key]), (key, None), [(None, part) for part in found]) for key, found in parts.items()
        ]
        wholes.append((_("Italy"), (None, None), [(key, None) for key in regions]))
        for name, whole, pieces in wholes:
            if whole in numbers and pieces and all(piece in numbers for piece in pieces):
                total = sum(numbers[piece] for piece in pieces)
                if total != numbers[whole]:
                    words = {"name": name, "year": year, "citizenship": citizenship}
                    yield _("%(name)s, %(year)s, %(citizenship)s: the parts add up to %(parts)s, not %(whole)s.") % {
                        **words, "parts": total, "whole": numbers[whole],
                    }  # fmt: skip
