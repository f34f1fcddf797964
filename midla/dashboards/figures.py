"""Figures: each counts the rows of a list, through the list's own filters, and leads to it.

A figure is worked out by the same `Listing` that draws the list it opens, so that the two cannot differ, whoever looks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from associations.engagement import RECONTACT_DAYS, a_year_before
from associations.records import AssociationType, PartnerActorType
from contacts.records import MeetingType, PersonType
from midla.records.lists import Listing
from midla.records.registry import RecordType, type_of


@dataclass(frozen=True)
class Figure:
    """A number with its name, what it counts in words, and the address of exactly the records it counts."""

    label: str | Promise
    value: int
    why: str | Promise
    url: str
    late: bool = False


def counted(declared: type[RecordType], user: Any, label: Promise, why: Promise, **query: Any) -> Figure:
    """A figure from a list and what its address asks."""
    known = type_of(declared.model)
    asked = urlencode(query, doseq=True)
    listing = Listing(known, user, QueryDict(asked))
    return Figure(label, listing.total, why, f"{known.list_url()}?{asked}" if asked else known.list_url())


def associations_known(user: Any) -> Figure:
    """Associations recorded, whatever has happened since."""
    return counted(AssociationType, user, _("Associations known"), _("recorded by the programme"))


def associations_in_dialogue(user: Any) -> Figure:
    """Associations with two contacts or more in the last 12 months."""
    why = _("two contacts or more in 12 months")
    return counted(AssociationType, user, _("Associations in dialogue"), why, engagement="in_dialogue")


def associations_never_contacted(user: Any) -> Figure:
    """Associations identified and never spoken to."""
    return counted(AssociationType, user, _("Never contacted"), _("identified, and no more"), engagement="identified")


def associations_dormant(user: Any) -> Figure:
    """Associations once in contact, and silent for 12 months."""
    return counted(AssociationType, user, _("Associations dormant"), _("no contact for 12 months"), dormant=1)


def associations_to_recontact(user: Any) -> Figure:
    """Associations whose last contact is over 90 days ago, or never was."""
    why = _("last contact over 90 days ago, or never")
    return counted(AssociationType, user, _("To recontact"), why, last_contact=RECONTACT_DAYS)


def meetings_held(user: Any) -> Figure:
    """Meetings held since the same day a year ago."""
    since = a_year_before(timezone.localdate()).isoformat()
    return counted(MeetingType, user, _("Meetings held"), _("in the last 12 months"), state="held", since=since)


def partner_actors_known(user: Any) -> Figure:
    """Partner actors recorded."""
    return counted(PartnerActorType, user, _("Partner actors"), _("in Italy and in the four countries"))


def people_to_complete(user: Any) -> Figure:
    """People of whom only the name was noted."""
    return counted(PersonType, user, _("People to complete"), _("noted in a meeting by name only"), to_complete=1)


HOME: tuple[Callable[[Any], Figure], ...] = (
    associations_known,
    associations_in_dialogue,
    associations_never_contacted,
    associations_dormant,
    associations_to_recontact,
    meetings_held,
    partner_actors_known,
    people_to_complete,
)


def home_figures(user: Any) -> list[Figure]:
    """The figures of a manager's home page, one count each."""
    return [figure(user) for figure in HOME]
