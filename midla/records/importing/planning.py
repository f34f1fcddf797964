"""What an import would do, row by row: nothing is written but the plan itself, in small commits."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from midla.records.history import chosen_values
from midla.records.importing.columns import BEYOND, by_field, check_mapping, heading_of
from midla.records.importing.keys import Keys
from midla.records.importing.news import told_of
from midla.records.importing.types import IMPORT_TYPES, ImportType, Said, settled
from midla.records.models import Change, ImportedRow, ImportFile, ImportRow, ImportState, Verdict
from midla.records.search import fold
from midla.records.storing import insert

LONGEST_WHY, LONGEST_TITLE = 1000, 250
# So many rows are looked through at once, or written.
AT_ONCE = 1_300
WRITES = frozenset({Verdict.CREATE, Verdict.UPDATE})
Tell = Callable[[int], None]


@dataclass
class Planned:
    """One row on its way into the plan."""

    row: ImportRow
    cells: Mapping[str, str]
    said: Said
    record_id: int | None = None
    same_as: int | None = None
    candidates: Sequence[int] = ()
    values: dict[str, Any] = field(default_factory=dict)
    many: dict[str, list[Any]] = field(default_factory=dict)
    beside: dict[str, Any] = field(default_factory=dict)

    def end(self, verdict: Verdict, why: str = "") -> None:
        """Say what happens to the row, and why."""
        self.row.verdict, self.row.why = verdict, why[:LONGEST_WHY]
        self.row.record_id = self.record_id
        told: dict[str, Any] = {"candidates": list(self.candidates)}
        if verdict in WRITES:
            self.row.same_as = self.same_as
            told |= {"values": self.values, "many": self.many, "beside": self.beside}
        self.row.plan = {name: one for name, one in told.items() if one}


class Earlier:
    """What rows of a file say that become records, each as rows below complete it: read again where it is asked for."""

    def __init__(self, importer: ImportType, file: ImportFile) -> None:
        self.importer, self.rows = importer, file.rows.defer("cells")
        # The records that rows change, with the numbers of these.
        self.changed = Keys()

    def begin(self, number: int, meant: Callable[[], set[int]]) -> None:
        """Go on with the rows from a number on, which seem to mean those `meant`; let go of what was said above."""
        self.above, self.meant = self.rows.filter(number__lt=number), meant
        self.said: dict[int, Said] = {}

    def of(self, number: int) -> Said:
        """What one row says by now; with it all those are read that may be asked for next."""
        if number not in self.said:
            self.said |= self.read({number, *self.meant()} - self.said.keys())
        return self.said[number]

    def read(self, numbers: Collection[int]) -> dict[int, Said]:
        """What some rows above say by now."""
        first = self.above.filter(number__in=numbers, verdict=Verdict.CREATE)
        said = {row.number: Said(self.importer.values_of(row.plan), row.plan.get("many", {})) for row in first}
        for row in self.above.filter(same_as__in=said):
            completed = said[row.same_as or 0]
            completed.values |= self.importer.values_of(row.plan)
            completed.many |= row.plan.get("many", {})
        return said

    def changes(self, keys: Collection[Any]) -> dict[Any, dict[str, Any]]:
        """What rows above would change in some records, by their keys."""
        told: dict[Any, dict[str, Any]] = {key: {} for key in keys}
        if again := [key for key in told if self.changed.of(key)]:
            for row in self.above.filter(record_id__in=again, verdict=Verdict.UPDATE):
                told[row.record_id] |= self.importer.values_of(row.plan)
        return told


class Planner:
    """Reads rows and compares them with what is recorded, and with each other."""

    def __init__(self, importer: ImportType, file: ImportFile) -> None:
        self.importer, self.headings, self.mapping = importer, file.headings, file.mapping
        self.columns = {column.name: column for column in importer.columns}
        self.earlier = Earlier(importer, file)
        # Each row by its digest.
        self.digests = Keys()

    def plan(self, rows: Sequence[ImportRow]) -> None:
        """Say of some rows what happens to them."""
        planned = [self.read(row) for row in rows]
        self.earlier.begin(rows[0].number, lambda: self.meant_by(planned))
        before = set(
            ImportedRow.objects.filter(digest__in=[row.digest for row in rows]).values_list("digest", flat=True)
        )
        for one in planned:
            self.compare(one, before)
        self.complete([one for one in planned if one.record_id and not one.row.verdict])

    def meant_by(self, planned: Sequence[Planned]) -> set[int]:
        """The rows above that some rows seem to mean; what these tell of each other may still say otherwise."""
        fit = (one for one in planned if not one.said.problems)
        found = (settled(self.importer.recognise(one.said), one.row.decided).row for one in fit)
        return {number for number in found if number is not None}

    def read(self, row: ImportRow) -> Planned:
        """What a row says."""
        cells = by_field(row.cells, self.mapping)
        row.digest, row.title = self.importer.digest(cells), self.importer.title(cells)[:LONGEST_TITLE]
        row.plan, row.record_id, row.record_version, row.same_as, row.verdict, row.why = {}, None, None, None, "", ""
        return Planned(row, cells, self.importer.read(cells))

    def compare(self, one: Planned, before: set[str]) -> None:
        """Whether a row fits, is there already, or means somebody who is known."""
        if one.said.problems:
            return one.end(Verdict.REFUSED, self.problems(one.said))
        if one.row.digest in before:
            return one.end(Verdict.THERE, _("This very row was imported before."))
        if not self.digests.claim(one.row.digest, one.row.number):
            return one.end(Verdict.THERE, _("The same row stands further up in the file."))
        found = self.importer.recognise(one.said)
        one.candidates = found.candidates
        found = settled(found, one.row.decided)
        one.record_id, one.same_as = found.record_id, found.row
        if found.doubt:
            return one.end(Verdict.DOUBT, found.doubt)
        if found.row is not None:
            return self.add_to(one, found.row)
        if found.record_id is None:
            self.add(one)
        return None

    def add(self, one: Planned) -> None:
        """A row that means nobody known becomes a record, if it says enough."""
        one.said.problems = self.importer.check_new(one.said)
        one.said.problems += self.importer.check_beside(-one.row.number, one.said.beside)
        if one.said.problems:
            return one.end(Verdict.REFUSED, self.problems(one.said))
        self.importer.note(one.said, one.row.number)
        self.earlier.said[one.row.number] = one.said
        one.values, one.many, one.beside = dict(one.said.values), dict(one.said.many), one.said.beside
        return one.end(Verdict.CREATE)

    def add_to(self, one: Planned, row: int) -> None:
        """A row that means the same as an earlier one completes that: what it says anew, and what hangs on it."""
        said, first = one.said, self.earlier.of(row)
        one.beside = self.importer.untold(-row, said.beside)
        one.values = {
            name: new
            for name, new in said.values.items()
            if name not in said.only_new and (first.values.get(name) or "") != (new or "")
        }
        if why := self.importer.unfit(self.importer.model(pk=-row, **first.values), one.values):
            why = _("It does not go with row %(row)d. %(why)s") % {"row": row, "why": why}
            return one.end(Verdict.REFUSED, why)
        said.problems = self.importer.check_beside(-row, one.beside)
        if said.problems:
            return one.end(Verdict.REFUSED, self.problems(said))
        one.many = {
            name: wanted(first.many.get(name, ()), new)
            for name, new in said.many.items()
            if differs(first.many.get(name, ()), new)
        }
        if not (one.values or one.many or one.beside):
            return one.end(Verdict.THERE, _("Row %(row)d says the same already.") % {"row": row})
        first.values |= one.values
        first.many |= one.many
        self.importer.note(said, row)
        return one.end(Verdict.UPDATE, _("The same as row %(row)d: what is new is added to it.") % {"row": row})

    def problems(self, said: Said) -> str:
        """What is wrong with a row, each sentence with its column."""
        return " ".join(
            _("Column “%(column)s”: %(why)s")
            % {"column": heading_of(name, self.headings, self.mapping, self.columns), "why": why}
            if name != BEYOND
            else why
            for name, why in dict.fromkeys(said.problems)
        )

    def complete(self, planned: Sequence[Planned]) -> None:
        """Compare rows whose records are there with what these hold: blank cells keep, choices of many add."""
        if not planned:
            return
        keys = [one.record_id for one in planned]
        held = {record.pk: record for record in self.importer.rows_beside().filter(pk__in=keys).order_by()}
        names = {name for one in planned for name in one.said.many}
        chosen = {name: chosen_values(self.importer.model, name, keys) for name in names}
        told = self.earlier.changes(keys)
        self.importer.learn([(one.record_id, one.said.beside) for one in planned])
        for one in planned:
            key = one.record_id
            self.say_news(one, held[key], {name: chosen[name][key] for name in names}, told[key])

    def say_news(self, one: Planned, record: Any, chosen: dict[str, list[Any]], told: dict[str, Any]) -> None:
        """What a row would change in a record, of which rows above have `told` what they change."""
        said = one.said
        closed = self.importer.closed_columns(record, by_hand=one.row.decided is not None)
        one.values = {
            name: new
            for name, new in said.values.items()
            if name not in closed and name not in said.only_new and says_more(getattr(record, name), new)
        }
        one.many = {
            name: wanted(chosen[name], new)
            for name, new in said.many.items()
            if name not in closed and differs(chosen[name], new)
        }
        one.beside = self.importer.untold(record.pk, self.importer.news(record.pk, said.beside))
        one.row.record_version = record.version
        if why := self.importer.unfit(record, {**told, **one.values}):
            return one.end(Verdict.REFUSED, why)
        said.problems = self.importer.check_beside(record.pk, one.beside)
        if said.problems:
            return one.end(Verdict.REFUSED, self.problems(said))
        if not (one.values or one.many or one.beside):
            return one.end(Verdict.THERE, _("Recorded, and the row says nothing new."))
        told |= one.values
        self.earlier.changed.add(record.pk, one.row.number)
        changed = {"values": one.values, "many": one.many, "beside": one.beside}
        return one.end(Verdict.UPDATE, told_of(record, self.importer, one.cells, **changed))


def wanted(held: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    """What a choice of many becomes: cells add; one that is to be emptied loses all."""
    return sorted({*held, *new}) if new else []


def differs(held: Sequence[Any], new: Sequence[Any]) -> bool:
    """True where a cell adds to a choice of many, or empties it."""
    return bool(set(new) - {*held}) if new else bool(held)


def says_more(held: Any, new: Any) -> bool:
    """True where a cell says something else than the record; names in capitals or without accents say the same."""
    if not isinstance(held, str) or not isinstance(new, str):
        return bool(held != new)
    words = new.replace(" ", "").replace("-", "").replace("'", "")
    return held.casefold() != new.casefold() and not (words.isalpha() and fold(held) == fold(new))


def newest_change() -> int:
    """The newest row of history: what came later may have changed what a plan rests on."""
    return Change.objects.aggregate(newest=Max("pk"))["newest"] or 0


def importer_of(file: ImportFile) -> ImportType:
    """The importer of a file, which has seen in all its rows what others rest on."""
    importer = IMPORT_TYPES[file.kind](file.user)
    if importer.parts:
        for cells in file.rows.values_list("cells", flat=True).iterator(AT_ONCE):
            importer.look_ahead(by_field(cells, file.mapping))
    return importer


def make_plan(file: ImportFile, tell: Tell = lambda done: None) -> None:
    """Say of every row of a file what happens to it; some rows at a time, each lot kept.

    Raises FileRefused.
    """
    check_mapping(file.headings, file.mapping, IMPORT_TYPES[file.kind].columns)
    file.seen_change = newest_change()
    planner = Planner(importer_of(file), file)
    done = 0
    for rows in file.rows.lots(AT_ONCE):
        planner.plan(rows)
        replace(file, rows)
        done += len(rows)
        tell(done)
    file.state = ImportState.PLANNED
    file.save(update_fields=["state", "seen_change"])


@transaction.atomic
def replace(file: ImportFile, rows: Sequence[ImportRow]) -> None:
    """Put planned rows in the place of what they were: quicker than giving each its values."""
    file.rows.filter(number__gte=rows[0].number, number__lte=rows[-1].number).delete()
    for row in rows:
        row.pk = None
    insert(rows)
