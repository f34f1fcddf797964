"""What an organisation's page shows of meetings and follow-ups."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from associations.federation import keys_below
from associations.models import Organisation
from contacts.models import Affiliation, FollowUp, Meeting, MeetingState, PromisedBy
from midla.accounts.permissions import Permission
from midla.records.panels import (
    ACTIONS,
    ASIDE,
    MOST_EVENTS,
    MOST_ROWS,
    TOP,
    Asked,
    Event,
    EventSource,
    MergedHere,
    Panel,
    Row,
    event_source,
    panel,
)
from midla.records.questions import Question
from midla.ui import dates
from midla.ui.marks import initials

LONGEST_TEXT = 300
# Enough for every panel of the page, whatever lies between open and done.
MOST_LOOKED_AT = 60
# By the code of the kind; kinds that an office added have the plain one.
ICON = "chat-left-text"
ICONS = {
    "call": "telephone",
    "message": "chat-dots",
    "email": "envelope",
    "online": "camera-video",
}


def page(name: str, *args: Any, **query: Any) -> str:
    """The address of one of this app's pages; empty where it does not exist."""
    try:
        url = reverse(f"contacts:{name}", args=args)
    except NoReverseMatch:
        return ""
    return f"{url}?{urlencode(query)}" if query else url


def follow_ups(asked: Asked) -> list[FollowUp]:
    """The open ones, the most urgent first, then those done, the newest first; asked once for the whole page."""
    if "follow_ups" not in asked.shared:
        asked.shared["follow_ups"] = follow_ups_of(asked.record.pk, reader=asked.user)
    return asked.shared["follow_ups"]


@Question
def follow_ups_of(organisation: int, *, reader: Any) -> QuerySet:
    """The rows of `follow_ups`."""
    rows = FollowUp.objects.of(reader).about_organisation(organisation)
    order = (F("done_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "id")
    lean = rows.select_related("owner", "done_by").defer("search_key", "notes")
    return lean.order_by(*order)[:MOST_LOOKED_AT]


def open_follow_ups(asked: Asked) -> list[FollowUp]:
    """The most urgent ones."""
    return [follow_up for follow_up in follow_ups(asked) if follow_up.done_at is None][:MOST_ROWS]


@panel
class LogMeeting(Panel):
    """The button that logs a meeting with this organisation."""

    model = Organisation
    title = gettext_lazy("Log meeting")
    place = ACTIONS
    permission = Permission.EDIT

    def rows(self, asked: Asked) -> Iterable[Row]:
        url = page("meeting-log", organisation=asked.record.pk)
        return [Row(self.title, url, lead="plus-lg")] if url else []


@panel
class MostUrgent(Panel):
    """The one thing to do first."""

    model = Organisation
    title = gettext_lazy("Most urgent")
    place = TOP
    template = "contacts/_most_urgent.html"

    def context(self, asked: Asked) -> dict[str, Any]:
        first = next(iter(open_follow_ups(asked)), None)
        return {"title": self.title, "follow_up": first, "url": page("follow-up-detail", first.pk) if first else ""}


@panel
class Due(Panel):
    """What is due with this organisation, by whom."""

    model = Organisation
    title = gettext_lazy("Due")
    place = ASIDE
    order = 10
    counted = True

    def rows(self, asked: Asked) -> Iterable[Row]:
        for follow_up in open_follow_ups(asked):
            theirs = follow_up.promised_by == PromisedBy.THEM
            sub = _("promised by them") if theirs else str(follow_up.owner)
            yield Row(follow_up.what, page("follow-up-detail", follow_up.pk), sub, end=dates.due(follow_up.due_on))

    def link(self, asked: Asked) -> tuple[str, str]:
        url = page("follow-up-list", organisation=asked.record.pk)
        return (pgettext("follow-ups", "All"), url) if url else ("", "")


@panel
class PeopleWithRoles(Panel):
    """Who has a role in it, and who had one; `?as_of=` shows those of one day.

    Left out where the tie itself is special-category data: it is told on the person's page alone.
    """

    model = Organisation
    title = gettext_lazy("People")
    place = ASIDE
    order = 20
    template = "contacts/_roles.html"

    def context(self, asked: Asked) -> dict[str, Any]:
        if asked.record.is_special:
            return {}
        add = page("affiliation-add", organisation=asked.record.pk) if asked.user.can(Permission.EDIT) else ""
        rows = list(self.rows(asked))
        if not rows and not add and not asked.as_of:
            return {}
        return {
            "title": self.title,
            "rows": rows[:MOST_ROWS],
            "all_url": page("person-list", organisation=asked.record.pk) if len(rows) > MOST_ROWS else "",
            "url": add,
            "link": _("Add a role"),
            "empty": _("Nobody yet."),
            "as_of": asked.as_of,
        }

    def rows(self, asked: Asked) -> Iterable[Row]:
        """Those of today first, the main contact before the others, then those whose role has ended."""
        days = {"today": timezone.localdate(), "as_of": asked.as_of}
        return map(person_row, roles_in(asked.record.pk, reader=asked.user, **days))


@Question
def roles_in(organisation: int, *, reader: Any, today: datetime.date, as_of: datetime.date | None) -> QuerySet:
    """One more than the panel of people shows."""
    roles = Affiliation.objects.visible_to(reader).filter(organisation=organisation)
    if as_of:
        roles = roles.on(as_of)
    ended = Case(When(ended_on__lt=today, then=F("ended_on")))
    order = (ended.desc(nulls_first=True), "-main_contact", "-one_holder", F("started_on").asc(nulls_last=True))
    newest = roles.select_related("person", "role").order_by(*order, "pk")
    return newest[: MOST_ROWS + 1]


def person_row(role: Affiliation) -> Row:
    """A person with the role they have, or had, and since when."""
    parts = (capfirst(str(role.role)), _("main contact") if role.main_contact else "", span(role))
    sub = " · ".join(part for part in parts if part)
    return Row(role.person.full_name, role.person.get_absolute_url(), sub, lead=initials(role.person.full_name))


def span(role: Affiliation) -> str:
    """From when to when, as far as it is known."""
    since, until = (dates.short_day(day) if day else "" for day in (role.started_on, role.ended_on))
    if since and until:
        return f"{since} – {until}"
    if until:
        return _("until %(day)s") % {"day": until}
    return _("since %(day)s") % {"day": since} if since else ""


@panel
class MeetingsOfSections(Panel):
    """In a federation, how many meetings were held with it and its sections together."""

    model = Organisation
    title = gettext_lazy("Meetings of the federation")
    place = ASIDE
    order = 80

    def rows(self, asked: Asked) -> Iterable[Row]:
        if not asked.record.has_sections:
            return []
        organisations = Organisation.objects.visible_to(asked.user)
        below = organisations.filter(pk__in=keys_below(asked.record)) | organisations.filter(pk=asked.record.pk)
        held = Meeting.objects.visible_to(asked.user).held()
        count = held.filter(organisations__in=below.values("pk")).order_by().values("pk").distinct().count()
        words = ngettext("%(n)d meeting held", "%(n)d meetings held", count) % {"n": count}
        return [Row(words, sub=_("with it and its sections, each counted once"))]


@event_source
class Meetings(EventSource):
    """Meetings on the time-line."""

    model = Organisation

    def events(self, asked: Asked) -> Iterable[Event]:
        return map(meeting_event, newest_meetings(asked.record.pk, reader=asked.user))


@Question
def newest_meetings(organisation: int, *, reader: Any) -> QuerySet:
    """Those the time-line may show."""
    rows = Meeting.objects.of(reader, organisations=organisation)
    newest = rows.select_related("kind").defer("search_key", "outcome").order_by("-starts_at", "-id")
    return newest[:MOST_EVENTS]


def meeting_event(meeting: Meeting) -> Event:
    """A meeting as one point of a time-line, whoever's."""
    return Event(
        at=meeting.starts_at,
        icon=ICONS.get(meeting.kind.code, ICON),
        title=capfirst(str(meeting.title or meeting.kind)),
        when=when(meeting),
        text=beginning(meeting.said),
        url=page("meeting-detail", meeting.pk),
        key=meeting.state == MeetingState.HELD,
    )


def beginning(text: str) -> str:
    """The first words of minutes."""
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT].rsplit(' ', 1)[0]}…"


def when(meeting: Meeting) -> str:
    """Day, state where it is not held, and how many were there."""
    parts = [dates.day(meeting.day)]
    if meeting.state != MeetingState.HELD:
        parts.append(meeting.get_state_display())
    if meeting.headcount:
        people = ngettext("%(n)d person", "%(n)d people", meeting.headcount)
        parts.append(people % {"n": meeting.headcount})
    return " · ".join(parts)


@event_source
class FollowUpsDone(EventSource):
    """Promises that were kept, on the time-line."""

    model = Organisation

    def events(self, asked: Asked) -> Iterable[Event]:
        done = [(follow_up.done_at, follow_up) for follow_up in follow_ups(asked) if follow_up.done_at]
        for done_at, follow_up in done[:MOST_EVENTS]:
            yield Event(
                at=done_at,
                icon="check2-square",
                title=_("Done: %(what)s") % {"what": follow_up.what},
                when=" · ".join(str(part) for part in (dates.day(done_at), follow_up.done_by) if part),
                url=page("follow-up-detail", follow_up.pk),
            )


@panel
class OrganisationMerged(MergedHere):
    """Records that were merged into this organisation's."""

    model = Organisation
