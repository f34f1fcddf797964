"""Figures of meetings: held, and who came.

Where nobody counted the people in the room, participants are those present by name, and their sex is unknown.
"""

from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from contacts.models import MeetingKind, MeetingState, Participation, Presence
from contacts.records import MeetingType
from midla.dashboards.figures.figure import Figure, Scope, address_of, counted, listing_of, summed


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


def meetings_of(user: Any, scope: Scope) -> QuerySet:
    """The rows of the list on which the figures rest."""
    return listing_of(MeetingType, user, **of_meeting(scope))[0].narrowed.whole()


def meetings_held(user: Any, scope: Scope) -> Figure:
    """Visits, online meetings and events held in the period."""
    return counted(MeetingType, user, _("Meetings held"), _("held in the period"), **of_meeting(scope))


def participants(user: Any, scope: Scope) -> Figure:
    """Attendances at the meetings of the period."""
    rows = meetings_of(user, scope)
    held, in_the_room = rows.aggregate(held=Count("pk"), people=Sum("headcount")).values()
    return over_meetings(scope, held, (in_the_room or 0) + by_name(rows))


def women_participants(user: Any, scope: Scope) -> Figure:
    """Women counted at the meetings of the period."""
    return over_meetings(scope, *meetings_of(user, scope).aggregate(held=Count("pk"), women=Sum("women")).values())


def over_meetings(scope: Scope, held: int, people: int | None) -> Figure:
    """A sum over the meetings held, counted in one question with it."""
    url = address_of(MeetingType, **of_meeting(scope))
    return summed(Figure(_("Meetings held"), held, _("held in the period"), url), people)


def by_name(meetings: QuerySet) -> int:
    """People present by name where nobody counted."""
    uncounted = meetings.filter(headcount=None).values("pk")
    return Participation.objects.filter(meeting__in=uncounted, presence=Presence.PRESENT).count()
