"""Parses one spreadsheet: run as a process of its own, which limits itself before it opens the file.

Writes a line of JSON for each row, and before the rows of each sheet its name as a line of its own; ends with a word on
the error output where it cannot. Sheets that are hidden are left out, as nobody sees what they hold.
"""

import datetime
import json
import resource
import sys
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, WorksheetNotFound

from midla.records.importing.sheet_errors import SHOWN, with_errors_told

MEMORY, PROCESSOR_SECONDS = 1024 * 1024 * 1024, 25
MOST_ROWS, MOST_COLUMNS = 50_100, 200
LARGEST_PLAIN = 1e15


def limit() -> None:
    """Take no more memory and time than one table needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text(value: Any) -> str:
    """A cell as text: whole numbers without a point, days in ISO form."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < LARGEST_PLAIN else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="minutes")
    return "" if value is None else str(value)


def main(path: str) -> int:
    """Write the rows of every visible sheet that has any; 0 where that went well."""
    limit()
    try:
        book = CalamineWorkbook.from_object(with_errors_told(path))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        # One after the other: a sheet that is written is let go.
        filled = sum(written(book, name) for name in names)
    except TooLarge:
        return given_up("too large")
    except PasswordError:
        return given_up("locked")
    except (CalamineError, ValueError, OSError) as error:
        return given_up("too large" if "limit exceeded" in str(error) else "damaged")
    return 0 if filled else given_up("no table")


class TooLarge(Exception):
    """A sheet has more cells than a table may have."""


def written(book: CalamineWorkbook, name: str) -> bool:
    """Write one sheet; False where nothing stands in it, or where it is a chart."""
    try:
        sheet = book.get_sheet_by_name(name)
    except WorksheetNotFound:
        return False
    if not sheet.height:
        return False
    # Counted from the first cell of the sheet: rows that are skipped are gone through too.
    if sheet.total_width > MOST_COLUMNS or sheet.total_height > 2 * MOST_ROWS:
        raise TooLarge
    sys.stdout.write(json.dumps(name) + "\n")
    for row in sheet.iter_rows():
        sys.stdout.write(json.dumps(said([text(cell) for cell in row])) + "\n")
    return True


def said(cells: list[str]) -> list[str]:
    """The cells of a row; none where they are but formulas drawn down beyond the last row that says something."""
    return cells if any(cell and not SHOWN.fullmatch(cell) for cell in cells) else []


def given_up(why: str) -> int:
    sys.stderr.write(why + "\n")
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
