"""Figures of meetings: held, and who came.

Where nobody counted the people in the room, participants are those present by name, and their sex is unknown.
"""

from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from contacts.models import MeetingKind, MeetingState, Participation, Presence
from contacts.records import MeetingType
from midla.dashboards.figures.figure import Figure, Scope, counted, listing_of, summed
from midla.records.lists import Listing


def of_meeting(scope: Scope) -> dict[str, Any]:
    """Held visits, online meetings and events of a scope, as the list of meetings asks for them."""
    return {
        "state": MeetingState.HELD,
        "counts_as": MeetingKind.CountsAs.MEETING,
        "since": scope.since,
        "until": scope.until,
        "community": scope.country,
        "office": scope.office,
    }


def meetings_of(user: Any, scope: Scope) -> Listing:
    """The list on which the figures rest."""
    return listing_of(MeetingType, user, **of_meeting(scope))[0]


def meetings_held(user: Any, scope: Scope) -> Figure:
    """Visits, online meetings and events held in the period."""
    return counted(MeetingType, user, _("Meetings held"), _("held in the period"), **of_meeting(scope))


def participants(user: Any, scope: Scope) -> Figure:
    """Attendances at the meetings of the period."""
    rows = meetings_of(user, scope).narrowed.whole()
    return summed(meetings_held(user, scope), in_the_room(rows) + by_name(rows))


def women_participants(user: Any, scope: Scope) -> Figure:
    """Women counted at the meetings of the period."""
    rows = meetings_of(user, scope).narrowed.whole()
    return summed(meetings_held(user, scope), rows.aggregate(women=Sum("women"))["women"])


def in_the_room(meetings: QuerySet) -> int:
    """People counted by their number."""
    return meetings.aggregate(people=Sum("headcount"))["people"] or 0


def by_name(meetings: QuerySet) -> int:
    """People present by name where nobody counted."""
    uncounted = meetings.filter(headcount=None).values("pk")
    return Participation.objects.filter(meeting__in=uncounted, presence=Presence.PRESENT).count()
