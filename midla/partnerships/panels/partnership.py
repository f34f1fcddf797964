"""Partnerships on the pages of those who take part in them, and of the meetings at which they were talked about."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from associations.models import Organisation
from contacts.models import Meeting, Person
from midla.accounts.permissions import Permission
from midla.partnerships.columns.partnership import stage_mark
from midla.partnerships.models import LIVE, Participant, Partnership, PartRole
from midla.partnerships.querysets import beside_special
from midla.records.panels import (
    ACTIONS,
    ASIDE,
    MOST_EVENTS,
    MOST_ROWS,
    Asked,
    Event,
    EventSource,
    Panel,
    Row,
    event_source,
    panel,
)
from midla.records.questions import Question
from midla.records.seeing import one_of
from midla.ui import dates

# Enough for panel and time-line together.
MOST_LOOKED_AT = 60
LIVE_FIRST = Case(When(stage__in=LIVE, then=Value(0)), default=Value(1))


def row_of(partnership: Partnership, role: str = "") -> Row:
    """A partnership with its stage, and how long it has been there."""
    days = ngettext("%(days)d day", "%(days)d days", partnership.days_in_stage) % {"days": partnership.days_in_stage}
    parts = [role, days if partnership.is_live else ""]
    parts += [_("adrift")] if partnership.is_adrift else []
    sub = " · ".join(part for part in parts if part)
    end = stage_mark(partnership.stage, get_language())
    return Row(partnership.title, partnership.get_absolute_url(), sub, end=end)


@Question
def parts_of(record: int, *, reader: Any, column: str) -> QuerySet:
    """The parts a record has, that the reader may know of; the record was fetched through `visible_to`.

    A person's beside a religious community or a trade union are for who may read that tie.
    """
    seen = Partnership.objects.visible_to(reader)
    parts = Participant.objects.kept().filter(one_of(seen, "partnership_id"), **{column: record})
    if column == "person" and not reader.can(Permission.VIEW_SPECIAL):
        parts = parts.filter(~beside_special("partnership_id"))
    order = (Case(When(partnership__stage__in=LIVE, then=Value(0)), default=Value(1)), "-partnership__stage_since")
    return parts.select_related("partnership").order_by(*order)[:MOST_LOOKED_AT]


class TakingPart(Panel):
    """The partnerships in which the record of the page takes part, those worked on first."""

    title = gettext_lazy("Partnerships")
    place = ASIDE
    order = 30
    column = ""

    def taken(self, asked: Asked) -> list[Participant]:
        """The parts, asked once for the page: its time-line tells of them too."""
        if "partnership_parts" not in asked.shared:
            parts = parts_of(asked.record.pk, reader=asked.user, column=self.column)
            asked.shared["partnership_parts"] = parts
        return asked.shared["partnership_parts"]

    def rows(self, asked: Asked) -> Iterable[Row]:
        for part in self.taken(asked)[:MOST_ROWS]:
            yield row_of(part.partnership, str(PartRole(part.role).label))

    def link(self, asked: Asked) -> tuple[str, str]:
        url = f"{reverse('partnerships:partnership-list')}?{self.column}={asked.record.pk}"
        return pgettext("partnerships", "All"), url

    def context(self, asked: Asked) -> dict[str, Any]:
        context = super().context(asked)
        return context if context.get("rows") else {}


@panel
class PartnershipsOfOrganisation(TakingPart):
    """In which an organisation takes part."""

    model = Organisation
    column = "organisation"


@panel
class PartnershipsOfPerson(TakingPart):
    """In which a person takes part."""

    model = Person
    column = "person"


@panel
class OpenPartnership(Panel):
    """The button that opens a partnership from a meeting."""

    model = Meeting
    title = gettext_lazy("Open a partnership")
    place = ACTIONS
    permission = Permission.EDIT

    def rows(self, asked: Asked) -> Iterable[Row]:
        url = reverse("partnerships:partnership-add")
        return [Row(self.title, f"{url}?meeting={asked.record.pk}", lead="kanban")]


@panel
class PartnershipsOfMeeting(Panel):
    """The partnerships a meeting was about."""

    model = Meeting
    title = gettext_lazy("Partnerships")
    place = ASIDE
    order = 30

    def rows(self, asked: Asked) -> Iterable[Row]:
        rows = Partnership.objects.visible_to(asked.user).filter(meetings=asked.record.pk)
        return [row_of(partnership) for partnership in rows.order_by(LIVE_FIRST, "-stage_since")[:MOST_ROWS]]


@event_source
class StagesReached(EventSource):
    """On an organisation's time-line: the partnerships in which it takes part, by the stage they are at."""

    model = Organisation

    def events(self, asked: Asked) -> Iterable[Event]:
        taken = PartnershipsOfOrganisation().taken(asked)
        found = {part.partnership_id: part.partnership for part in taken}
        newest = sorted(found.values(), key=lambda partnership: partnership.stage_since, reverse=True)
        for partnership in newest[:MOST_EVENTS]:
            stage = capfirst(partnership.get_stage_display())
            yield Event(
                at=partnership.stage_since,
                icon="kanban",
                title=f"{partnership.title}: {stage}",
                when=dates.day(partnership.stage_since),
                url=partnership.get_absolute_url(),
                key=True,
            )
