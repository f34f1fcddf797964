"""What the map of the diaspora can show: each measure with its classes and how a value is written."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midla.dashboards.coverage import Row
from midla.ui.marks import grouped

Value = float | int | None


@dataclass(frozen=True)
class Measure:
    """One measure: its name, the value of a row, the lower bounds of the second to fifth class, and its unit."""

    code: str
    label: Promise
    value: Callable[[Row], Value]
    bounds: tuple[float, float, float, float]
    decimals: int = 0
    unit: str = ""

    def class_of(self, row: Row) -> str:
        """The class of the map: `0` to `4`, `x` where the value is unknown."""
        value = self.value(row)
        return "x" if value is None else str(sum(value >= bound for bound in self.bounds))

    def written(self, value: Value) -> str:
        """A value in words; a dash where it is unknown."""
        if value is None:
            return "–"
        text = number_format(value, self.decimals) if self.decimals else grouped(round(value))
        return f"{text}{self.unit}"

    def classes(self) -> list[tuple[str, str]]:
        """The legend: code and words of each class, and of what is unknown."""
        bounds = [self.written(bound) for bound in self.bounds]
        between = [
            _("%(least)s to less than %(most)s") % {"least": least, "most": most}
            for least, most in itertools.pairwise(bounds)
        ]
        first, last = _("less than %(most)s") % {"most": bounds[0]}, _("%(least)s and more") % {"least": bounds[-1]}
        names = [first, *between, last]
        return [*((str(code), name) for code, name in enumerate(names)), ("x", _("not known"))]


MEASURES = (
    Measure("residents", gettext_lazy("Residents"), lambda row: row.residents, (200, 1000, 3000, 10_000)),
    Measure(
        "known",
        gettext_lazy("Associations known per 10,000 residents"),
        lambda row: row.per_10_000(row.found.known),
        (0.1, 2, 5, 10),
        decimals=1,
    ),
    Measure(
        "people",
        gettext_lazy("People known per 10,000 residents"),
        lambda row: row.per_10_000(row.people),
        (0.1, 10, 50, 200),
        decimals=1,
    ),
    Measure(
        "meetings",
        gettext_lazy("Meetings in 12 months per 10,000 residents"),
        lambda row: row.per_10_000(row.meetings),
        (0.1, 5, 20, 50),
        decimals=1,
    ),
    Measure("met", gettext_lazy("Associations met in the last 12 months"), lambda row: row.found.met, (1, 2, 5, 10)),
    Measure(
        "in_partnership",
        gettext_lazy("Associations in partnership"),
        lambda row: row.found.in_partnership,
        (1, 2, 3, 5),
    ),
    Measure("women", gettext_lazy("Women’s share"), lambda row: row.women, (50, 55, 60, 65), unit=" %"),
    Measure("growth", gettext_lazy("Growth over five years"), lambda row: row.growth, (-10, 0, 10, 30), unit=" %"),
)
# Those for which people and meetings have to be counted.
OF_PEOPLE = ("people", "meetings")
BY_CODE = {measure.code: measure for measure in MEASURES}
