"""What clocks at a venue show, and the moment in UTC that it is: one place where the two are converted."""

import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

from midla.records.fields import FIRST_MOMENT, LAST_MOMENT, YEAR_SENTENCE


def moment_at(there: datetime.datetime, zone: str) -> datetime.datetime:
    """The moment in UTC at which clocks in `zone` show `there` (naive); the first of two where clocks are put back.

    Raises ValidationError for a time that clocks put forward leave out.
    """
    local = there.replace(tzinfo=ZoneInfo(zone), fold=0)
    try:
        moment = local.astimezone(datetime.UTC)
    except OverflowError as error:
        raise forms.ValidationError(str(YEAR_SENTENCE)) from error
    if not FIRST_MOMENT <= moment <= LAST_MOMENT:
        raise forms.ValidationError(str(YEAR_SENTENCE))
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) != there:
        raise forms.ValidationError(_("Clocks there were put forward over this time. Give the time an hour later."))
    return moment


def moment_in_words(text: str, zone: str) -> datetime.datetime:
    """The moment that a date and time as browsers send them (`2026-11-24T15:30`) mean in `zone`."""
    try:
        there = datetime.datetime.fromisoformat(text.strip()[:32])
    except ValueError as error:
        raise forms.ValidationError(_("Write day and time, for example 2026-11-24T15:30.")) from error
    if not 1900 <= there.year <= 2100:
        raise forms.ValidationError(str(YEAR_SENTENCE))
    return moment_at(there.replace(tzinfo=None), zone)


def same_time_yesterday(now: datetime.datetime, zone: str) -> datetime.datetime:
    """When clocks in `zone` showed the same time the day before: 23 or 25 hours ago where they were changed."""
    there = now.astimezone(ZoneInfo(zone)) - datetime.timedelta(days=1)
    return there.astimezone(datetime.UTC)
