"""A report as a spreadsheet: one sheet for each part, numbers as numbers, never a formula."""

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from midla.dashboards.reporting.telling import Aim, Cell, Table, Told
from midla.records.exporting import SHEET_NAME_LENGTH, guarded, plain

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTHS = (48, 18)


def xlsx(told: Told) -> bytes:
    """The finished file."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    bold = book.add_format({"bold": True})
    for table in tables(told):
        write(book, table, bold)
    book.close()
    return file.getvalue()


def tables(told: Told) -> list[Table]:
    """The parts of a report, each as a table."""
    changed = [told.differences] if told.differences else []
    return [about(told), results(told.aims), *changed, partnerships(told), *told.annexes]


def about(told: Told) -> Table:
    """What the report is, and what was written about the period."""
    rows = [[_("Report"), told.title], [_("Period"), told.lead], [_("As of"), told.as_of]]
    return Table(_("About"), [_("What"), ""], [*rows, *([label, text] for label, text in told.narratives)])


def results(aims: Iterable[Aim]) -> Table:
    """The framework, a row for each indicator."""
    rows: list[list[Cell]] = [
        [
            f"{aim.number} {aim.name}",
            one.name,
            one.baseline,
            one.target,
            one.value,
            one.percent,
            one.verification,
            one.definition,
        ]
        for aim in aims
        for one in aim.measures
    ]
    heads = [_("Aim"), _("Indicator"), _("Baseline"), _("Target"), _("Value"), "%", _("Verified by"), _("Definition")]
    return Table(_("Results"), heads, rows)


def partnerships(told: Told) -> Table:
    """The sheets of partnerships, a row each."""
    rows: list[list[Cell]] = [
        [
            sheet.title,
            "\n".join(f"{label}: {text}" for label, text in sheet.facts),
            "\n".join(sheet.organisations),
            sum((Decimal(row[1] or 0) for row in sheet.money.rows), Decimal(0)),
            sum((Decimal(row[2] or 0) for row in sheet.money.rows), Decimal(0)),
            "\n".join(sheet.results),
        ]
        for sheet in told.sheets
    ]
    heads = [_("Title"), _("Facts"), _("Who takes part"), _("EUR committed"), _("EUR paid out"), _("Results")]
    return Table(_("Partnerships"), heads, rows)


def write(book: Any, table: Table, bold: Any) -> None:
    """A sheet of the file."""
    sheet = book.add_worksheet(sheet_name(table.title, [known.get_name() for known in book.worksheets()]))
    sheet.set_column(0, 0, WIDTHS[0])
    sheet.set_column(1, max(len(table.heads) - 1, 1), WIDTHS[1])
    for place, head in enumerate(table.heads):
        sheet.write_string(0, place, plain(head), bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            write_cell(sheet, number, place, cell)


def write_cell(sheet: Any, row: int, place: int, cell: Cell) -> None:
    """A cell as what it is; what is not known stays empty."""
    if isinstance(cell, str):
        sheet.write_string(row, place, plain(guarded(cell)))
    elif cell is not None:
        sheet.write_number(row, place, cell)


def sheet_name(title: str, taken: Sequence[str]) -> str:
    """A name that a sheet can have, and none has yet."""
    name = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[: SHEET_NAME_LENGTH - 3]
    return name if name not in taken else f"{name} {len(taken)}"
