"""What stands on a person's page: roles over time, meetings, follow-ups."""

from collections.abc import Iterable

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Affiliation, FollowUp, Meeting, Person
from contacts.panels.organisation import meeting_event
from midla.records.panels import (
    ASIDE,
    MAIN,
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
from midla.ui import dates


@panel
class RolesOverTime(Panel):
    """Every role, present and past; `?as_of=` shows those of one day."""

    model = Person
    title = gettext_lazy("Roles over time")
    place = MAIN
    order = 10

    def rows(self, asked: Asked) -> Iterable[Row]:
        roles = Affiliation.objects.of(asked.user, person=asked.record.pk)
        if asked.as_of:
            roles = roles.on(asked.as_of)
        newest = roles.select_related("role", "organisation").order_by(
            F("ended_on").desc(nulls_first=True), "-started_on"
        )
        return [self.row(role) for role in newest[:MOST_ROWS]]

    def row(self, role: Affiliation) -> Row:
        since = dates.short_day(role.started_on) if role.started_on else "…"
        until = dates.short_day(role.ended_on) if role.ended_on else _("today")
        return Row(
            str(role.organisation), role.organisation.get_absolute_url(), sub=str(role.role), end=f"{since} – {until}"
        )


@panel
class OpenFollowUps(Panel):
    """What was promised and is still open."""

    model = Person
    title = gettext_lazy("What is due")
    place = ASIDE
    order = 10

    def rows(self, asked: Asked) -> Iterable[Row]:
        rows = FollowUp.objects.of(asked.user).open().about_person(asked.record.pk, asked.user)
        for row in rows.select_related("owner").order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST_ROWS]:
            url = reverse("contacts:follow-up-detail", args=[row.pk])
            yield Row(row.what, url, sub=str(row.owner), end=dates.due(row.due_on) if row.due_on else "")

    def link(self, asked: Asked) -> tuple[str, str]:
        return _("All"), f"{reverse('contacts:follow-up-list')}?person={asked.record.pk}"


@event_source
class MeetingsOfPerson(EventSource):
    """The meetings somebody took part in."""

    model = Person

    def events(self, asked: Asked) -> Iterable[Event]:
        rows = Meeting.objects.visible_to(asked.user).with_person(asked.record.pk, asked.user)
        rows = rows.filter(starts_at__lte=timezone.now())
        newest = rows.select_related("kind").defer("search_key", "outcome").order_by("-starts_at", "-pk")
        return map(meeting_event, newest[:MOST_EVENTS])
