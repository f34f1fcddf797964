"""The trash: moving a record there, seeing what lies there, taking it back."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View

from midla.records.actions import restore, trash
from midla.records.errors import Refused
from midla.records.forms import readable
from midla.records.purging import KEPT_FOR
from midla.records.registry import RecordType, record_types
from midla.records.views.page import Record, RecordPage, address, one_or_404, trashed_rows
from midla.ui.messages import say

MOST_ROWS = 200


class RecordTrash(RecordPage):
    """Asks before a record is moved to the trash, and moves it."""

    template_name = "records/trash.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A second click finds the record in the trash already, and gets the same answer.
        mine = trashed_rows(self.type, request.user).filter(pk=self.kwargs["pk"], trashed_by=request.user.pk)
        gone = mine.first()
        if gone is None:
            try:
                self.move()
            except Refused as refused:
                return self.render_to_response(self.get_context_data(sentence=refused.sentence))
        return redirect(self.type.left_url(gone or self.record))

    def move(self) -> None:
        """Move the record to the trash and say so."""
        reason = readable(self.request.POST.get("reason", ""))[:200]
        trash(self.record, by=self.request.user, reason=reason)
        undo_url = self.address("restore", self.record.pk)
        say(self.request, _("Moved to the trash: %(name)s.") % {"name": self.record}, undo_url=undo_url)


class RecordRestore(RecordPage):
    """Takes a record back from the trash."""

    http_method_names: ClassVar[list[str]] = ["post"]

    @cached_property
    def record(self) -> Record:
        return one_or_404(trashed_rows(self.type, self.request.user), self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        [kept] = self.found() or [None]
        if kept is None:
            kept = self.record
            try:
                restore(kept, by=request.user)
            except Refused as refused:
                return render(request, "409.html", {"sentence": refused.sentence, "back": "/trash/"}, status=409)
            say(request, _("Taken back from the trash: %(name)s.") % {"name": kept})
        return redirect(self.type.detail_url(kept))


@dataclass(frozen=True)
class Trashed:
    """One row of the trash."""

    declared: RecordType
    record: Record

    @property
    def kind(self) -> str:
        return capfirst(str(self.declared.singular))

    @property
    def restore_url(self) -> str:
        return address(self.declared, "restore", self.record.pk)

    @property
    def gone_on(self) -> Any:
        """The day on which it is deleted for good."""
        return self.record.trashed_at + KEPT_FOR + timedelta(days=1)


class TrashList(View):
    """What the reader may take back, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.rows()
        context = {"rows": rows[:MOST_ROWS], "total": len(rows), "has_more": len(rows) > MOST_ROWS}
        return render(request, "records/trash_list.html", context)

    def rows(self) -> list[Trashed]:
        found = [
            Trashed(declared, record)
            for declared in record_types()
            for record in self.of_type(declared).order_by("-trashed_at")[: MOST_ROWS + 1]
            if address(declared, "restore", record.pk)
        ]
        return sorted(found, key=lambda row: row.record.trashed_at, reverse=True)

    def of_type(self, declared: RecordType) -> Any:
        rows = trashed_rows(declared, self.request.user).for_list()
        return rows.select_related("trashed_by")
