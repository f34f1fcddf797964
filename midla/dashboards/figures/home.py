"""The figures of the home page."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.engagement import RECONTACT_DAYS, Engagement, a_year_before
from associations.records import AssociationType
from contacts.records import MeetingType, PersonType
from midla.dashboards.figures.figure import Figure, counted
from midla.partnerships.records import PartnershipType


def associations_known(user: Any) -> Figure:
    """Associations recorded, whatever has happened since."""
    return counted(AssociationType, user, _("Associations known"), _("recorded by the programme"))


def associations_in_dialogue(user: Any) -> Figure:
    """Associations with two contacts or more in the last 12 months."""
    why = _("two contacts or more in 12 months")
    return counted(AssociationType, user, _("Associations in dialogue"), why, engagement="in_dialogue")


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


def people_to_complete(user: Any) -> Figure:
    """People of whom only the name was noted."""
    return counted(PersonType, user, _("People to complete"), _("noted in a meeting by name only"), to_complete=1)


def associations_in_partnership(user: Any) -> Figure:
    """Associations that take part in a partnership that is agreed or active."""
    why = _("in one that is agreed or active")
    step = Engagement.IN_PARTNERSHIP.value
    return counted(AssociationType, user, _("Associations in partnership"), why, engagement=step)


def partnerships_adrift(user: Any) -> Figure:
    """Live partnerships of which nobody has said what comes next."""
    figure = counted(PartnershipType, user, _("Partnerships adrift"), _("live, without a next step"), adrift=1)
    return figure.late_if_any()


HOME: tuple[Callable[[Any], Figure], ...] = (
    associations_known,
    associations_in_dialogue,
    associations_in_partnership,
    associations_dormant,
    associations_to_recontact,
    partnerships_adrift,
    meetings_held,
    people_to_complete,
)


def home_figures(user: Any) -> list[Figure]:
    """The figures of a manager's home page, one count each."""
    return [figure(user) for figure in HOME]
