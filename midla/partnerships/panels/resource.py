"""Needs and offers on the pages of who has them, and of the meeting where they were heard."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from associations.models import Organisation
from contacts.attendance import hides_people
from contacts.models import Meeting, Person
from midla.accounts.permissions import Permission
from midla.partnerships.facts import state_mark
from midla.partnerships.holders import holders, unseen
from midla.partnerships.models import Resource, Side
from midla.records.panels import ASIDE, MAIN, MOST_ROWS, Asked, Panel, Row, panel
from midla.records.questions import Question
from midla.ui import dates, marks

# Read at once for both sides; a page shows ten of each.
MOST_READ = 40
SIDES = (
    (Side.NEED, gettext_lazy("Needs"), gettext_lazy("Add a need")),
    (Side.OFFER, gettext_lazy("Offers"), gettext_lazy("Add an offer")),
)


def address(side: str, page: str, **query: Any) -> str:
    """The address of one of the pages of needs or offers."""
    url = reverse(f"partnerships:{side}-{page}")
    return f"{url}?{urlencode(query)}" if query else url


def sub(resource: Resource) -> str:
    """Kind, theme and how much, in one line."""
    amount = marks.euros(resource.amount) if resource.amount is not None else ""
    return " · ".join(part for part in (str(resource.get_kind_display()), str(resource.theme), amount) if part)


@Question
def open_resources(record: int, *, reader: Any, holder: str, today: datetime.date) -> QuerySet:
    """What a record holds that is open today."""
    rows = Resource.objects.visible_to(reader).open(today).filter(**{f"{holder}_id": record})
    return rows.select_related("theme").order_by("-pk")[:MOST_READ]


class OpenResources(Panel):
    """Open needs and offers of one holder, with the ways to all of them and to one more."""

    title = gettext_lazy("Needs and offers")
    place = ASIDE
    order = 15
    template = "partnerships/_resources.html"
    # The name of the holder in addresses and in the table.
    holder: str

    def context(self, asked: Asked) -> dict[str, Any]:
        rows = list(self.resources(asked))
        may_edit = asked.user.can(Permission.EDIT)
        if not rows and not may_edit:
            return {}
        return {"title": self.title, "sides": [self.side(asked, rows, *one, may_edit) for one in SIDES]}

    def resources(self, asked: Asked) -> Iterable[Resource]:
        return open_resources(asked.record.pk, reader=asked.user, holder=self.holder, today=timezone.localdate())

    def side(
        self, asked: Asked, rows: list[Resource], side: str, label: Any, add: Any, may_edit: bool
    ) -> dict[str, Any]:
        """One of the two: its rows, the list of all, the form for one more."""
        own = [row for row in rows if row.side == side]
        named = {self.holder: asked.record.pk}
        return {
            "label": label,
            "rows": [self.row(row) for row in own[:MOST_ROWS]],
            "all_url": address(side, "list", **named) if own else "",
            "add": add,
            "add_url": address(side, "add", **named) if may_edit else "",
        }

    def row(self, resource: Resource) -> Row:
        end = dates.due(resource.ends_on) if resource.ends_on else ""
        return Row(resource.what, resource.get_absolute_url(), sub(resource), end=end)


@panel
class OfOrganisation(OpenResources):
    """On an organisation's page."""

    model = Organisation
    holder = "organisation"


@panel
class OfPerson(OpenResources):
    """On a person's page."""

    model = Person
    holder = "person"


@panel
class HeardAtMeeting(Panel):
    """On a meeting's page: what was heard there, whatever became of it."""

    model = Meeting
    title = gettext_lazy("Needs and offers heard")
    place = MAIN
    template = "partnerships/_heard.html"

    def context(self, asked: Asked) -> dict[str, Any]:
        rows, may_edit = list(self.rows(asked)), asked.user.can(Permission.EDIT)
        meeting = {"meeting": asked.record.pk}
        adds = [(add, address(side, "add", **meeting)) for side, _label, add in SIDES] if may_edit else []
        return {"title": self.title, "rows": rows, "adds": adds} if rows or adds else {}

    def rows(self, asked: Asked) -> Iterable[Row]:
        heard = Resource.objects.visible_to(asked.user).filter(meeting_id=asked.record.pk)
        # Who was at the meeting of a religious community or a trade union is not told here either, nor a page away.
        if hides_people(asked.record, asked.user):
            heard = heard.filter(person=None)
        found = list(heard.select_related("theme").order_by("pk")[:MOST_ROWS])
        whose = holders([row.pk for row in found], asked.user) if found else {}
        for row in found:
            line = " · ".join((str(row.get_side_display()), whose.get(row.pk, unseen()).name, sub(row)))
            yield Row(row.what, row.get_absolute_url(), line, end=state_mark(row))
