"""The history of a record in words, and taking one change back."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from midla.records.actions import undo
from midla.records.errors import Refused
from midla.records.models import Change, Merge, Verb
from midla.records.views.page import Record, RecordPage, one_or_404, refuse_others, trashed_rows
from midla.records.wording import Line, Wording, wording_of
from midla.ui.messages import say

PAGE_SIZE = 50
UNDONE_FROM_HERE = frozenset({Verb.EDITED, Verb.UNDONE})


@dataclass(frozen=True)
class Told:
    """One change in words; `undo_url` is empty where the reader cannot take it back."""

    change: Change
    lines: list[Line]
    undo_url: str

    @property
    def verb(self) -> str:
        return str(self.change.get_verb_display())


def changes_of_all(record: Record) -> QuerySet[Change]:
    """The history of a record and of those that were merged into it."""
    merged = Merge.objects.into(record).order_by().values("loser_id")
    return Change.objects.filter(Q(record_id=record.pk) | Q(record_id__in=merged), model_label=record.label())


class RecordHistory(RecordPage):
    """Who changed what and when, before and after, in words."""

    template_name = "records/history.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = changes_of_all(self.record).select_related("by")
        page = Paginator(changes, PAGE_SIZE).get_page(self.request.GET.get("page"))
        sides = [side for change in page for side in (change.before, change.after)]
        wording = wording_of(self.type, self.request.user, sides, self.record)
        told = [self.told(change, wording) for change in page]
        return super().get_context_data(told=told, pages=page, total=page.paginator.count, **kwargs)

    def told(self, change: Change, wording: Wording) -> Told:
        own = change.record_id == self.record.pk and not wording.guarded & change.after.keys()
        may = own and change.verb in UNDONE_FROM_HERE and may_undo(self, change)
        undo_url = self.address("undo", self.record.pk, change.pk) if may else ""
        return Told(change, wording.lines(change.before, change.after), undo_url)


def may_undo(page: RecordPage, change: Change) -> bool:
    """True for one's own changes, and for anybody's with the right to undo them."""
    own = change.by_id == page.request.user.pk and page.can.edit
    return bool(own or page.can.edit_any)


class ChangeUndo(RecordPage):
    """Takes one change of a record back."""

    http_method_names: ClassVar[list[str]] = ["post"]

    @cached_property
    def record(self) -> Record:
        """The record, in its trash too: moving it there is a change like others."""
        kept = self.found()
        return kept[0] if kept else one_or_404(trashed_rows(self.type, self.request.user), self.kwargs["pk"])

    @cached_property
    def change(self) -> Change:
        return one_or_404(Change.objects.of(self.record), self.kwargs["change"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_others(may_undo(self, self.change))
        if self.touches_unread():
            raise PermissionDenied(_("It changed what you may not read. Ask a colleague who may."))
        if not self.was_undone():
            try:
                undo(self.record, self.change, by=request.user)
            except Refused as refused:
                return self.refused(refused.sentence)
            except IntegrityError:
                return self.refused(_("What it held before no longer exists. Edit the record instead."))
            say(request, _("Undone: %(name)s.") % {"name": self.record})
        return redirect(self.next_address())

    def touches_unread(self) -> bool:
        """True where values would be put back that the reader may not read."""
        if self.change.verb not in UNDONE_FROM_HERE:
            return False
        return bool(self.type.hidden_fields(self.request.user, self.record) & self.change.after.keys())

    def was_undone(self) -> bool:
        """True where the newest change is the one that took this back: a second click gets the same answer."""
        newest = Change.objects.of(self.record).first()
        if newest is None or newest.by_id != self.request.user.pk:
            return False
        if self.change.verb == Verb.CREATED:
            return newest.verb == Verb.TRASHED
        return newest.verb == Verb.UNDONE and newest.pk != self.change.pk and newest.after == self.change.before

    def refused(self, sentence: Any) -> HttpResponse:
        back = self.address("history", self.record.pk)
        return render(self.request, "409.html", {"sentence": sentence, "back": back}, status=409)

    def next_address(self) -> str:
        """The record's page, or the list where the record is in the trash now."""
        kept = self.found()
        return self.type.detail_url(kept[0]) if kept else self.type.left_url(self.record)
