"""A file as a table: CSV, XLSX, ODS or vCard, its headings found below whatever title stands above them."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice

from django.utils.translation import gettext as _

from midla.records.csv_files import (
    MOST_ABOVE,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    PIECE,
    SEPARATORS,
    Cells,
    FileRefused,
    Lines,
    encoding_of,
    first_records,
    letters,
    opened,
    records,
)
from midla.records.forms import readable
from midla.records.importing.cards import CARD_BEGINS, rows_of_cards
from midla.records.importing.headings import known_heading
from midla.records.importing.sheets import ZIP_BEGINS, Sheets, locked, opened_sheets
from midla.records.search import fold

# What other programs write, which nobody can read as a table: old spreadsheets, PDF; also as text, where it is none.
UNREADABLE_BEGINNINGS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
UNREADABLE_TEXTS = re.compile(
    r"\s*(?:<(?:\?xml|!doctype|html|head|body|meta|table|workbook)\b|\{\s*\"|\[\s*[\[{]|mime-version:|id;p|table\r?\n0,1)",
    re.I,
)
# How an encrypted workbook calls what it holds.
LOCKED = "EncryptedPackage".encode("utf-16-le")
LONGEST_CELL, LONGEST_HEADING = 5_000, 200
# What no database takes: a cell of a spreadsheet, or of an address book, may hold it written otherwise.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
NumberedRow = tuple[int, Cells]
# The rows of a file from the beginning.
Read = Callable[[], Iterable[Cells]]


@dataclass(frozen=True)
class Anew:
    """Rows that are read from the beginning each time they are asked for: they are never all in memory."""

    read: Callable[[], Iterator[NumberedRow]]

    def __iter__(self) -> Iterator[NumberedRow]:
        return self.read()


@dataclass(frozen=True)
class Table:
    """The headings of a file, and the rows below them that say something, numbered as a spreadsheet numbers them."""

    headings: Sequence[str]
    rows: Iterable[NumberedRow]
    # The names of further sheets, which are not read.
    left_out: Sequence[str] = ()


def read_table(content: bytes, words: Collection[str]) -> Table:
    """The table in a file with all its rows in memory. Raises FileRefused."""
    with opened_table(content, words) as table:
        return Table(table.headings, list(table.rows), table.left_out)


@contextmanager
def opened_table(content: bytes, words: Collection[str]) -> Iterator[Table]:
    """The table in a file, all of whose rows can be read, as often as they are asked for, while this lasts.

    `words` are the folded headings known: by them the row of headings is found. Raises FileRefused.
    """
    refuse_unreadable(content)
    if content.startswith(ZIP_BEGINS):
        with opened_sheets(content) as sheets:
            yield table_of_sheets(sheets, words)
    else:
        yield table_of(rows_of(content, words), words)


def refuse_unreadable(content: bytes) -> None:
    """Raise FileRefused where nobody need look further."""
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 20 MB. Divide it into smaller ones."))
    if not content or content.isspace():
        raise FileRefused(_("The file is empty."))
    if content.startswith(UNREADABLE_BEGINNINGS):
        raise FileRefused(locked() if LOCKED in content else unreadable())


def unreadable() -> str:
    return _("This kind of file cannot be read. Save the table as XLSX, ODS or CSV.")


def table_of_sheets(sheets: Sheets, words: Collection[str]) -> Table:
    """The table on the sheet that has most headings which are known, the first of several; names the others."""
    scores = {
        name: max(known_in(cells, words) for cells in islice(read(), MOST_ABOVE)) for name, read in sheets.items()
    }
    chosen = max(scores, key=lambda name: scores[name])
    table = table_of(sheets[chosen], words)
    return Table(table.headings, table.rows, [name for name in sheets if name != chosen])


def rows_of(content: bytes, words: Collection[str]) -> Read:
    """The rows of a file of text, whatever it is."""
    lines = partial(opened, content, encoding_of(content))
    if UNREADABLE_TEXTS.match(lines().read(PIECE)):
        raise FileRefused(unreadable())
    first = next((line for line in lines() if line.strip()), "")
    if first.lstrip()[: len(CARD_BEGINS)].upper() == CARD_BEGINS:
        return lambda: rows_of_cards(lines())
    return partial(records, lines, separator_of(lines, words))


def separator_of(lines: Lines, words: Collection[str]) -> str:
    """What divides the cells: that which finds most headings, then that which makes most columns."""

    def fitness(separator: str) -> tuple[int, int]:
        first = first_records(lines, separator)
        return max((known_in(cells, words) for cells in first), default=0), max(map(filled_in, first), default=0)

    return max((*SEPARATORS, "|"), key=fitness)


def known_in(cells: Cells, words: Collection[str]) -> int:
    """How many of the cells are headings that are known; none of them holds another separator."""
    plain = [cell for cell in cells[:MOST_COLUMNS] if not any(sign in cell for sign in SEPARATORS)]
    return len({known_heading(cell[:LONGEST_HEADING], words) for cell in plain} - {""})


def filled_in(cells: Cells) -> int:
    """How many cells say something."""
    return sum(1 for cell in cells[: MOST_COLUMNS + 1] if cell.strip())


def table_of(read: Read, words: Collection[str]) -> Table:
    """Headings and rows, all of them looked at once. Raises FileRefused where there are none, or too many."""
    first = list(islice(enumerate(read(), 1), MOST_ABOVE))
    above, heads = first[heading_row(first, words)]
    headings = headings_of(heads)
    below, width = partial(rows_below, read, above), len(headings)
    refuse_unfit(below())
    return Table(headings, Anew(lambda: ((number, bounded(cells, width)) for number, cells in below())))


def rows_below(read: Read, above: int) -> Iterator[NumberedRow]:
    """The rows below the headings that say something, read no further than may be."""
    for number, cells in enumerate(read(), 1):
        if number > MOST_ABOVE + 2 * MOST_ROWS:
            raise FileRefused(too_many_rows())
        if number > above and any(cell.strip() for cell in cells):
            yield number, cells


def refuse_unfit(rows: Iterable[NumberedRow]) -> None:
    """Raise FileRefused where there are no rows, or too many."""
    count = sum(1 for _row in rows)
    if not count:
        raise FileRefused(_("There are no rows below the headings."))
    if count > MOST_ROWS:
        raise FileRefused(too_many_rows())


def too_many_rows() -> str:
    return _("The file has more than 50,000 rows. Divide it into smaller ones.")


def heading_row(first: Sequence[NumberedRow], words: Collection[str]) -> int:
    """Where the headings stand: most of them are known there; where none is, in the first row of several cells."""
    scores = [known_in(cells, words) for _number, cells in first]
    if any(scores):
        return scores.index(max(scores))
    several = (place for place, (_number, cells) in enumerate(first) if filled_in(cells) > 1)
    place = next(several, None)
    if place is None:
        raise FileRefused(_("No heading of this file is known. Name the columns in its first row."))
    return place


def headings_of(cells: Cells) -> list[str]:
    """The headings; a column without one is called by its letter. Raises FileRefused where one stands twice."""
    if any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        raise FileRefused(_("The file has more than 100 columns. Leave out some."))
    heads = [storable(cell)[:LONGEST_HEADING] for cell in cells[:MOST_COLUMNS]]
    while heads and not heads[-1]:
        heads.pop()
    seen: dict[str, int] = {}
    for place, head in enumerate(heads):
        key = fold(head) or head.casefold()
        if key and key in seen:
            names = {"heading": head, "columns": f"{letters(seen[key])}, {letters(place)}"}
            raise FileRefused(_("The heading “%(heading)s” stands twice: columns %(columns)s. Keep one.") % names)
        seen[key] = place
    return [head or letters(place) for place, head in enumerate(heads)]


def storable(cell: str) -> str:
    """What a cell says, without what no database takes."""
    return UNSTORABLE.sub("", cell).strip()


def bounded(cells: Cells, width: int) -> Cells:
    """The cells of a row, as many as there are headings, then those beyond that say something.

    One that is too long is cut, and stays too long: its row is refused where it is looked through.
    """
    beyond = [cell for cell in cells[width:] if cell.strip()][:MOST_COLUMNS]
    row = [shortened(storable(cell)) for cell in [*cells[:width], *beyond]]
    return row + [""] * (width - len(row))


def shortened(cell: str) -> str:
    """A cell no longer than tells that it is too long, even without the first of its signs."""
    return cell if len(cell) <= LONGEST_CELL else str(readable(cell))[: LONGEST_CELL + 2]
