"""Where the programme stands with an organisation: worked out from the dates of its contacts and from today.

The same rules twice: in Python for one row, as conditions for lists. A test holds the two equal.
"""

import datetime
from dataclasses import dataclass

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


STEPS = {step: place for place, step in enumerate(Engagement, 1)}


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


def standing(
    contacted_on: datetime.date | None,
    met_on: datetime.date | None,
    last_held_on: datetime.date | None,
    previous_held_on: datetime.date | None,
    today: datetime.date,
) -> Standing:
    """Where the programme stands, from the dates of an organisation's activity."""
    recent = a_year_before(today)
    dormant = contacted_on is not None and last_held_on is not None and last_held_on < recent
    if previous_held_on is not None and previous_held_on >= recent:
        return Standing(Engagement.IN_DIALOGUE, dormant)
    if met_on is not None:
        return Standing(Engagement.MET, dormant)
    return Standing(Engagement.CONTACTED if contacted_on else Engagement.IDENTIFIED, dormant)


def at_step(step: str, today: datetime.date) -> Q:
    """The condition that a step is the highest that holds; nothing for a word that is no step."""
    dialogue = Q(activity__previous_held_on__gte=a_year_before(today))
    # Written with its own "is null": a row without dates is not in dialogue either.
    no_dialogue = Q(activity__previous_held_on__isnull=True) | Q(activity__previous_held_on__lt=a_year_before(today))
    contacted, met = Q(activity__contacted_on__isnull=False), Q(activity__met_on__isnull=False)
    conditions = {
        Engagement.IDENTIFIED: ~contacted & ~met,
        Engagement.CONTACTED: contacted & ~met & no_dialogue,
        Engagement.MET: met & no_dialogue,
        Engagement.IN_DIALOGUE: dialogue,
    }
    return conditions.get(Engagement(step), Q(pk__in=[])) if step in Engagement.values else Q(pk__in=[])


def dormant(today: datetime.date) -> Q:
    """The condition that there was contact once, and none for 12 months."""
    return Q(activity__contacted_on__isnull=False, activity__last_held_on__lt=a_year_before(today))


def silent_for(days: int, today: datetime.date) -> Q:
    """The condition that the last contact is longer ago than so many days, or never was."""
    return Q(activity__last_held_on__isnull=True) | Q(activity__last_held_on__lt=today - datetime.timedelta(days=days))


def step_number(today: datetime.date) -> Case:
    """The number of the step, to sort by."""
    whens = [When(at_step(step, today), then=Value(number)) for step, number in STEPS.items()]
    return Case(*whens, default=Value(1), output_field=IntegerField())
