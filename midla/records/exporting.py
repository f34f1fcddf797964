"""Lists as files: CSV that is sent while it is made, XLSX made in a file; each in memory that does not grow.

The keys are read first, in the list's order; the rows follow chunk by chunk, each a short question of its own, so that
no transaction stays open while somebody's network is slow.
"""

import csv
import datetime
import re
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from midla.records.columns import Column, Table, table_of, values_of
from midla.records.lists import Listing
from midla.records.seeing import among

CHUNK = 8_000
BOM = "\ufeff"
SEPARATORS = (";", ",")
# A spreadsheet takes a cell that starts so for a formula; numbers and phone numbers are left as they are. Of a phone
# number the plus and six digits or more are asked: `+1/0` and `-2-3` are sums.
FORMULA_STARTS = frozenset("=+-@\t\r")
# The same in a whole column, with a NUL before each cell.
MAY_BEGIN_FORMULA = re.compile("\0[=+\\-@\t\r]")
NUMBER = re.compile(r"[+-](?:\d+(?:[.,]\d+)*|[.,]\d+)", re.ASCII)
PHONE = re.compile(r"\+\(?\d(?:[ ./()-]{0,3}\d){5,17}", re.ASCII)
NOT_IN_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")
LONGEST_CELL = 32_767
SHEET_NAME_LENGTH = 31
TO_THE_MINUTE = len("2026-03-29 12:30")


def keys_in_order(listing: Listing) -> array:
    """The keys of all rows of a list, eight bytes each."""
    return array("q", listing.ordered.whole().values_list("pk", flat=True).iterator(chunk_size=CHUNK))


def tables_by_keys(listing: Listing, keys: Sequence[int], columns: Sequence[Column]) -> Iterator[Table]:
    """The rows of these keys in their order, in chunks; rows that went away meanwhile are left out."""
    seen = listing.declared.visible_to(listing.user).order_by()
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        found = {row[0]: row for row in values_of(seen.filter(pk__in=among(chunk)), columns)}
        yield table_of([found[key] for key in chunk if key in found], columns, listing.user)


def guarded(text: str) -> str:
    """A cell that no spreadsheet runs."""
    if not text or text[0] not in FORMULA_STARTS or NUMBER.fullmatch(text) or PHONE.fullmatch(text):
        return text
    return f"'{text}"


def csv_column(cells: Sequence[Any], zone: datetime.tzinfo) -> Sequence[Any]:
    """A column as CSV has it: days and moments as ISO writes them, where the reader is or, said so, at the venue."""
    # One glance over a whole column of text is quicker than one at each cell, and hardly any holds a formula.
    if set(map(type, cells)) == {str} and not MAY_BEGIN_FORMULA.search("\0".join(["", *cells])):
        return cells
    return [csv_cell(cell, zone) for cell in cells]


def csv_cell(cell: Any, zone: datetime.tzinfo) -> Any:
    """A cell as CSV has it."""
    if isinstance(cell, str):
        return guarded(cell)
    return csv_moment(cell, zone) if isinstance(cell, datetime.datetime) else cell


def csv_moment(moment: datetime.datetime, zone: datetime.tzinfo) -> str:
    """A moment to the minute, as clocks show it."""
    return (moment.astimezone(zone) if moment.tzinfo else moment).isoformat(" ", "minutes")[:TO_THE_MINUTE]


def on_the_clock(moment: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    """A moment as clocks show it where the reader is; one without a zone is as clocks showed it at the venue."""
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def csv_chunks(listing: Listing, keys: Sequence[int], separator: str) -> Iterator[bytes]:
    """The file, piece by piece, in the language and at the clocks of whoever asks; the headings come at once."""
    return spoken(csv_pieces(listing, keys, separator), get_language(), timezone.get_current_timezone())


def spoken(pieces: Iterator[bytes], language: str | None, zone: datetime.tzinfo) -> Iterator[bytes]:
    """Pieces that are made when the page's own language and zone are already gone."""
    while True:
        with override(language), timezone.override(zone):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def csv_pieces(listing: Listing, keys: Sequence[int], separator: str) -> Iterator[bytes]:
    """Headings, then the rows chunk by chunk."""
    columns, zone = listing.exported, timezone.get_current_timezone()
    yield (BOM + csv_lines([[str(column.label) for column in columns]], separator)).encode()
    for table in tables_by_keys(listing, keys, columns):
        # Column by column: what a column holds is of one kind, and each is made by one function.
        cells = (csv_column(column.cells(table), zone) for column in columns)
        yield csv_lines(zip(*cells, strict=True), separator).encode()


def csv_lines(rows: Iterable[Sequence[Any]], separator: str) -> str:
    """Rows as lines of CSV."""
    lines: list[str] = []
    csv.writer(SimpleNamespace(write=lines.append), delimiter=separator, lineterminator="\r\n").writerows(rows)
    return "".join(lines)


def empty_file() -> IO[bytes]:
    """A file on disk that is gone when it is closed."""
    return tempfile.TemporaryFile()


def xlsx_file(listing: Listing, keys: Sequence[int]) -> IO[bytes]:
    """The file, finished, at its start."""
    file = empty_file()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    book = xlsxwriter.Workbook(file, options)
    write_rows(book, listing, keys)
    write_about(book, listing, len(keys))
    book.close()
    file.seek(0)
    return file


def write_rows(book: Any, listing: Listing, keys: Sequence[int]) -> None:
    """The first sheet: headings, then a row for each record."""
    sheet = book.add_worksheet(sheet_name(listing))
    columns = listing.exported
    bold = book.add_format({"bold": True})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.label), bold)
    sheet.freeze_panes(1, 1)
    write = cell_writer(sheet, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    number = 0
    for table in tables_by_keys(listing, keys, columns):
        for row in zip(*(column.cells(table) for column in columns), strict=True):
            number += 1
            for place, value in enumerate(row):
                write(number, place, value)
    sheet.autofilter(0, 0, max(number, 1), len(columns) - 1)


def cell_writer(sheet: Any, moment_format: Any) -> Callable[[int, int, Any], None]:
    """Writes a value as what it is: text, number, day, moment; never a formula."""
    zone = timezone.get_current_timezone()

    def write(row: int, place: int, value: Any) -> None:
        if isinstance(value, str):
            if value:
                sheet.write_string(row, place, plain(value))
        elif value is None:
            return
        elif isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif isinstance(value, int | float | Decimal):
            sheet.write_number(row, place, value)
        elif isinstance(value, datetime.datetime):
            sheet.write_datetime(row, place, on_the_clock(value, zone), moment_format)
        else:
            sheet.write_datetime(row, place, value)

    return write


def plain(text: str) -> str:
    """Text that XML can hold, no longer than a cell."""
    if text.isascii() and len(text) <= LONGEST_CELL:
        return text
    return NOT_IN_XML.sub("", text)[:LONGEST_CELL]


def write_about(book: Any, listing: Listing, rows: int) -> None:
    """The second sheet: who took this out, when, with which filters, and what may be done with it."""
    sheet = book.add_worksheet(plain(_("About"))[:SHEET_NAME_LENGTH])
    now = date_format(timezone.localtime(), "DATETIME_FORMAT")
    lines = [
        (_("What"), str(listing.declared.plural)),
        (_("Exported by"), str(listing.user)),
        (_("When"), now),
        (_("Records"), rows),
        *((_("Filter"), active.words) for active in listing.filters.active),
        *([(_("Rows"), _("only those picked"))] if listing.picks is not None else ()),
        (_("Purpose"), _("Internal use. Keep it no longer than you need it, and pass it on to nobody outside.")),
    ]
    write = cell_writer(sheet, None)
    for number, (label, value) in enumerate(lines):
        write(number, 0, label)
        write(number, 1, value)


def sheet_name(listing: Listing) -> str:
    """The name of the first sheet: what it holds."""
    return re.sub(r"[\[\]:*?/\\']", " ", str(listing.declared.plural)).strip().capitalize()[:SHEET_NAME_LENGTH]
