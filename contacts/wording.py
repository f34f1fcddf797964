"""Meetings in words: what they are called where nobody gave them a title, and when they are, there and here."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.models import Meeting
from midla.territories.time_zones import CHOICES as ZONES


def meeting_title(title: str, kind: Any, names: Sequence[str], others: int = 0) -> str:
    """The title, else the kind with the first organisation: "Visit with Mujeres Unidas and 2 others"."""
    called = capfirst(str(kind))
    if title or not names:
        return title or called
    more = len(names) - 1 + others
    words = {"kind": called, "whom": names[0], "others": more}
    if not more:
        return _("%(kind)s with %(whom)s") % words
    return (
        ngettext("%(kind)s with %(whom)s and %(others)d other", "%(kind)s with %(whom)s and %(others)d others", more)
        % words
    )


def zone_name(zone: str) -> str:
    """A time zone as forms name it."""
    return str(dict(ZONES).get(zone, zone))


def span(meeting: Meeting, zone: datetime.tzinfo) -> str:
    """Day, start and end as clocks of a zone show them."""
    start = meeting.starts_at.astimezone(zone)
    text = f"{date_format(start, 'l')} {date_format(start, 'DATE_FORMAT')}, {start:%H:%M}"
    if meeting.ends_at is None:
        return text
    end = meeting.ends_at.astimezone(zone)
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{date_format(end, 'DATE_FORMAT')}, {end:%H:%M}"
    return f"{text}–{until}"


def when_there(meeting: Meeting) -> str:
    """When it is at the venue; the zone is named where the reader's clock shows another time."""
    text = span(meeting, meeting.zone)
    if not differs(meeting):
        return text
    return _("%(when)s (%(zone)s)") % {"when": text, "zone": zone_name(meeting.time_zone)}


def when_here(meeting: Meeting) -> str:
    """When it is on the reader's clock; empty where that shows the same."""
    return _("%(when)s on your clock") % {"when": span(meeting, here())} if differs(meeting) else ""


def here() -> datetime.tzinfo:
    """The reader's time zone."""
    return timezone.get_current_timezone()


def differs(meeting: Meeting) -> bool:
    """True where the reader's clock shows another time than the venue's."""
    return meeting.starts_at.astimezone(here()).utcoffset() != meeting.starts_there.utcoffset()
