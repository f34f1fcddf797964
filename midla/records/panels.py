"""Panels and events: what other apps show on a record's page.

The app that owns the shown records declares a panel in its `panels.py`, for the model of the page; the page never
names the app. A panel asks at most two queries for at most ten rows, and links to the rest. An event source adds its
newest things to the page's one time-line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from midla.records.models import Merge
from midla.records.purging import KEPT_FOR as MERGE_UNDONE_WITHIN
from midla.records.registry import type_of
from midla.ui.dates import short_day

MOST_ROWS = 10
MOST_EVENTS = 12

# Places on a page: the buttons in its head (of each row the title, address and, as `lead`, the icon's name), the box at
# the top beside the first answer, the main column, the column beside it.
ACTIONS, TOP, MAIN, ASIDE = "actions", "top", "main", "aside"


@dataclass(frozen=True)
class Row:
    """One line of a panel, as components/rows.html draws it; `lead`, `sub` and `end` may come drawn."""

    title: str | Promise | SafeString
    url: str = ""
    sub: str | Promise | SafeString = ""
    lead: str | SafeString = ""
    end: str | SafeString = ""


@dataclass(frozen=True)
class Event:
    """One point of the time-line; `key` draws a filled dot, for meetings and changes of stage."""

    at: datetime
    icon: str
    title: str | Promise
    when: str
    text: str | Promise | SafeString = ""
    url: str = ""
    key: bool = False


@dataclass(frozen=True)
class Asked:
    """Who opened which record's page, and what the address asked beside it."""

    record: Any
    user: Any
    request: HttpRequest
    # What the panels of one app have fetched for each other.
    shared: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def as_of(self) -> date | None:
        """The day of `?as_of=YYYY-MM-DD`; None where no day was asked, or nonsense."""
        text = self.request.GET.get("as_of", "")
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        return day if 1900 <= day.year <= 2100 else None


class Panel:
    """A part of a record's page. Subclass it in `panels.py` of the app that owns the rows, with `@panel`."""

    # The model of the page. A proxy means that face alone, its concrete model every face.
    model: ClassVar[type[models.Model]]
    title: ClassVar[str | Promise]
    place: ClassVar[str] = ASIDE
    # Panels of one place stand by this number.
    order: ClassVar[int] = 50
    template: ClassVar[str] = "records/_panel.html"
    # Whether the head says how many rows there are.
    counted: ClassVar[bool] = False
    # Who lacks it does not see the panel.
    permission: ClassVar[Any] = None

    def rows(self, asked: Asked) -> Iterable[Row]:
        """At most ten rows, by at most two queries, all through `visible_to(asked.user)`."""
        raise NotImplementedError

    def link(self, asked: Asked) -> tuple[str, str]:
        """Label and address of the link in the panel's head; empty for none."""
        return "", ""

    def context(self, asked: Asked) -> dict[str, Any]:
        """What the template needs; a panel with nothing to say returns an empty one and is left out."""
        rows = list(self.rows(asked))[:MOST_ROWS]
        label, url = self.link(asked)
        count = f"{len(rows)}+" if len(rows) == MOST_ROWS else str(len(rows))
        title = f"{self.title} ({count})" if self.counted else self.title
        return {"title": title, "rows": rows, "link": label, "url": url} if rows or url else {}


class EventSource:
    """Adds to the time-line of a record's page. Subclass it in `panels.py`, with `@event_source`."""

    model: ClassVar[type[models.Model]]

    def events(self, asked: Asked) -> Iterable[Event]:
        """The newest events, at most MOST_EVENTS, by at most two queries, through `visible_to(asked.user)`."""
        raise NotImplementedError


PANELS: list[Panel] = []
EVENT_SOURCES: list[EventSource] = []


def panel(declaration: type[Panel]) -> type[Panel]:
    """Class decorator: enter a panel in the register."""
    PANELS.append(declaration())
    PANELS.sort(key=lambda known: known.order)
    return declaration


def event_source(declaration: type[EventSource]) -> type[EventSource]:
    """Class decorator: enter a source of events in the register."""
    EVENT_SOURCES.append(declaration())
    return declaration


def concerns(declared: type[models.Model], record: models.Model) -> bool:
    """True where something declared for a model stands on this record's page."""
    return declared in (type(record), record._meta.concrete_model)


def panels_of(asked: Asked, place: str) -> Iterator[dict[str, Any]]:
    """The contexts of the panels at one place of a page, each with its template; those with nothing are left out."""
    for known in PANELS:
        wanted = known.place == place and concerns(known.model, asked.record)
        may = known.permission is None or asked.user.can(known.permission)
        if wanted and may and (context := known.context(asked)):
            yield {"template": known.template, **context}


def events_of(asked: Asked, limit: int = MOST_EVENTS) -> list[Event]:
    """The newest events of every source, as one time-line."""
    found = [
        happened
        for source in EVENT_SOURCES
        if concerns(source.model, asked.record)
        for happened in source.events(asked)
    ]
    return sorted(found, key=lambda happened: happened.at, reverse=True)[:limit]


class MergedHere(Panel):
    """What was merged into a record in the last 30 days, with the way to undo it; each app declares it for its own."""

    title = gettext_lazy("Merged into this record")
    order = 90

    def rows(self, asked: Asked) -> Iterable[Row]:
        declared = type_of(asked.record)
        if declared.merge_permission is None or not asked.user.can(declared.merge_permission):
            return []
        since = timezone.now() - MERGE_UNDONE_WITHIN
        merges = Merge.objects.into(asked.record).filter(at__gt=since).exclude(steps=[]).select_related("by")
        return [
            Row(
                gettext("Undo the merge of %(day)s") % {"day": short_day(row.at)},
                reverse(f"{declared.url}-merge-undo", args=[asked.record.pk, row.pk]),
                sub=str(row.by or ""),
            )
            for row in merges[:MOST_ROWS]
        ]
