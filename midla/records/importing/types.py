"""What can be imported: each app declares in its `importing.py` how a row becomes a record and is recognised again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise

from midla.records.forms import readable
from midla.records.importing.columns import ImportColumn, Read
from midla.records.models import Batch, Record


@dataclass
class Said:
    """What a row says: columns by attribute, choices of many, what hangs on the record; and what is wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    many: dict[str, list[Any]] = field(default_factory=dict)
    beside: dict[str, Any] = field(default_factory=dict)
    # A field and a sentence each.
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Recognised:
    """Whom a row means: a record, an earlier row of the file, nobody known; or why that is not certain."""

    record_id: int | None = None
    row: int | None = None
    doubt: str = ""


NOBODY = Recognised()


@dataclass
class Stored:
    """A row that was written, and the record it is now."""

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

    def __init__(self, user: Any = None) -> None:
        self.user = user

    # --- reading ---
    def read(self, cells: Mapping[str, str]) -> Said:
        """What the cells of a row say, by field."""
        said = Said()
        for column in self.columns:
            if cell := readable(cells.get(column.name, "")):
                self.take(said, column, cell)
            elif column.required:
                said.problems.append((column.name, self.missing()))
        if not said.problems:
            said.problems += self.check(said)
        return said

    def take(self, said: Said, column: ImportColumn, cell: str) -> None:
        """Read one cell into its place."""
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
            said.values[self.model._meta.get_field(column.name).attname] = value  # type: ignore[union-attr]

    def missing(self) -> str:
        """What is said of a cell that must not be empty."""
        return str(models.Field.default_error_messages["blank"])

    def check(self, said: Said) -> list[tuple[str, str]]:
        """What is wrong with a row as a whole; may complete it."""
        return []

    def title(self, cells: Mapping[str, str]) -> str:
        """What a row is called in lists."""
        raise NotImplementedError

    def digest(self, cells: Mapping[str, str]) -> str:
        """Stands for what a row says, whatever the order of its columns; nobody without our key can make it."""
        told = "\x1f".join(f"{name}\x1e{cell}" for name, cell in sorted(cells.items()))
        return salted_hmac(f"midla.import.{self.code}", told, algorithm="sha256").hexdigest()

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

    def news(self, record_id: int, beside: Mapping[str, Any]) -> dict[str, Any]:
        """What of that which hangs on a record is not there yet."""
        return {}

    def check_beside(self, beside: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What is wrong with what a row would hang on its record; remembers it for the rows below."""
        return []

    def unfit(self, record: Any, values: Mapping[str, Any]) -> str:
        """Why a record that is there cannot take these values; empty where it can."""
        return ""

    # --- writing ---
    def prepare(self, rows: Iterable[Any], *, by: Any, batch: Batch) -> None:
        """Store what records of the file rest on."""

    def finish(self, stored: Sequence[Stored], *, by: Any, batch: Batch) -> None:
        """Store what hangs on the records."""


IMPORT_TYPES: dict[str, type[ImportType]] = {}
T = TypeVar("T", bound=type[ImportType])


def register_import(declaration: T) -> T:
    """Class decorator: enter a kind of file in the register."""
    IMPORT_TYPES[declaration.code] = declaration
    return declaration


def plain(model: type[Record], name: str) -> Read:
    """Reads a cell as the form of the record does: same bounds, same sentences."""
    column: Any = model._meta.get_field(name)

    def read(text: str, importer: Any) -> Any:
        return column.clean(text, None)

    return read


def field_column(model: type[Record], name: str, headings: str, read: Read | None = None, **about: Any) -> ImportColumn:
    """The import column of a field of the record."""
    label: Any = model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return ImportColumn(name, label, headings, read or plain(model, name), **about)
