"""The page of one record."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from midla.records.panels import ASIDE, MAIN, TOP, Asked, events_of, panels_of
from midla.records.views.page import RecordPage, trashed_rows


class RecordDetail(RecordPage):
    """Everything that concerns one record, on one screen: its own facts, and the panels other apps declare."""

    template_name = "records/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self.render_to_response(self.get_context_data())
        except Http404:
            return self.in_trash() or self.elsewhere() or self.nothing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Asked(self.record, self.request.user, self.request)
        return super().get_context_data(
            asked=asked,
            events=events_of(asked),
            panels_top=list(panels_of(asked, TOP)),
            panels_main=list(panels_of(asked, MAIN)),
            panels_aside=list(panels_of(asked, ASIDE)),
            facts=self.facts(),
            edit_url=self.own_address("edit"),
            history_url=self.own_address("history"),
            trash_url=self.own_address("trash"),
            attach_url=self.own_address("attach"),
            **kwargs,
        )

    def own_address(self, page: str) -> str:
        """The address of another page of this record."""
        return self.address(page, self.record.pk)

    def facts(self) -> list[tuple[str, Any]]:
        """Label and value of the key facts; each record says its own."""
        return []

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
