"""Which column of a file holds what: recognised by heading and by content, corrected by hand, remembered."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from midla.records.csv_files import FileRefused, letters
from midla.records.importing.headings import known_heading
from midla.records.importing.tables import Table
from midla.records.models import ColumnMemory
from midla.records.search import fold

# In the place of a field: what of a row is under no heading.
BEYOND = ""
# So many cells of a column are looked at to tell what it holds.
LOOKED_AT = 50
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
# Only what nobody takes for a day, an amount or a code: with a prefix, or as Italians write theirs.
PHONE = re.compile(
    r"\+[\d\s()./-]{7,20}|00[1-9]\d{0,2}[\s.-][\d\s()./-]{6,17}"
    r"|3\d{2}[\s./-]?\d{3}[\s.-]?\d{3,4}|0\d{1,3}[\s/.-]\d{3}[\d\s]{2,6}",
    re.ASCII,
)
DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2}")
# Reads the text of a cell with what the reader of the row knows; raises ValidationError.
Read = Callable[[str, Any], Any]


@dataclass(frozen=True)
class ImportColumn:
    """One thing a file may say of a record: what its heading may be, and how a text becomes a value.

    `headings` are divided by bars, the English one first. `looks_like` recognises a column by what stands in it. What
    is required may be told by another column `instead`.
    """

    name: str
    label: str | Promise
    headings: str
    read: Read
    required: bool = False
    instead: tuple[str, ...] = ()
    looks_like: re.Pattern[str] | None = None

    @property
    def words(self) -> list[str]:
        return self.headings.split(" | ")

    @property
    def called(self) -> str:
        """What our pages call it, in the reader's language."""
        return str(capfirst(str(self.label)))


def known_words(columns: Sequence[ImportColumn]) -> dict[str, str]:
    """Every folded heading, with the field it stands for: those that are usual, and what our pages call each field."""
    words = {fold(word): column.name for column in columns for word in column.words}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for column in columns:
                words.setdefault(fold(column.called), column.name)
    return words


def recognised(table: Table, columns: Sequence[ImportColumn]) -> list[str]:
    """The field that each column of a table seems to hold; empty where nobody knows."""
    words = known_words(columns)
    found = [words.get(known_heading(heading, words), "") for heading in table.headings]
    for column in columns:
        if column.looks_like and column.name not in found:
            place = place_like(table, column.looks_like, found)
            if place is not None:
                found[place] = column.name
    return found


def place_like(table: Table, pattern: re.Pattern[str], found: Sequence[str]) -> int | None:
    """The first column that nobody recognised by its heading and whose cells all look alike."""
    first = [cells for _number, cells in islice(table.rows, LOOKED_AT)]
    for place, field in enumerate(found):
        cells = [row[place] for row in first if row[place]]
        if not field and cells and all(pattern.fullmatch(cell) for cell in cells):
            return place
    return None


def check_mapping(headings: Sequence[str], mapping: Sequence[str], columns: Sequence[ImportColumn]) -> None:
    """Raise FileRefused where two columns hold the same, or where one without which nothing can be read is missing."""
    for field in filter(None, mapping):
        places = [place for place, held in enumerate(mapping) if held == field]
        if len(places) > 1:
            named = ", ".join(f"{letters(place)} “{headings[place]}”" for place in places)
            raise FileRefused(_("Two columns hold the same: %(columns)s. Keep one.") % {"columns": named})
    for column in columns:
        if column.required and not {column.name, *column.instead}.intersection(mapping):
            sentence = _("No column is called “%(heading)s”. Give the headings in the first row of the file.")
            raise FileRefused(sentence % {"heading": column.called})


def unknown(headings: Sequence[str], mapping: Sequence[str]) -> list[str]:
    """The headings of columns that are left out."""
    return [heading for heading, field in zip(headings, mapping, strict=True) if not field]


def by_field(cells: Sequence[str], mapping: Sequence[str]) -> dict[str, str]:
    """What a row says, by field; blank cells say nothing. What stands beyond the headings is of no field."""
    told = {field: cell for field, cell in zip(mapping, cells, strict=False) if field and cell}
    return told | ({BEYOND: "\x1f".join(cells[len(mapping) :])} if len(cells) > len(mapping) else {})


def digest_of_headings(headings: Sequence[str]) -> str:
    """Stands for headings, however they are written."""
    return hashlib.sha256(json.dumps([fold(heading) for heading in headings]).encode()).hexdigest()


def remembered(user: Any, kind: str, headings: Sequence[str], columns: Sequence[ImportColumn]) -> list[str] | None:
    """How the user said to read such columns before."""
    found = ColumnMemory.objects.of(user.pk).filter(kind=kind, headings=digest_of_headings(headings)).first()
    names = {"", *(column.name for column in columns)}
    fits = found is not None and len(found.mapping) == len(headings) and names.issuperset(found.mapping)
    return found.mapping if found is not None and fits else None


def remember(user: Any, kind: str, headings: Sequence[str], mapping: Sequence[str]) -> None:
    """Keep how the user said to read these columns."""
    ColumnMemory.objects.update_or_create(
        user=user, kind=kind, headings=digest_of_headings(headings), defaults={"mapping": list(mapping)}
    )


def heading_of(field: str, headings: Sequence[str], mapping: Sequence[str], columns: Mapping[str, Any]) -> str:
    """What the file calls a field; what we call it, and would know it by, where the file has no such column."""
    return headings[list(mapping).index(field)] if field in mapping else str(columns[field].called)
