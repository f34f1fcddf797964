"""Existing efforts counted by theme and place: by programme country, or by the parts of one.

Every number counts what the list finds at the address it leads to.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from associations.filters import COMMUNITIES, NOT_SAID, THEMES
from associations.models import Initiative
from midla.territories.models import Subdivision

# From so many efforts on a field is drawn darker; the classes of the colours are those of maps.
LEVELS = ((5, 4), (2, 3), (1, 1), (0, 0))
IN_A_ROW = 7
BLOCK_WIDTH, BLOCK_HEIGHT, GAP = 44, 36, 3


def level(number: int) -> int:
    """How dark a number is drawn."""
    return next(dark for least, dark in LEVELS if number >= least)


@dataclass(frozen=True)
class Cell:
    """How many efforts, and the list of exactly these."""

    number: int
    label: str
    asked: Mapping[str, str]

    @property
    def level(self) -> int:
        return level(self.number)

    @property
    def url(self) -> str:
        """The list, where there is anything in it."""
        query = urlencode({name: value for name, value in self.asked.items() if value})
        address = reverse("associations:initiative-list")
        return f"{address}?{query}" if query else address


@dataclass(frozen=True)
class Block:
    """One part of a country in the picture: where it is drawn and what it says."""

    x: int
    y: int
    code: str
    name: str
    cell: Cell


@dataclass(frozen=True)
class Picture:
    """A country as blocks, one for each of its parts."""

    code: str
    name: str
    blocks: Sequence[Block]

    @property
    def codes(self) -> tuple[str]:
        """For its mark."""
        return (self.code,)

    @property
    def width(self) -> int:
        return IN_A_ROW * BLOCK_WIDTH

    @property
    def height(self) -> int:
        return -(-len(self.blocks) // IN_A_ROW) * BLOCK_HEIGHT

    @property
    def reached(self) -> int:
        """In how many parts something is known."""
        return sum(block.cell.number > 0 for block in self.blocks)


def counted(rows: QuerySet, *paths: str) -> Counter:
    """How many efforts there are for each combination of what the paths hold; None where nothing is said."""
    return Counter(
        {
            tuple(found): number
            for *found, number in rows.order_by().values_list(*paths).annotate(Count("pk", distinct=True))
        }
    )


@dataclass(frozen=True)
class Table:
    """Themes by places: its headings (code, name), its rows (theme, cells), and the sums below."""

    places: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    sums: Sequence[Cell]


class ThemesByPlace:
    """What a reader sees of all efforts; `country` narrows the table to its parts, `theme` the picture to one theme."""

    def __init__(self, user: Any, country: str = "", theme: str = "") -> None:
        self.rows = Initiative.objects.visible_to(user)
        self.country = country if country in COMMUNITIES.words else ""
        self.theme = theme if theme in THEMES.words else ""

    @property
    def total(self) -> int:
        return self.rows.count()

    # --- the picture --------------------------------------------------------------------------------------------------
    def pictures(self) -> list[Picture]:
        """The countries, or the one that was asked for, as blocks."""
        rows = self.rows.filter(self.rows.holding("themes", theme__code=self.theme)) if self.theme else self.rows
        numbers = counted(rows.filter(subdivisions__isnull=False), "subdivisions__code")
        parts: dict[str, list[tuple[str, str]]] = {}
        wanted = Subdivision.objects.filter(country_id__in=[self.country] if self.country else list(COMMUNITIES.words))
        for country, code, name in wanted.order_by("country", "name").values_list("country_id", "code", "name"):
            parts.setdefault(country, []).append((code, name))
        return [Picture(code, COMMUNITIES.words[code], self.blocks(named, numbers)) for code, named in parts.items()]

    def blocks(self, parts: Sequence[tuple[str, str]], numbers: Counter) -> list[Block]:
        """The parts of one country side by side, in the order of their names."""
        found = []
        for place, (code, name) in enumerate(parts):
            x, y = place % IN_A_ROW * BLOCK_WIDTH, place // IN_A_ROW * BLOCK_HEIGHT
            cell = Cell(numbers[code,], name, {"subdivision": code, "theme": self.theme})
            found.append(Block(x, y, code.partition("-")[2], name, cell))
        return found

    # --- the table ----------------------------------------------------------------------------------------------------
    def table(self) -> Table:
        """Themes by countries; or by those parts of the country in which anything is known."""
        return self.of_parts() if self.country else self.of_countries()

    def of_countries(self) -> Table:
        """Themes by programme countries."""
        inner = counted(self.rows, "themes__code", "countries__code")
        sums = counted(self.rows, "countries__code")
        places = [*COMMUNITIES.words.items(), *([(NOT_SAID, _("not said"))] if sums[None,] else [])]
        return self.drawn("country", places, inner, sums, counted(self.rows, "themes__code"), self.total, {})

    def of_parts(self) -> Table:
        """Themes by the parts of one country; without those of which nothing is known, which the picture shows."""
        rows = self.rows.filter(self.rows.holding("countries", country_id=self.country))
        ours = self.rows.filter(subdivisions__country_id=self.country)
        inner = counted(ours, "themes__code", "subdivisions__code")
        sums = counted(ours, "subdivisions__code")
        unsaid = rows.filter(~self.rows.holding("subdivisions", subdivision__country_id=self.country))
        code = f"{self.country}-{NOT_SAID}"
        inner.update({(theme, code): number for (theme,), number in counted(unsaid, "themes__code").items()})
        sums[code,] = unsaid.count()
        named = Subdivision.objects.filter(country_id=self.country).order_by("name").values_list("code", "name")
        places = [(place, name) for place, name in [*named, (code, _("not said"))] if sums[place,]]
        by_theme = counted(rows, "themes__code")
        return self.drawn("subdivision", places, inner, sums, by_theme, rows.count(), {"country": self.country})

    def drawn(
        self,
        parameter: str,
        places: Sequence[tuple[str, str]],
        inner: Counter,
        sums: Counter,
        by_theme: Counter,
        total: int,
        within: Mapping[str, str],
    ) -> Table:
        """The table; what is not said is counted under None, and asked for by its own word."""
        themes = [*THEMES.words.items(), *([(NOT_SAID, _("not said"))] if by_theme[None,] else [])]
        rows = []
        for theme, label in themes:
            held = None if theme == NOT_SAID else theme
            cells = [
                Cell(inner[held, None if place == NOT_SAID else place], name, {"theme": theme, parameter: place})
                for place, name in places
            ]
            rows.append((label, [*cells, Cell(by_theme[held,], _("In all"), {"theme": theme, **within})]))
        below = [Cell(sums[None if place == NOT_SAID else place,], name, {parameter: place}) for place, name in places]
        return Table(places, rows, [*below, Cell(total, _("In all"), within)])
