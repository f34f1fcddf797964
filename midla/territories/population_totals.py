"""Whether parts add up to their whole: provinces to regions, regions to Italy, of one vintage, where all are known."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from midla.territories.models import Province, Region

ONE_DAY = datetime.timedelta(days=1)
ITALY = "IT"
# The code of a territory, and a citizenship.
Cell = tuple[str, str]


def exists_on(province: Province, day: datetime.date) -> bool:
    """True where a province exists on a day; one abolished the day before is still counted that morning."""
    begun = province.valid_from is None or province.valid_from <= day
    return begun and (province.valid_to is None or province.valid_to >= day - ONE_DAY)


class Wholes:
    """The regions with their provinces, and Italy with its regions."""

    def __init__(self) -> None:
        self.names = dict(Region.objects.values_list("code", "name"))
        self.provinces = list(Province.objects.select_related("region"))

    def parts_on(self, day: datetime.date) -> dict[str, set[str]]:
        """The codes of what each whole is made of on a day."""
        parts: dict[str, set[str]] = defaultdict(set)
        for province in self.provinces:
            if exists_on(province, day):
                parts[province.region.code].add(province.code)
        return {**parts, ITALY: set(self.names)}

    def mismatches(self, year: int, totals: Mapping[Cell, int]) -> Iterator[str]:
        """A sentence for each whole that is not the sum of its parts on the first day of a year."""
        wholes = self.parts_on(datetime.date(year, 1, 1))
        for citizenship in sorted({citizenship for _territory, citizenship in totals}):
            for whole, parts in wholes.items():
                known = [totals.get((part, citizenship)) for part in parts]
                stated = totals.get((whole, citizenship))
                if stated is None or not known or None in known:
                    continue
                total = sum(number for number in known if number is not None)
                if total != stated:
                    words = {"name": self.names.get(whole) or _("Italy"), "year": year, "citizenship": citizenship}
                    yield _("%(name)s, %(year)s, %(citizenship)s: the parts add up to %(parts)s, not %(whole)s.") % {
                        **words, "parts": total, "whole": stated,
                    }  # fmt: skip
