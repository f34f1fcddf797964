"""Meetings by month, and as files and addresses that calendars read."""

import calendar
import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts import calendars
from contacts.columns.meeting import organisations
from contacts.models import CalendarAddress, Meeting, MeetingState
from contacts.records import MeetingType
from contacts.wording import meeting_title
from midla.accounts.permissions import Permission
from midla.records.fields import FIRST_DAY, LAST_DAY
from midla.records.models import name_field
from midla.records.views.page import RecordPage, TypePage
from midla.ui.messages import say

# The most a month shows; the list has the rest.
MOST_MEETINGS = 1000
MOST_A_DAY = 6
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Shown:
    """A meeting in the month."""

    url: str
    name: str
    clock: str
    planned: bool


@dataclass(frozen=True)
class Day:
    """A day of the month's table; those of the months around it are only there to fill the week."""

    date: datetime.date
    in_month: bool
    is_today: bool
    meetings: list[Shown]
    add_url: str

    @property
    def shown(self) -> list[Shown]:
        return self.meetings[:MOST_A_DAY]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(0, len(self.meetings) - MOST_A_DAY)

    @property
    def list_url(self) -> str:
        """The list of this day's meetings."""
        return f"{reverse('contacts:meeting-list')}?since={self.date}&until={self.date}&sort=when"


def month_of(text: str) -> datetime.date:
    """The first day of a month written 2026-11; this month for anything else."""
    try:
        first = datetime.datetime.strptime(text[:7], "%Y-%m").date()
    except ValueError:
        first = LAST_DAY + ONE_DAY
    return first if FIRST_DAY <= first <= LAST_DAY else timezone.localdate().replace(day=1)


class MeetingCalendar(TypePage):
    """One month: a table of weeks on a desk, a list of days on a phone."""

    record_type = MeetingType
    permission = Permission.VIEW
    template_name = "contacts/meeting_calendar.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    @cached_property
    def first(self) -> datetime.date:
        return month_of(self.request.GET.get("month", ""))

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The meetings whose day there lies in the month, cancelled ones left out."""
        start = datetime.datetime.combine(self.first, datetime.time(), datetime.UTC)
        rows = Meeting.objects.visible_to(self.request.user).exclude(state=MeetingState.CANCELLED)
        rows = rows.filter(starts_at__gte=start - ONE_DAY, starts_at__lt=start + 33 * ONE_DAY).order_by(
            "starts_at", "pk"
        )
        kind = f"kind__{name_field()}"
        found = list(rows.values("pk", "title", kind, "starts_at", "time_zone", "state")[:MOST_MEETINGS])
        for row in found:
            row["there"], row["kind"] = row["starts_at"].astimezone(ZoneInfo(row["time_zone"])), row[kind]
        inside = [row for row in found if row["there"].date().replace(day=1) == self.first]
        return sorted(inside, key=lambda row: row["there"].replace(tzinfo=None))

    def by_day(self) -> dict[datetime.date, list[Shown]]:
        names = organisations([row["pk"] for row in self.rows], self.request.user) if self.rows else {}
        before, after = self.type.detail_parts()
        days: dict[datetime.date, list[Shown]] = defaultdict(list)
        for row in self.rows:
            seen = [name for name in names.get(row["pk"], ()) if name != _("and others")]
            name = meeting_title(row["title"], row["kind"], seen)
            planned = row["state"] == MeetingState.PLANNED
            days[row["there"].date()].append(
                Shown(f"{before}{row['pk']}{after}", name, f"{row['there']:%H:%M}", planned)
            )
        return days

    def weeks(self) -> list[list[Day]]:
        days, today, plan = self.by_day(), timezone.localdate(), reverse("contacts:meeting-plan")
        return [
            [
                Day(date, date.month == self.first.month, date == today, days.get(date, []), f"{plan}?day={date}")
                for date in week
            ]
            for week in calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)
        ]

    def lead(self) -> str:
        """What the month holds."""
        planned = sum(row["state"] == MeetingState.PLANNED for row in self.rows)
        count = len(self.rows)
        text = ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count}
        still = ngettext("%(count)d still planned", "%(count)d still planned", planned) % {"count": planned}
        return _("%(meetings)s, %(planned)s.") % {"meetings": text, "planned": still}

    def month_url(self, day: datetime.date | None) -> str:
        """The address of the month of a day; empty beyond the years that are kept."""
        return f"?month={day:%Y-%m}" if day and FIRST_DAY <= day <= LAST_DAY else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        weeks, before, after = self.weeks(), self.first - ONE_DAY, (self.first + 32 * ONE_DAY).replace(day=1)
        return super().get_context_data(
            weeks=weeks,
            weekdays=[(date_format(day.date, "D"), date_format(day.date, "l")) for day in weeks[0]],
            month=capfirst(date_format(self.first, "F Y")),
            lead=self.lead(),
            cut=len(self.rows) >= MOST_MEETINGS,
            previous_url=self.month_url(before),
            previous_month=capfirst(date_format(before, "F")),
            next_url=self.month_url(after),
            next_month=capfirst(date_format(after, "F")),
            **kwargs,
        )


class MeetingInvitation(RecordPage):
    """A meeting as a file for calendars, to be sent to those invited."""

    record_type = MeetingType
    permission = Permission.VIEW

    @staticmethod
    def joined(rows: Any) -> Any:
        return rows.select_related("kind", "province")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = request.build_absolute_uri(self.type.detail_url(self.record))
        answer = as_calendar(calendars.invitation(self.record, url=page))
        answer.headers["Content-Disposition"] = f'attachment; filename="midla-{self.record.pk}.ics"'
        return answer


def as_calendar(text: bytes) -> HttpResponse:
    """An answer that calendars read and nobody else keeps."""
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A user's private calendar, for whoever has its address: when, never who."""
    user = calendars.owner_of(secret)
    if user is None:
        raise Http404
    with translation.override(user.language or settings.LANGUAGE_CODE):
        text = calendars.private_calendar(
            user,
            address_of=lambda meeting: request.build_absolute_uri(
                reverse("contacts:meeting-detail", args=[meeting.pk])
            ),
        )
    etag = calendars.digest(text)
    answer = as_calendar(text)
    answer.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer) or answer


class CalendarAddressPage(TypePage):
    """The private address of one's calendar: made, renewed, revoked by its user alone."""

    record_type = MeetingType
    permission = Permission.VIEW
    template_name = "contacts/calendar_address.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("step") == "revoke":
            calendars.revoke_address(user=request.user)
            say(request, _("The address is revoked: it answers no more."))
        else:
            calendars.renew_address(user=request.user)
            say(request, _("Your calendar has a new address."))
        return redirect("contacts:calendar-address")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = CalendarAddress.objects.visible_to(self.request.user).first()
        feed = reverse("contacts:calendar-feed", args=[kept.secret]) if kept else ""
        url = self.request.build_absolute_uri(feed) if kept else ""
        return super().get_context_data(kept=kept, feed_url=url, **kwargs)
