"""A list as a file: exactly its rows, all columns its reader may read; who took out how much is written down."""

import re
from array import array
from typing import Any, ClassVar

from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpRequest, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from midla.records.bulk import NOTHING_PICKED, Selection
from midla.records.exporting import SEPARATORS, csv_chunks, keys_in_order, xlsx_file
from midla.records.lists import Listing
from midla.records.models import Access
from midla.records.search import fold
from midla.records.views.page import TypePage
from midla.ui.messages import say

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INTERNAL_USE = "internal use"
LONGEST_PART = 60


class RecordExport(TypePage):
    """The list as CSV or XLSX. GET exports what the address finds, POST the rows picked on the list's page."""

    file_format: ClassVar[str] = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.answer(request.GET)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        selection = Selection.posted(self.type, request.user, request.POST)
        if not selection.everything and not selection.picks:
            say(request, NOTHING_PICKED)
            return redirect(f"{self.address('list')}?{selection.listing.address}")
        return self.answer(QueryDict(selection.query), None if selection.everything else selection.picks)

    def answer(self, query: QueryDict, picks: tuple[int, ...] | None = None) -> HttpResponseBase:
        listing = Listing(self.type, self.request.user, query, picks)
        if not listing.filters.form.is_valid():
            raise BadRequest(_("A filter in the address cannot be read. Go back to the list and correct it."))
        keys = keys_in_order(listing)
        self.write_down(len(keys))
        return self.csv(listing, keys) if self.file_format == "csv" else self.xlsx(listing, keys)

    def write_down(self, rows: int) -> None:
        """Note in the log of accesses who exports how many of what."""
        Access.objects.create(
            by=self.request.user, act="export", model_label=self.type.label(), rows=rows, purpose=INTERNAL_USE
        )

    def csv(self, listing: Listing, keys: array) -> HttpResponseBase:
        asked = self.request.GET.get("separator", "")
        separator = asked if asked in SEPARATORS else SEPARATORS[0]
        chunks = csv_chunks(listing, keys, separator)
        response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
        return self.named(response, listing)

    def xlsx(self, listing: Listing, keys: array) -> HttpResponseBase:
        return self.named(FileResponse(xlsx_file(listing, keys), content_type=XLSX_TYPE), listing)

    def named(self, response: Any, listing: Listing) -> HttpResponseBase:
        """Send it as a file whose name says what it is, by which filters, who took it and when."""
        filters = " ".join(active.words for active in listing.filters.active)
        when = f"{timezone.localtime():%Y-%m-%d %H%M}"
        parts = [plain_words(part) for part in ("MIDLA", self.type.plural, filters, self.request.user, when)]
        name = f"{'_'.join(filter(None, parts))}.{self.file_format}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def plain_words(part: Any) -> str:
    """Words as a name of a file can hold them on every system, of a sensible length."""
    return re.sub(r"[^a-z0-9]+", "-", fold(str(part))).strip("-")[:LONGEST_PART].strip("-")
