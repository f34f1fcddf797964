"""What stands on a person's page: roles over time, meetings, follow-ups."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from contacts.models import Affiliation, FollowUp, Meeting, Person
from contacts.panels.organisation import meeting_event
from midla.accounts.permissions import Permission
from midla.records.panels import (
    ASIDE,
    MAIN,
    MOST_EVENTS,
    MOST_ROWS,
    Asked,
    Event,
    EventSource,
    MergedHere,
    Panel,
    Row,
    event_source,
    panel,
)
from midla.ui import dates


@panel
class RolesOverTime(Panel):
    """Every role, present and past; `?as_of=` shows those of one day. Who may edit changes or ends one from here."""

    model = Person
    title = gettext_lazy("Roles over time")
    place = MAIN
    order = 10
    template = "contacts/_roles.html"

    def context(self, asked: Asked) -> dict[str, Any]:
        may_edit, rows = asked.user.can(Permission.EDIT), list(self.rows(asked))
        if not rows and not may_edit and not asked.as_of:
            return {}
        return {
            "title": self.title,
            "rows": rows,
            "url": f"{reverse('contacts:affiliation-add')}?person={asked.record.pk}" if may_edit else "",
            "link": _("Add a role"),
            "empty": _("No role yet."),
            "as_of": asked.as_of,
        }

    def rows(self, asked: Asked) -> Iterable[Row]:
        roles = Affiliation.objects.of(asked.user, person=asked.record.pk)
        if asked.as_of:
            roles = roles.on(asked.as_of)
        newest = roles.select_related("role", "organisation").order_by(
            F("ended_on").desc(nulls_first=True), "-started_on"
        )
        may_edit = asked.user.can(Permission.EDIT)
        return [self.row(role, may_edit) for role in newest[:MOST_ROWS]]

    def row(self, role: Affiliation, may_edit: bool) -> Row:
        since = dates.short_day(role.started_on) if role.started_on else "…"
        until = dates.short_day(role.ended_on) if role.ended_on else _("today")
        end: Any = f"{since} – {until}"
        if may_edit:
            label = _("Change or end the role: %(role)s") % {"role": role.role}
            url = reverse("contacts:affiliation-edit", args=[role.pk])
            end = format_html('<a href="{}" aria-label="{}, {}">{}</a>', url, label, end, end)
        return Row(str(role.organisation), role.organisation.get_absolute_url(), sub=str(role.role), end=end)


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
        return pgettext("follow-ups", "All"), f"{reverse('contacts:follow-up-list')}?person={asked.record.pk}"


@event_source
class MeetingsOfPerson(EventSource):
    """The meetings somebody took part in."""

    model = Person

    def events(self, asked: Asked) -> Iterable[Event]:
        rows = Meeting.objects.visible_to(asked.user).with_person(asked.record.pk, asked.user)
        rows = rows.filter(starts_at__lte=timezone.now())
        newest = rows.select_related("kind").defer("search_key", "outcome").order_by("-starts_at", "-pk")
        return map(meeting_event, newest[:MOST_EVENTS])


@panel
class PersonMerged(MergedHere):
    """Records that were merged into this person's."""

    model = Person
