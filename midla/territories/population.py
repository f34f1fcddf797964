"""Importing official counts of residents: each cell once, totals never beside their parts, nothing changed twice.

What cannot be right is refused with its line and a sentence, and the rest goes in; the whole file is one transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from midla.records.fields import LARGEST_INTEGER
from midla.records.search import fold
from midla.territories.models import Country, PopulationFigure, Province, Region, Sex, Vintage
from midla.territories.population_forms import Cell, FormRefused, read, recognised
from midla.territories.population_totals import ITALY, Wholes
from midla.ui.marks import grouped

MOST_TOLD = 200
AT_ONCE, TELL_EVERY = 1000, 2000


class Place(NamedTuple):
    """Which cell a number stands in, within a vintage."""

    year: int
    territory: str
    citizenship: str


# The numbers of each place, by sex.
Numbered = dict[Place, dict[str, int]]


class Refusal(Exception):
    """A cell that cannot be right."""


@dataclass
class Report:
    """What an import did, or would do, and what it refused and why."""

    vintage: Vintage
    added: int = 0
    changed: int = 0
    same: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    refusals: int = 0
    mismatches: list[str] = field(default_factory=list)

    def refuse(self, line: int, why: str) -> None:
        """Note a line that was refused; of very many the first are told."""
        self.refusals += 1
        if len(self.refused) < MOST_TOLD:
            self.refused.append(_("Line %(line)s: %(why)s") % {"line": line, "why": why})

    @property
    def writes(self) -> int:
        return self.added + self.changed

    @property
    def left_out_words(self) -> str:
        """What of the file is none of ours, in a sentence; empty where all of it is."""
        if not self.left_out:
            return ""
        municipalities, parts, others = (
            grouped(self.left_out.get(what, 0)) for what in ("municipality", "part of italy", "citizenship")
        )
        return _(
            "Left out: %(municipalities)s rows of municipalities, %(parts)s of parts of Italy, %(others)s of other "
            "citizenships."
        ) % {"municipalities": municipalities, "parts": parts, "others": others}

    def lines(self) -> Iterator[str]:
        """The report in sentences."""
        words = {"vintage": self.vintage, "added": self.added, "changed": self.changed, "same": self.same}
        yield _("%(vintage)s: %(added)s added, %(changed)s changed, %(same)s as they were.") % words
        if self.left_out:
            yield self.left_out_words
        if self.refusals:
            yield _("Refused: %(count)s.") % {"count": self.refusals}
        yield from self.refused
        yield from self.mismatches


# Told now and then how many lines are read, of how many.
Tell = Callable[[int, int], object]


def quietly(done: int, total: int) -> None:
    """Tell nobody."""


def import_population(path: Path, vintage_name: str = "") -> Report:
    """Import a file of any known form: read and checked first, then written in one transaction. Raises FormRefused."""
    return taken(read(path), vintage_name).written()


def taken(content: bytes, vintage_name: str = "", tell: Tell = quietly) -> "Taken":
    """What a file holds: every number that can be right; what cannot stands in its report. Raises FormRefused."""
    file = recognised(content)
    report = Report(vintage_named(vintage_name or file.usual_vintage))
    numbers = Numbers(report)
    found = numbers.take(told(file.cells, file.lines, tell))
    report.left_out = file.left_out
    return Taken(report, numbers.lines, found)


def told(cells: Iterable[Cell], lines: int, tell: Tell) -> Iterator[Cell]:
    """The same cells, telling now and then how far they are."""
    for number, cell in enumerate(cells):
        if number % TELL_EVERY == 0:
            tell(min(cell.line, lines), lines)
        yield cell


def vintage_named(name: str) -> Vintage:
    """The vintage of this code or name; one that is not stored yet where there is none. Raises FormRefused."""
    vintages = list(Vintage.objects.all())
    for vintage in vintages:
        names = (vintage.code, vintage.name_it, vintage.name_es, vintage.name_en, vintage.name_fr)
        if fold(name) in map(fold, names):
            return vintage
    code = slugify(name)[:40]
    if not code:
        raise FormRefused(_("Write a name with letters or digits for the vintage."))
    if code in {vintage.code for vintage in vintages}:
        raise FormRefused(_("The name of the vintage begins like that of another one: give it a shorter name."))
    text = name.strip()[:100]
    return Vintage(code=code, name_it=text, name_es=text, name_en=text, name_fr=text)


class Numbers:
    """Reads cells into numbers: one of each sex a place."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.territories = {ITALY: fold("Italia")}
        for model in (Region, Province):
            self.territories |= {code: fold(name) for code, name in model.objects.values_list("code", "name")}
        self.codes_by_name: dict[str, set[str]] = defaultdict(set)
        for code, name in self.territories.items():
            self.codes_by_name[name].add(code)
        # Since 2015 metropolitan cities have a second code, of the territorial unit.
        units = Province.objects.exclude(uts_code="").values_list("uts_code", "code")
        self.codes_of_units = {unit: code for unit, code in units if unit not in self.territories}
        self.countries = set(Country.objects.values_list("code", flat=True))
        self.found: Numbered = {}
        self.lines: dict[Place, int] = {}

    def take(self, cells: Iterable[Cell]) -> Numbered:
        """Every number that can be right, by place and sex; what cannot goes into the report."""
        last = None
        for cell in cells:
            try:
                self.put(cell)
            except Refusal as refusal:
                # A line of several numbers is refused once for the same reason.
                if (cell.line, str(refusal)) != last:
                    last = cell.line, str(refusal)
                    self.report.refuse(*last)
        for place in [place for place, numbers in self.found.items() if not adds_up(numbers)]:
            numbers = self.found.pop(place)
            self.report.refuse(self.lines[place], sum_sentence(place, numbers))
        return self.found

    def put(self, cell: Cell) -> None:
        place = Place(year_of(cell.year), self.territory(cell), self.citizenship(cell))
        if cell.sex not in Sex.values:
            raise Refusal(_("the sex is M, F or T, not “%(text)s”.") % {"text": cell.sex[:20]})
        residents = residents_of(cell.residents)
        numbers = self.found.setdefault(place, {})
        self.lines.setdefault(place, cell.line)
        if numbers.setdefault(cell.sex, residents) != residents:
            raise Refusal(_("another number stands for the same place, year, citizenship and sex further up."))

    def territory(self, cell: Cell) -> str:
        """The code of the territory. A name that is another territory's tells of a code that lost a zero."""
        code = cell.territory.upper()
        code = self.codes_of_units.get(code, code)
        named = self.codes_by_name.get(fold(cell.territory_name), set())
        is_short = code in {one.lstrip("0") for one in named}
        if code not in self.territories and not is_short:
            raise Refusal(_("there is no territory “%(text)s”.") % {"text": code[:20]})
        if named and code not in named:
            words = {"code": code, "name": cell.territory_name[:60]}
            raise Refusal(_("the code %(code)s is not that of %(name)s: has it lost a zero at its beginning?") % words)
        return code

    def citizenship(self, cell: Cell) -> str:
        if cell.citizenship not in self.countries:
            raise Refusal(_("there is no country “%(text)s”.") % {"text": cell.citizenship[:20]})
        return cell.citizenship


def year_of(text: str) -> int:
    """A year from 1900 to 2100."""
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= 2100):
        raise Refusal(_("the year must be between 1900 and 2100, not “%(text)s”.") % {"text": text[:20]})
    return int(text)


def residents_of(text: str) -> int:
    """A whole number without separators: `5.85` may be 5,850 or nearly 6, and is refused."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= LARGEST_INTEGER):
        raise Refusal(_("write the residents as a whole number without points or commas, not “%(text)s”.") % {
            "text": text[:20]
        })  # fmt: skip
    return int(text)


def adds_up(numbers: dict[str, int]) -> bool:
    """True unless men and women are known and are not all; fills in all where only its parts are known."""
    if Sex.MEN not in numbers or Sex.WOMEN not in numbers:
        return True
    both = numbers[Sex.MEN] + numbers[Sex.WOMEN]
    # A sum beyond what can be stored is none.
    return numbers.setdefault(Sex.ALL, min(both, LARGEST_INTEGER)) == both


def sum_sentence(place: Place, numbers: dict[str, int]) -> str:
    """Why a place is refused whose men and women are not all."""
    words = {**place._asdict(), **numbers}
    return _("%(citizenship)s in %(territory)s in %(year)s: men %(M)s and women %(F)s are not %(T)s in all.") % words


@dataclass
class Taken:
    """The numbers of a file beside what their vintage holds: what is new is added, what differs changed, the rest left.

    `lines`: where each place stood in the file first.
    """

    report: Report
    lines: dict[Place, int]
    numbers: Numbered

    def compared(self) -> Report:
        """What writing them would do."""
        for year, numbers in self.by_year():
            self.compare(year, numbers)
        return self.report

    @transaction.atomic
    def written(self) -> Report:
        """Write them."""
        if self.vintage.pk is None:
            self.vintage.save()
        for year, numbers in self.by_year():
            new, changed = self.compare(year, numbers)
            PopulationFigure.objects.bulk_create(new, batch_size=AT_ONCE)
            PopulationFigure.objects.bulk_update(changed, ["residents"], batch_size=AT_ONCE)
        return self.report

    @property
    def vintage(self) -> Vintage:
        return self.report.vintage

    @cached_property
    def wholes(self) -> Wholes:
        return Wholes()

    @cached_property
    def regions(self) -> dict[str, int]:
        return dict(Region.objects.values_list("code", "pk"))

    @cached_property
    def provinces(self) -> dict[str, int]:
        return dict(Province.objects.values_list("code", "pk"))

    def by_year(self) -> list[tuple[int, Numbered]]:
        """The numbers of each year, the oldest first."""
        found: dict[int, Numbered] = defaultdict(dict)
        for place, values in self.numbers.items():
            found[place.year][place] = values
        return sorted(found.items())

    def compare(self, year: int, numbers: Numbered) -> tuple[list[PopulationFigure], list[PopulationFigure]]:
        """What of a year is new, and what is changed; and what of it does not add up, over all that is then known."""
        held = self.held(year)
        new, changed = [], []
        totals = {place[1:]: figure.residents for (place, sex), figure in held.items() if sex == Sex.ALL}
        for place, values in numbers.items():
            if not self.fits(place, values, held):
                continue
            for sex, residents in values.items():
                figure = held.get((place, sex))
                if figure is None:
                    new.append(self.figure(place, sex, residents))
                elif figure.residents != residents:
                    figure.residents = residents
                    changed.append(figure)
                else:
                    self.report.same += 1
            if Sex.ALL in values:
                totals[place[1:]] = values[Sex.ALL]
        self.report.added += len(new)
        self.report.changed += len(changed)
        self.report.mismatches += self.wholes.mismatches(year, totals)
        return new, changed

    def fits(self, place: Place, values: dict[str, int], held: dict[tuple[Place, str], PopulationFigure]) -> bool:
        """True where the numbers add up with what is stored and the file does not name; "all" is worked out anew."""
        stored = {sex: held[place, sex].residents for sex in Sex.values if (place, sex) in held}
        together = {**stored, **values}
        if Sex.ALL not in values and len(together) > len(values):
            together.pop(Sex.ALL, None)
        if not adds_up(together):
            self.report.refuse(self.lines[place], sum_sentence(place, together))
            return False
        values |= {sex: number for sex, number in together.items() if stored.get(sex) != number}
        return True

    def held(self, year: int) -> dict[tuple[Place, str], PopulationFigure]:
        """What the vintage holds of a year."""
        if self.vintage.pk is None:
            return {}
        figures = PopulationFigure.objects.filter(vintage=self.vintage, year=year)
        regions, provinces = ({key: code for code, key in codes.items()} for codes in (self.regions, self.provinces))
        found = {}
        for figure in figures:
            code = provinces.get(figure.province_id or 0) or regions.get(figure.region_id or 0) or ITALY
            found[Place(year, code, figure.citizenship_id), figure.sex] = figure
        return found

    def figure(self, place: Place, sex: str, residents: int) -> PopulationFigure:
        return PopulationFigure(
            vintage=self.vintage,
            year=place.year,
            region_id=self.regions.get(place.territory),
            province_id=self.provinces.get(place.territory),
            citizenship_id=place.citizenship,
            sex=sex,
            residents=residents,
            provisional=self.vintage.is_provisional(place.year),
        )
