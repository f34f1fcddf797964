"""Meetings as calendars read them (RFC 5545): one invitation, and the private calendar of a user.

An invitation tells title, place and link, the private calendar only kind, times and the page; neither names anybody.
"""

import datetime
import hashlib
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from icalendar import Calendar, Event, Timezone

from contacts.models import CalendarAddress, Meeting, MeetingState

PRODUCT = "-//IOM//MIDLA//EN"
LOOKED_BACK = datetime.timedelta(days=90)
MOST_MEETINGS = 500
# How often calendars should ask again.
ASK_AGAIN = "PT1H"


def new_calendar() -> Calendar:
    """An empty calendar."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def event_of(meeting: Meeting, *, summary: str, url: str) -> Event:
    """A meeting as an event: when, and where its page is."""
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@midla")
    event.add("dtstamp", meeting.updated_at.astimezone(datetime.UTC))
    event.add("sequence", meeting.version)
    event.add("summary", summary)
    event.add("dtstart", clock_time(meeting.starts_at, meeting.time_zone))
    if meeting.ends_at is not None:
        event.add("dtend", clock_time(meeting.ends_at, meeting.time_zone))
    event.add("url", url)
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    return event


def clock_time(moment: datetime.datetime, zone: str) -> datetime.datetime:
    """A moment by the venue's clock; in UTC where that shows the same time twice and this is the second."""
    there = moment.astimezone(ZoneInfo(zone))
    return moment.astimezone(datetime.UTC) if there.fold else there


@lru_cache(maxsize=64)
def rules_of(zone: str, first_year: int, last_year: int) -> Timezone:
    """The rules of a time zone for some years, with one before and one after."""
    first, last = datetime.date(first_year - 1, 1, 1), datetime.date(last_year + 2, 1, 1)
    return Timezone.from_tzinfo(ZoneInfo(zone), zone, first_date=first, last_date=last)


def written(calendar: Calendar, meetings: list[Meeting]) -> bytes:
    """The calendar's text, with the rules of every time zone named in it."""
    years = [
        moment.year for meeting in meetings for moment in (meeting.starts_at, meeting.ends_at or meeting.starts_at)
    ]
    for zone in sorted({meeting.time_zone for meeting in meetings}):
        calendar.subcomponents.insert(0, rules_of(zone, min(years), max(years)))
    return calendar.to_ical()


def invitation(meeting: Meeting, *, url: str) -> bytes:
    """One meeting for the calendars of those invited: title, when, where; nobody's name."""
    calendar = new_calendar()
    calendar.add("method", "CANCEL" if meeting.state == MeetingState.CANCELLED else "PUBLISH")
    event = event_of(meeting, summary=meeting.title or capfirst(str(meeting.kind)), url=meeting.link or url)
    place = ", ".join(str(part) for part in (meeting.place, meeting.province) if part) or meeting.link
    if place:
        event.add("location", place)
    calendar.add_component(event)
    return written(calendar, [meeting])


def meetings_of(user: Any) -> list[Meeting]:
    """The user's planned meetings, and those of the last days: recorded by them, or with them among the staff."""
    own = Meeting.staff.through.objects.filter(user_id=user.pk).values("meeting_id")
    rows = Meeting.objects.visible_to(user).filter(Q(created_by=user.pk) | Q(pk__in=own))
    recent = Q(state=MeetingState.PLANNED) | Q(starts_at__gte=timezone.now() - LOOKED_BACK)
    return list(rows.filter(recent).select_related("kind").order_by("-starts_at", "-pk")[:MOST_MEETINGS])


def private_calendar(user: Any, *, address_of: Any) -> bytes:
    """The user's meetings with nothing but kind, times and the page, which asks for sign-in."""
    calendar, meetings = new_calendar(), meetings_of(user)
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "MIDLA")
    calendar.add("x-published-ttl", ASK_AGAIN)
    for meeting in meetings:
        calendar.add_component(event_of(meeting, summary=f"MIDLA: {meeting.kind}", url=address_of(meeting)))
    return written(calendar, meetings)


def owner_of(secret: str) -> Any:
    """The active user whose private address this is; None for anything else."""
    known = CalendarAddress.objects.filter(secret=secret, user__is_active=True).select_related("user__office").first()
    return known.user if known else None


def renew_address(*, user: Any) -> CalendarAddress:
    """Give the user a private address; the one they had holds no more."""
    revoke_address(user=user)
    return CalendarAddress.objects.create(user=user)


def revoke_address(*, user: Any) -> None:
    """Take the user's private address back."""
    CalendarAddress.objects.visible_to(user).delete()


def digest(text: bytes) -> str:
    """What changes when the calendar does."""
    return f'"{hashlib.sha256(text).hexdigest()[:32]}"'
