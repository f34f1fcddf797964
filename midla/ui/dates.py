"""Dates as pages show them: in the reader's language, with what they mean for today."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

SOON_DAYS = 3
DAYS_A_MONTH = 30.44


def local_day(moment: date | datetime) -> date:
    """The day of a moment where the reader is."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def day(moment: date | datetime | None) -> str:
    """Write a day in full: 17 August 2026."""
    return "–" if moment is None else date_format(local_day(moment), "DATE_FORMAT")


def short_day(moment: date | datetime | None) -> str:
    """Write a day shortly: 17 Aug, with the year where it is another one."""
    if moment is None:
        return "–"
    shown = local_day(moment)
    return written_shortly(shown, shown.year == timezone.localdate().year, get_language())


@lru_cache(maxsize=4096)
def written_shortly(shown: date, is_of_this_year: bool, language: str | None) -> str:
    """A day in a language; lists write the same ones again and again. `language` is part of the key."""
    with_year = get_format("SHORT_DATE_FORMAT")
    return date_format(shown, with_year.removesuffix(" Y") if is_of_this_year else with_year)


def weekday(moment: date | datetime) -> str:
    """Write a day of this week or the next as one says it: Friday 27 November."""
    shown = local_day(moment)
    return f"{date_format(shown, 'l')} {date_format(shown, 'MONTH_DAY_FORMAT')}"


def clock(moment: datetime) -> str:
    """Write the time of day: 18:42."""
    return date_format(timezone.localtime(moment), "H:i")


def moment(at: datetime | None) -> str:
    """Write day and time: 17 August 2026, 18:42."""
    return "–" if at is None else f"{day(at)}, {clock(at)}"


def ago(at: date | datetime | None) -> str:
    """Say how long ago a day was: today, 3 days ago, 5 months ago; never, where there is none."""
    if at is None:
        return gettext("never")
    days = (timezone.localdate() - local_day(at)).days
    if days < 0:
        return short_day(at)
    if days <= 1:
        return gettext("yesterday") if days else gettext("today")
    if days < 2 * DAYS_A_MONTH:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    months = int(days / DAYS_A_MONTH)
    if months < 24:
        return ngettext("%(count)d month ago", "%(count)d months ago", months) % {"count": months}
    years = months // 12
    return ngettext("%(count)d year ago", "%(count)d years ago", years) % {"count": years}


def due(at: date | datetime | None) -> SafeString:
    """Say when something is due: red and counted when late, amber for today and the next days."""
    if at is None:
        return format_html("{}", "–")
    days = (local_day(at) - timezone.localdate()).days
    if days < 0:
        words = ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
        return format_html('<span class="late">{}</span>', words)
    if days == 0:
        return format_html('<span class="soon">{}</span>', gettext("today"))
    if days <= SOON_DAYS:
        return format_html('<span class="soon">{}</span>', short_day(at))
    return format_html("<span>{}</span>", short_day(at))
