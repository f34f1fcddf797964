"""The page of one record."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst

from midla.records.merging import merged_into
from midla.records.models import Attachment, Change, Record, Verb
from midla.records.panels import (
    ACTIONS,
    ASIDE,
    MAIN,
    MOST_EVENTS,
    MOST_ROWS,
    TOP,
    Asked,
    Event,
    events_of,
    panels_of,
)
from midla.records.questions import Question
from midla.records.views.page import RecordPage, trashed_rows
from midla.records.wording import Wording
from midla.ui import dates

FIELDS_TOLD = frozenset({Verb.EDITED, Verb.UNDONE})
VERB_ICONS: dict[str, str] = {
    Verb.CREATED: "plus-lg",
    Verb.TRASHED: "trash",
    Verb.RESTORED: "arrow-counterclockwise",
    Verb.UNDONE: "arrow-counterclockwise",
}


def change_event(change: Change, wording: Wording) -> Event:
    """A change on the time-line: who changed which fields; before and after stand in the history."""
    verb = capfirst(str(change.get_verb_display()))
    names = ", ".join(wording.labels(change.after)) if change.verb in FIELDS_TOLD else ""
    when = " · ".join(str(part) for part in (dates.moment(change.at), change.by) if part)
    return Event(at=change.at, icon=VERB_ICONS.get(change.verb, "pencil"), title=verb, when=when, text=names)


@Question
def files_of(record: int, *, model: type[Record], reader: Any) -> QuerySet:
    """The newest files of a record that the reader may open."""
    return Attachment.objects.of(model(pk=record)).open_to(reader)[:MOST_ROWS]


@Question
def newest_changes(record: int, *, model: type[Record]) -> QuerySet:
    """The newest rows of a record's history."""
    return Change.objects.of(model(pk=record)).select_related("by")[:MOST_EVENTS]


class RecordDetail(RecordPage):
    """Everything that concerns one record, on one screen: its own facts, and the panels other apps declare."""

    template_name = "records/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self.render_to_response(self.get_context_data())
        except Http404:
            return self.merged() or self.in_trash() or self.elsewhere() or self.nothing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Asked(self.record, self.request.user, self.request)
        return super().get_context_data(
            asked=asked,
            events=self.events(asked),
            files=files_of(self.record.pk, model=type(self.record), reader=self.request.user),
            panels_actions=list(panels_of(asked, ACTIONS)),
            panels_top=list(panels_of(asked, TOP)),
            panels_main=list(panels_of(asked, MAIN)),
            panels_aside=list(panels_of(asked, ASIDE)),
            facts=self.facts(),
            edit_url=self.own_address("edit"),
            history_url=self.own_address("history"),
            trash_url=self.own_address("trash"),
            attach_url=self.own_address("attach"),
            merge_url=self.merge_url(),
            **kwargs,
        )

    def events(self, asked: Asked) -> list[Event]:
        """The time-line: what other apps add, and the record's own changes."""
        changes = newest_changes(self.record.pk, model=type(self.record))
        wording = Wording(self.type, self.request.user, self.record)
        own = [change_event(change, wording) for change in changes]
        return sorted([*events_of(asked), *own], key=lambda event: event.at, reverse=True)[:MOST_EVENTS]

    def own_address(self, page: str) -> str:
        """The address of another page of this record."""
        return self.address(page, self.record.pk)

    def merge_url(self) -> str:
        """Where another record is merged into this one; empty for who may not."""
        permission = self.type.merge_permission
        return self.own_address("merge") if permission is not None and self.request.user.can(permission) else ""

    def facts(self) -> list[tuple[str, Any]]:
        """Label and value of the key facts; each record says its own."""
        return []

    def merged(self) -> HttpResponse | None:
        """The page of the record that this one was merged into."""
        if self.type.merge_permission is None:
            return None
        key = merged_into(self.type.label(), self.kwargs["pk"])
        seen = self.type.visible_to(self.request.user).filter(pk=key).first() if key else None
        return redirect(self.type.detail_url(seen)) if seen else None

    def in_trash(self) -> HttpResponse | None:
        """For who may restore it: there is nothing here any more, and the way to take it back."""
        record = trashed_rows(self.type, self.request.user).filter(pk=self.kwargs["pk"]).first()
        if record is None:
            return None
        context = {"record": record, "type": self.type, "restore_url": self.address("restore", record.pk)}
        return render(self.request, "records/trashed.html", context, status=404)

    def elsewhere(self) -> HttpResponse | None:
        """Where the record has moved to; each record says its own."""
        return None

    def nothing(self) -> HttpResponse:
        raise Http404
