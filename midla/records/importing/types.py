"""What can be imported: each app declares in its `importing.py` how a row becomes a record and is recognised again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from midla.records.errors import Refused
from midla.records.fields import LineField
from midla.records.forms import readable
from midla.records.importing.columns import BEYOND, ImportColumn, Read
from midla.records.importing.sheet_errors import SHOWN
from midla.records.importing.tables import LONGEST_CELL
from midla.records.models import Batch, ImportRow, Record


class Outdated(Refused):
    """Records changed since the file was looked through."""

    def __init__(self) -> None:
        super().__init__(
            _("The records changed since the file was looked through. Look through it once more, then import.")
        )


@dataclass
class Said:
    """What a row says: columns by attribute, choices of many, what hangs on the record; and what is wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    many: dict[str, list[Any]] = field(default_factory=dict)
    beside: dict[str, Any] = field(default_factory=dict)
    # Columns that only a new record takes: worked out, and not said.
    only_new: set[str] = field(default_factory=set)
    # A field and a sentence each.
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Recognised:
    """Whom a row means: a record, an earlier row of the file, nobody known; or why that is not certain.

    `candidates` are those it may mean: keys of records; below zero, numbers of rows.
    """

    record_id: int | None = None
    row: int | None = None
    doubt: str = ""
    candidates: Sequence[int] = ()


NOBODY = Recognised()
MOST_CANDIDATES = 5
# What somebody decides of a row that may be a double, beside whom it means.
SOMEBODY_NEW = 0
# A cell that says one of these empties what is recorded; one that is empty keeps it.
EMPTIES = frozenset({"[empty]", "[vuoto]", "[vacío]", "[vacio]", "[vide]"})


def meant(key: int) -> Recognised:
    """A record, or, below zero, a row of the file."""
    return Recognised(record_id=key) if key > 0 else Recognised(row=-key)


def doubtful(why: str, keys: Iterable[int]) -> Recognised:
    """Why it is not certain whom a row means, and who may be: records before rows of the file."""
    ordered = sorted(keys, key=lambda key: (key < 0, abs(key)))
    return Recognised(doubt=why, candidates=tuple(ordered[:MOST_CANDIDATES]))


def settled(found: Recognised, decided: int | None) -> Recognised:
    """What was decided by hand of a row that is not certain, as long as it is one of those that may be meant."""
    if not found.doubt or decided is None:
        return found
    if decided == SOMEBODY_NEW:
        return NOBODY
    return meant(decided) if decided in found.candidates else found


@dataclass
class Stored:
    """A row that was written, by its number, and the record it is now."""

    number: int
    record: Any
    beside: Mapping[str, Any]


class ImportType:
    """One kind of file, read for one user (nobody: a command, which sees everything)."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    model: ClassVar[type[Record]]
    # Of the enum of permissions, which records cannot import.
    permission: ClassVar[Any]
    columns: ClassVar[Sequence[ImportColumn]]
    # Fields of the row that are choices of many.
    many: ClassVar[Collection[str]] = ()
    # Fields of the row that hang on the record.
    beside: ClassVar[Collection[str]] = ()
    # What hangs on the record, each kind apart (midla.records.importing.beside).
    parts: ClassVar[Sequence[type[Any]]] = ()
    # Choices of many that no cell may empty.
    never_emptied: ClassVar[Collection[str]] = ()

    def __init__(self, user: Any = None) -> None:
        self.user = user
        self.seal = salted_hmac(f"midla.import.{self.code}", "", algorithm="sha256")

    # --- reading ---
    def read(self, cells: Mapping[str, str]) -> Said:
        """What the cells of a row say, by field."""
        said = Said()
        if BEYOND in cells:
            said.problems.append((BEYOND, _("This row has more cells than there are headings.")))
        for column in self.columns:
            if (told := cells.get(column.name)) and (cell := readable(told)):
                self.take(said, column, cell)
            elif column.required and not any(cells.get(name) for name in column.instead):
                said.problems.append((column.name, self.missing()))
        if not said.problems:
            said.problems += self.check(said)
        return said

    def look_ahead(self, cells: Mapping[str, str]) -> None:
        """Note what one row tells that others rest on, before any row is read."""
        if BEYOND in cells:
            return
        for part in self.hanging:
            part.look_ahead(cells)

    def told_in(self, cells: Mapping[str, str], name: str) -> Any:
        """What the cell of one column says; None where it is empty or says nothing that can be read."""
        [column] = (column for column in self.columns if column.name == name)
        try:
            return column.read(cell, self) if (cell := readable(cells.get(name, ""))) else None
        except ValidationError:
            return None

    def take(self, said: Said, column: ImportColumn, cell: str) -> None:
        """Read one cell into its place."""
        if cell.casefold() in EMPTIES:
            self.empty(said, column)
            return
        if len(cell) > LONGEST_CELL:
            said.problems.append((column.name, _("A cell holds at most 5,000 characters.")))
            return
        if SHOWN.fullmatch(cell):
            sentence = _("The spreadsheet could not work out this cell. Write what belongs there.")
            said.problems.append((column.name, sentence))
            return
        try:
            value = column.read(cell, self)
        except ValidationError as error:
            said.problems += [(column.name, sentence) for sentence in error.messages]
            return
        if column.name in self.many:
            said.many[column.name] = value
        elif column.name in self.beside:
            said.beside[column.name] = value
        else:
            said.values[self.model._meta.get_field(column.name).attname] = value

    def empty(self, said: Said, column: ImportColumn) -> None:
        """Take a cell that empties what is recorded."""
        if column.name in self.many and column.name not in self.never_emptied:
            said.many[column.name] = []
            return
        field: Any = None if column.name in self.beside else self.model._meta.get_field(column.name)
        if column.required or field is None or field.many_to_many or not (field.blank or field.default is False):
            sentence = _("This cannot be emptied from a file. Leave the cell empty to keep it.")
            said.problems.append((column.name, sentence))
            return
        said.values[field.attname] = field.get_default()

    def missing(self) -> str:
        """What is said of a cell that must not be empty."""
        return str(models.Field.default_error_messages["blank"])

    def check(self, said: Said) -> list[tuple[str, str]]:
        """What is wrong with a row as a whole; may complete it."""
        return self.check_parts(said)

    @cached_property
    def hanging(self) -> list[Any]:
        """What hangs on the record, for this import."""
        return [part(self) for part in self.parts]

    def check_parts(self, said: Said) -> list[tuple[str, str]]:
        """What is wrong with what hangs on the record."""
        return [problem for part in self.hanging for problem in part.check(said)]

    def title(self, cells: Mapping[str, str]) -> str:
        """What a row is called in lists."""
        raise NotImplementedError

    def digest(self, cells: Mapping[str, str]) -> str:
        """Stands for what a row says, whatever the order of its columns; nobody without our key can make it."""
        told = "\x1f".join(f"{name}\x1e{cell}" for name, cell in sorted(cells.items()))
        seal = self.seal.copy()
        seal.update(told.encode())
        return seal.hexdigest()

    # --- comparing ---
    def recognise(self, said: Said) -> Recognised:
        """Whom or what a row means."""
        raise NotImplementedError

    def check_new(self, said: Said) -> list[tuple[str, str]]:
        """What is wrong with a row that would become a new record; completes what such a record needs."""
        return []

    def note(self, said: Said, row: int) -> None:
        """Remember a row that will be added, so that a later row of the file is compared with it too."""

    def rows(self) -> Any:
        """The records of the kind that the user sees."""
        seen: Any = self.model.objects
        return seen.kept() if self.user is None else seen.visible_to(self.user)

    def rows_beside(self) -> Any:
        """The same, with what is told of them where a row changes them."""
        names = {column.name for column in self.columns}
        told = [one.name for one in self.model._meta.fields if one.is_relation and one.name in names]
        return self.rows().select_related(*told)

    def closed_columns(self, record: Any, *, by_hand: bool) -> Collection[str]:
        """The columns of a record that a row leaves as they are, because the user may not read them."""
        return ()

    def learn(self, told: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        """Ask what hangs already on the records that some rows mean, beside what these rows tell."""
        for part in self.hanging:
            part.learn(told)

    def news(self, record_id: int, beside: Mapping[str, Any]) -> dict[str, Any]:
        """What of that which hangs on a record is not there yet."""
        told = dict(beside)
        for part in self.hanging:
            part.leave_out_known(record_id, told)
        return told

    def untold(self, record: int, beside: Mapping[str, Any]) -> dict[str, Any]:
        """What no row above tells of what a row would hang on a record; that of a row is its number below zero."""
        told = dict(beside)
        for part in self.hanging:
            part.leave_out_told(record, told)
        return told

    def check_beside(self, record: int, beside: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What is wrong with what a row would hang on a record; where nothing is, remembers it for the rows below."""
        problems = [problem for part in self.hanging for problem in part.check_room(beside)]
        for part in self.hanging if not problems else ():
            part.note(record, beside)
        return problems

    def unfit(self, record: Any, values: Mapping[str, Any]) -> str:
        """Why a record that is there cannot take these values; empty where it can."""
        return ""

    # --- writing ---
    @cached_property
    def stored_columns(self) -> dict[str, Any]:
        """The columns of the record, by attribute."""
        return {column.attname: column for column in self.model._meta.concrete_fields}

    def values_of(self, plan: Mapping[str, Any]) -> dict[str, Any]:
        """The columns that the plan of a row gives, as Python holds them."""
        return {name: self.stored_columns[name].to_python(value) for name, value in plan.get("values", {}).items()}

    def prepare(self, told: Sequence[Mapping[str, Any]], *, by: Any, batch: Batch) -> None:
        """Store what records rest on, of that which some rows hang on them, before any record is stored."""
        for part in self.hanging:
            part.prepare(told, by=by, batch=batch)

    def finish(self, stored: Sequence[Stored], *, by: Any, batch: Batch) -> None:
        """Store what hangs on some of the records."""
        for part in self.hanging:
            part.finish(stored, by=by, batch=batch)

    def close(self, rows: models.QuerySet[ImportRow], *, by: Any, batch: Batch) -> None:
        """Store what could only be told once all the rows were written."""
        for part in self.hanging:
            part.close(rows, by=by, batch=batch)

    @classmethod
    def take_back(cls, batch: Batch, *, by: Any) -> int:
        """Undo what hangs on records the user sees and has no history of its own.

        Returns on how many it hung in which the import wrote nothing else.
        """
        return sum(part.take_back(batch, by=by) for part in cls.parts)


IMPORT_TYPES: dict[str, type[ImportType]] = {}
T = TypeVar("T", bound=type[ImportType])


def register_import(declaration: T) -> T:
    """Class decorator: enter a kind of file in the register."""
    IMPORT_TYPES[declaration.code] = declaration
    return declaration


def plain(model: type[Record], name: str) -> Read:
    """Reads a cell as the form of the record does: same bounds, same sentences."""
    column: Any = model._meta.get_field(name)
    is_line = isinstance(column, LineField)

    def read(text: str, importer: Any) -> Any:
        return column.clean(" ".join(text.split()) if is_line else text, None)

    return read


def field_column(model: type[Record], name: str, headings: str, read: Read | None = None, **about: Any) -> ImportColumn:
    """The import column of a field of the record."""
    label: Any = model._meta.get_field(name).verbose_name
    return ImportColumn(name, label, headings, read or plain(model, name), **about)
