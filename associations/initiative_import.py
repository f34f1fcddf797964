"""Existing efforts from a CSV file: every row is read and checked before the first is written."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.forms.initiative_row import InitiativeRow
from associations.initiative_words import HEADINGS, Places, called
from associations.models import Initiative
from midla.records.actions import create_many
from midla.records.csv_files import CsvFile, Line, read_csv
from midla.records.models import Batch
from midla.records.search import search_key

MANY = ("countries", "subdivisions", "themes")


class Verdict(models.TextChoices):
    """What an import does with a row."""

    CREATE = "create", gettext_lazy("will be added")
    THERE = "there", gettext_lazy("is there already")
    REFUSED = "refused", gettext_lazy("does not fit")


@dataclass(frozen=True)
class PlannedRow:
    """One row of the file, what happens to it, and why; `values` and `many` of a row that is added."""

    number: int
    title: str
    verdict: Verdict
    why: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    many: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Its number and why, as a command prints them."""
        return _("Row %(row)d: %(why)s") % {"row": self.number, "why": self.why}


@dataclass(frozen=True)
class Plan:
    """What an import would do, row by row, and the columns it leaves out."""

    rows: Sequence[PlannedRow]
    unknown: Sequence[str]

    @cached_property
    def counts(self) -> Counter:
        return Counter(row.verdict for row in self.rows)

    def of(self, verdict: Verdict) -> list[PlannedRow]:
        """The rows to which one thing happens."""
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def digest(self) -> str:
        """Stands for exactly this plan: who carries it out sends it back."""
        told = [(row.number, row.verdict, row.values.get("row_digest", row.why)) for row in self.rows]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class Known:
    """What is recorded already, by everything a row may be recognised by."""

    def __init__(self) -> None:
        rows = Initiative.objects.all()
        self.digests = set(rows.exclude(row_digest="").values_list("row_digest", flat=True))
        kept = rows.kept().values_list("iati_identifier", "title", "run_by", "starts_in")
        self.identifiers: set[str] = set()
        self.titles: set[str] = set()
        self.years: dict[tuple[str, str], set[int | None]] = defaultdict(set)
        for identifier, title, run_by, starts_in in kept.iterator():
            self.note(identifier, title, run_by, starts_in)

    def note(self, identifier: str, title: str, run_by: str, starts_in: int | None) -> None:
        """Remember one effort."""
        self.identifiers |= {identifier} if identifier else set()
        self.titles.add(search_key(title))
        self.years[search_key(title), search_key(run_by)].add(starts_in)

    def why(self, values: Mapping[str, Any]) -> str:
        """How a row is recognised as one that is there; empty where it is new."""
        if values["row_digest"] in self.digests:
            return _("This very row was imported before.")
        if values["iati_identifier"] in self.identifiers:
            return _("An effort with this IATI identifier is recorded.")
        years = self.years.get((search_key(values["title"]), search_key(values["run_by"])), set())
        if years and (None in years or values["starts_in"] is None or values["starts_in"] in years):
            return _("An effort of this title and by the same is recorded.")
        return ""

    def doubt(self, values: Mapping[str, Any]) -> str:
        """Why a row that is new may be a double all the same; empty where nothing speaks for it."""
        if search_key(values["title"]) in self.titles:
            return _("Possibly a double: another effort has this title.")
        return ""

    def add(self, values: Mapping[str, Any]) -> None:
        """Remember a row that will be added, so that it is not added twice."""
        self.digests.add(values["row_digest"])
        self.note(*(values[name] for name in ("iati_identifier", "title", "run_by", "starts_in")))


def plan_import(text: str, *, user: Any = None) -> Plan:
    """Read a file and say what happens to each of its rows, writing nothing. Raises FileRefused.

    Without a user (a command) nothing is out of sight, and no country limit holds.
    """
    read = read_csv(text, HEADINGS, needed="title")
    places, known = Places(user), Known()
    return Plan([planned(line, read, places, known) for line in read.lines], read.unknown)


def planned(line: Line, read: CsvFile, places: Places, known: Known) -> PlannedRow:
    """One row: read by its form, then compared with what is there."""
    form = InitiativeRow(dict(line.cells), places=places)
    title = line.cells.get("title", "")
    if not form.is_valid():
        return PlannedRow(line.number, title, Verdict.REFUSED, " ".join(sentences(form, read.headings)))
    cleaned = form.cleaned_data
    values = {name: value for name, value in cleaned.items() if name not in MANY} | {"row_digest": digest_of(line)}
    if why := known.why(values):
        return PlannedRow(line.number, title, Verdict.THERE, why)
    doubt = known.doubt(values)
    known.add(values)
    return PlannedRow(line.number, title, Verdict.CREATE, doubt, values, {name: cleaned[name] for name in MANY})


def sentences(form: InitiativeRow, headings: Mapping[str, str]) -> Iterable[str]:
    """What is wrong with a row, each sentence with the column it is about."""
    for name, errors in form.errors.items():
        heading = headings.get(name, called(name))
        for error in errors:
            yield _("column “%(column)s”: %(why)s") % {"column": heading, "why": error}


def digest_of(line: Line) -> str:
    """Stands for what a row says, whatever the order of its columns."""
    told = sorted((name, cell) for name, cell in line.cells.items() if cell)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@transaction.atomic
def carry_out(plan: Plan, *, by: Any) -> Batch:
    """Add the rows of a plan that are new, as one batch that can be undone."""
    new = [(Initiative(**row.values), row.many) for row in plan.of(Verdict.CREATE)]
    batch = Batch.objects.create(by=by, act=_("Existing efforts imported"), size=len(new))
    create_many(new, by=by, batch=batch)
    return batch
