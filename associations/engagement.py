"""Where the programme stands with an organisation: worked out from the dates of its contacts and from today.

The same rules twice: in Python for one row, as conditions for lists. A test holds the two equal.
"""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.enums import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from midla.ui import marks

# So long without a contact, and somebody who was once in touch is dormant.
MONTHS_OF_SILENCE = 12
# So long without a contact, and it is time to call again.
RECONTACT_DAYS = 90


class Engagement(TextChoices):
    """The steps, lowest first; the highest that holds is shown."""

    IDENTIFIED = "identified", _("identified")
    CONTACTED = "contacted", _("contacted")
    MET = "met", _("met")
    IN_DIALOGUE = "in_dialogue", _("in dialogue")
    IN_PARTNERSHIP = "in_partnership", _("in partnership")


STEPS = {step: place for place, step in enumerate(Engagement, 1)}


class Known(NamedTuple):
    """What the step rests on: the columns of OrganisationActivity of the same names."""

    contacted_on: datetime.date | None = None
    met_on: datetime.date | None = None
    last_held_on: datetime.date | None = None
    previous_held_on: datetime.date | None = None
    resource_open_until: datetime.date | None = None
    in_partnership: bool | None = False
    in_live_partnership: bool | None = False

    def is_dormant(self, recent: datetime.date) -> bool:
        """True where there was contact once, nothing for a year, and no partnership is being worked on."""
        silent = self.last_held_on is not None and self.last_held_on < recent
        return self.contacted_on is not None and silent and not self.in_live_partnership

    def is_in_dialogue(self, recent: datetime.date, today: datetime.date) -> bool:
        """True with two contacts or more in a year, or with an open need or offer."""
        talked = self.previous_held_on is not None and self.previous_held_on >= recent
        return talked or (self.resource_open_until is not None and self.resource_open_until >= today)


@dataclass(frozen=True)
class Standing:
    """A step, and whether nothing has happened for a year."""

    step: Engagement
    dormant: bool

    @property
    def label(self) -> str:
        return gettext("dormant") if self.dormant else str(self.step.label)

    def drawn(self) -> SafeString:
        """As lists and pages show it."""
        return marks.ladder(STEPS[self.step], self.label, self.dormant)


def a_year_before(today: datetime.date) -> datetime.date:
    """The first day of the last 12 months."""
    try:
        return today.replace(year=today.year - 1)
    except ValueError:
        return today.replace(year=today.year - 1, day=28)


def standing(known: Known, today: datetime.date) -> Standing:
    """Where the programme stands, from an organisation's activity."""
    recent = a_year_before(today)
    dormant = known.is_dormant(recent)
    if known.in_partnership:
        return Standing(Engagement.IN_PARTNERSHIP, dormant)
    if known.is_in_dialogue(recent, today):
        return Standing(Engagement.IN_DIALOGUE, dormant)
    if known.met_on is not None:
        return Standing(Engagement.MET, dormant)
    return Standing(Engagement.CONTACTED if known.contacted_on else Engagement.IDENTIFIED, dormant)


def at_step(step: str, today: datetime.date) -> Q:
    """The condition that a step is the highest that holds; nothing for a word that is no step."""
    recent, partnership = a_year_before(today), Q(activity__in_partnership=True)
    dialogue = Q(activity__previous_held_on__gte=recent) | Q(activity__resource_open_until__gte=today)
    # Written with its own "is null": a row without dates is not in dialogue either.
    below = (
        ~partnership
        & (Q(activity__previous_held_on__isnull=True) | Q(activity__previous_held_on__lt=recent))
        & (Q(activity__resource_open_until__isnull=True) | Q(activity__resource_open_until__lt=today))
    )
    contacted, met = Q(activity__contacted_on__isnull=False), Q(activity__met_on__isnull=False)
    conditions = {
        Engagement.IDENTIFIED: ~contacted & ~met & below,
        Engagement.CONTACTED: contacted & ~met & below,
        Engagement.MET: met & below,
        Engagement.IN_DIALOGUE: dialogue & ~partnership,
        Engagement.IN_PARTNERSHIP: partnership,
    }
    return conditions.get(Engagement(step), Q(pk__in=[])) if step in Engagement.values else Q(pk__in=[])


def dormant(today: datetime.date) -> Q:
    """The condition that there was contact once, none for 12 months, and no partnership is being worked on."""
    silent = Q(activity__contacted_on__isnull=False, activity__last_held_on__lt=a_year_before(today))
    return silent & ~Q(activity__in_live_partnership=True)


def silent_for(days: int, today: datetime.date) -> Q:
    """The condition that the last contact is longer ago than so many days, or never was."""
    return Q(activity__last_held_on__isnull=True) | Q(activity__last_held_on__lt=today - datetime.timedelta(days=days))


def step_number(today: datetime.date) -> Case:
    """The number of the step, to sort by."""
    whens = [When(at_step(step, today), then=Value(number)) for step, number in STEPS.items()]
    return Case(*whens, default=Value(1), output_field=IntegerField())
