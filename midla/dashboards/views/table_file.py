"""A table of figures as a file: CSV or XLSX; who took it out is written down."""

import csv
import io
from typing import Any, ClassVar

import xlsxwriter
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.views.generic.base import View

from midla.dashboards.reporting.spreadsheet import OPTIONS, write
from midla.dashboards.reporting.telling import Table
from midla.records.exporting import BOM, SEPARATORS, guarded
from midla.records.models import Access
from midla.records.views.exports import INTERNAL_USE, XLSX_TYPE


class TableFile(View):
    """What such files share. `about` is the model that the figures are of."""

    request: HttpRequest
    file_format = "csv"
    about: ClassVar[type[models.Model]]

    def sent(self, table: Table, name: str) -> HttpResponse:
        """The file, under a name that says what it is."""
        Access.objects.create(
            by=self.request.user,
            act="export",
            model_label=self.about._meta.label_lower,
            rows=len(table.rows),
            purpose=INTERNAL_USE,
        )
        content, kind = self.xlsx(table) if self.file_format == "xlsx" else self.csv(table)
        headers = {"Content-Disposition": f'attachment; filename="{name}.{self.file_format}"'}
        return HttpResponse(content, content_type=kind, headers=headers)

    def csv(self, table: Table) -> tuple[bytes, str]:
        written = io.StringIO()
        writer = csv.writer(written, delimiter=SEPARATORS[0], lineterminator="\r\n")
        writer.writerow(table.heads)
        writer.writerows([self.cell(cell) for cell in row] for row in table.rows)
        return (BOM + written.getvalue()).encode(), "text/csv; charset=utf-8"

    def cell(self, cell: Any) -> Any:
        """A cell that no spreadsheet runs."""
        return guarded(cell) if isinstance(cell, str) else cell

    def xlsx(self, table: Table) -> tuple[bytes, str]:
        file = io.BytesIO()
        book = xlsxwriter.Workbook(file, OPTIONS)
        write(book, table, book.add_format({"bold": True}))
        book.close()
        return file.getvalue(), XLSX_TYPE
