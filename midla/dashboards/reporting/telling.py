"""What a frozen report says in the reader's language: sentences and tables, the same for page, PDF and spreadsheet."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from midla.dashboards.figures import Basis
from midla.dashboards.models import Level, Report, Unit, Verification
from midla.dashboards.reporting.annexes import MIXED
from midla.partnerships.models import FundingOrigin, PartRole, Stage
from midla.territories.models import Country
from midla.ui.dates import day, moment
from midla.ui.marks import grouped

Frozen = dict[str, Any]
Cell = str | int | Decimal | None


@dataclass(frozen=True)
class Table:
    """A table with its heading; cells are numbers where they are numbers."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    decimals: int = 0

    @property
    def written(self) -> list[list[tuple[str, bool]]]:
        """Each cell in words, and whether it is a number."""
        return [[(self.in_words(cell), not isinstance(cell, str)) for cell in row] for row in self.rows]

    def in_words(self, cell: Cell) -> str:
        decimals = 2 if isinstance(cell, Decimal) and cell % 1 else 0
        return cell if isinstance(cell, str) else grouped(cell, decimals)


@dataclass(frozen=True)
class Measure:
    """An indicator as the report tells it."""

    name: str
    definition: str
    verification: str
    baseline: Cell
    target: Cell
    value: Cell
    percent: int | None
    unit: str = Unit.RECORDS

    @property
    def bar(self) -> int:
        """The length of the bar, at most the whole."""
        return min(self.percent or 0, 100)

    @property
    def written(self) -> dict[str, str]:
        """Its numbers in words."""
        return {name: shown(getattr(self, name), self.unit) for name in ("baseline", "target", "value")}


@dataclass(frozen=True)
class Aim:
    """A line of the framework with its indicators."""

    number: str
    level: str
    depth: int
    name: str
    measures: list[Measure]


@dataclass(frozen=True)
class Sheet:
    """A partnership as the report tells it."""

    title: str
    facts: list[tuple[str, str]]
    organisations: list[str]
    money: Table
    results: list[str]


@dataclass(frozen=True)
class Told:
    """A whole report in one language."""

    title: str
    lead: str
    as_of: str
    narratives: list[tuple[str, str]]
    aims: list[Aim]
    sheets: list[Sheet]
    left_out: int
    annexes: list[Table]
    differences: Table | None = None
    rules: list[str] = field(default_factory=list)


def tell(report: Report, frozen: Frozen, previous: Report | None) -> Told:
    """A report in the active language."""
    countries = Country.objects.in_bulk()
    return Told(
        title=report.title,
        lead=lead(report, frozen, countries),
        as_of=moment(parse_datetime(frozen["as_of"])),
        narratives=[(capfirst(str(label)), text) for label, text in report.narratives if text],
        aims=[aim(one) for one in frozen["aims"]],
        sheets=[sheet(one, countries) for one in frozen["sheets"]],
        left_out=frozen["left_out"],
        annexes=annexes(frozen, countries),
        differences=differences(previous.frozen, frozen, previous.edition) if previous else None,
        rules=rules(),
    )


def lead(report: Report, frozen: Frozen, countries: dict[str, Country]) -> str:
    """Period, country and edition in a line."""
    code = frozen["country"]
    where = countries[code].name if code in countries else _("whole programme")
    parts = [f"{day(report.starts_on)} – {day(report.ends_on)}", where]
    return " · ".join([*parts, _("edition %(number)d") % {"number": report.edition}])


def rules() -> list[str]:
    """How the numbers are to be read."""
    return [
        _("Numbers of participants under five are shown as “<5”; “…” is withheld where it would give such a one away."),
        _("The report names no natural person. Whoever takes part in a partnership as a person is only counted."),
        _("An association that serves several communities stands in a row of its own and counts once."),
    ]


def own(names: dict[str, str]) -> str:
    """The one of four names that the reader reads."""
    return names.get((get_language() or "en")[:2], names["en"])


def number(text: str | None) -> Cell:
    """A number as it was frozen; a sign that stands in its place stays."""
    if text is None:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    return found if found % 1 else int(found)


def shown(cell: Cell, unit: str) -> str:
    """A number in words."""
    if isinstance(cell, str):
        return cell
    if unit == Unit.PERCENT and cell is not None:
        return f"{grouped(cell, 1)}\u00a0%"
    return grouped(cell, 2 if isinstance(cell, Decimal) else 0)


def aim(frozen: Frozen) -> Aim:
    """A line of the framework."""
    level = capfirst(str(Level(frozen["level"]).label))
    measures = [measure(one) for one in frozen["indicators"]]
    return Aim(frozen["number"], level, frozen["depth"], own(frozen["names"]), measures)


def measure(frozen: Frozen) -> Measure:
    """An indicator."""
    return Measure(
        name=own(frozen["names"]),
        definition=definition(frozen),
        verification=str(Verification(frozen["verification"]).label),
        baseline=number(frozen["baseline"]),
        target=number(frozen["target"]),
        value=number(frozen["value"]),
        percent=frozen["percent"],
        unit=frozen["unit"],
    )


def definition(frozen: Frozen) -> str:
    """What an indicator counts; of a share, also which official figures it is one of."""
    # Reports issued before there were shares do not say.
    basis = frozen.get("basis")
    return f"{own(frozen['definitions'])} {Basis(**basis).words}" if basis else own(frozen["definitions"])


def sheet(frozen: Frozen, countries: dict[str, Country]) -> Sheet:
    """A partnership."""
    since = date_format(datetime.date.fromisoformat(frozen["since"]), "DATE_FORMAT")
    stage = _("%(stage)s since %(day)s") % {"stage": Stage(frozen["stage"]).label, "day": since}
    facts = [
        (_("Stage"), stage),
        (_("Countries"), ", ".join(named(code, countries) for code in frozen["countries"])),
        (_("Themes"), ", ".join(own(theme) for theme in frozen["themes"])),
    ]
    return Sheet(
        title=frozen["title"],
        facts=[(label, text) for label, text in facts if text],
        organisations=organisations(frozen),
        money=money(frozen["money"]),
        results=[result(*one) for one in frozen["results"]],
    )


def named(code: str, countries: dict[str, Country]) -> str:
    """A country's name."""
    return countries[code].name if code in countries else code


def organisations(frozen: Frozen) -> list[str]:
    """Who takes part: organisations with their parts; others, and people, as numbers."""
    told = [f"{name} ({PartRole(role).label})" for name, role in frozen["organisations"]]
    if others := frozen["others"]:
        told.append(ngettext("%(n)d other organisation", "%(n)d other organisations", others) % {"n": others})
    if people := frozen["people"]:
        told.append(ngettext("%(n)d person", "%(n)d people", people) % {"n": people})
    return told


def money(rows: Iterable[Sequence[str]]) -> Table:
    """What was committed and paid out, by origin."""
    cells = [
        [capfirst(str(FundingOrigin(origin).label)), number(promised), number(paid)] for origin, promised, paid in rows
    ]
    return Table(_("Money, in EUR"), [_("Comes from"), _("committed"), _("paid out")], cells)


def result(what: str, quantity: int | None, unit: str) -> str:
    """Something that came of it, with its number."""
    return f"{what}: {grouped(quantity)} {unit}".strip() if quantity is not None else what


def annexes(frozen: Frozen, countries: dict[str, Country]) -> list[Table]:
    """The tables at the end."""
    words = {MIXED: _("several communities")}
    communities = [[words.get(code) or named(code, countries), *numbers] for code, *numbers in frozen["associations"]]
    months = [[month_name(month), count] for month, count in frozen["months"]]
    provinces = [[name or _("without a province"), count] for name, count in frozen["provinces"]]
    stages = [[capfirst(str(Stage(stage).label)), count, number(euros)] for stage, count, euros in frozen["stages"]]
    heads = [_("Community"), _("Identified"), _("Met"), _("In partnership")]
    return [
        with_total(Table(_("Associations by community"), heads, communities)),
        with_total(Table(_("Meetings by month"), [_("Month"), _("Meetings")], months)),
        with_total(Table(_("Meetings by province"), [_("Province"), _("Meetings")], provinces)),
        with_total(Table(_("Partnerships by stage"), [_("Stage"), _("Partnerships"), _("EUR committed")], stages)),
    ]


def month_name(month: str) -> str:
    """A month and its year in words."""
    return date_format(datetime.date.fromisoformat(f"{month}-01"), "YEAR_MONTH_FORMAT")


def with_total(table: Table) -> Table:
    """The table with the sums of its columns."""
    columns = list(zip(*table.rows, strict=True))[1:]
    totals: list[Any] = [sum(column) for column in columns]
    return Table(table.title, table.heads, [*table.rows, [_("Total"), *totals]] if table.rows else [], table.note)


def differences(before: Frozen, now: Frozen, edition: int) -> Table:
    """Figure by figure what the edition before said, and what this one says, where the two differ."""
    earlier = {one["code"]: one for step in before["aims"] for one in step["indicators"]}
    rows = []
    for one in (one for step in now["aims"] for one in step["indicators"]):
        was = earlier.get(one["code"], {"value": None, "target": None})
        for name, label in (
            ("value", own(one["names"])),
            ("target", _("Target: %(name)s") % {"name": own(one["names"])}),
        ):
            if was[name] != one[name]:
                rows.append([label, number(was[name]), number(one[name])])
    if len(before["sheets"]) != len(now["sheets"]):
        rows.append([_("Sheets of partnerships"), len(before["sheets"]), len(now["sheets"])])
    title = _("What differs from edition %(number)d") % {"number": edition}
    return Table(
        title, [_("Figure"), _("Edition before"), _("This edition")], rows, "" if rows else _("No figure differs.")
    )
