"""What the dashboard is asked for: a period, a country, an office; all of it stands in the address."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.filters import COMMUNITIES, OFFICES
from midla.dashboards.figures.figure import Scope
from midla.records.filters import DayField, FilterForm, OneField
from midla.records.options import Options

TWELVE_MONTHS, THIS_YEAR, LAST_YEAR, ALWAYS = "12m", "year", "last_year", "all"
PERIODS = Options(
    lambda: [
        (THIS_YEAR, gettext_lazy("this year")),
        (LAST_YEAR, gettext_lazy("last year")),
        (ALWAYS, gettext_lazy("since the beginning")),
    ]
)
Days = tuple[datetime.date | None, datetime.date | None]


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The first day of the month so many months before a day's."""
    count = day.year * 12 + day.month - 1 - months
    return datetime.date(count // 12, count % 12 + 1, 1)


def days_of(period: str, today: datetime.date) -> Days:
    """The first and last day of a period by its name; the usual one are twelve months, this one being the last."""
    match period:
        case "year":
            return datetime.date(today.year, 1, 1), today
        case "last_year":
            return datetime.date(today.year - 1, 1, 1), datetime.date(today.year - 1, 12, 31)
        case "all":
            return None, None
        case _:
            return months_before(today, 11), today


class ScopeForm(FilterForm):
    """Which period, country and office; days that are given win over the period's name."""

    period = OneField(label=gettext_lazy("Period"), options=PERIODS, strict=True, required=False)
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)
    country = OneField(label=gettext_lazy("Community"), options=COMMUNITIES, strict=True, required=False)
    office = OneField(label=gettext_lazy("Office"), options=OFFICES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].widget.empty = gettext_lazy("last 12 months")

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        since, until = asked.get("since"), asked.get("until")
        if since and until and since > until:
            raise forms.ValidationError({"until": _("The period ends before it begins: check the two days.")})
        return asked

    def scope(self) -> Scope:
        """What figures are asked for; the form is valid."""
        asked = self.cleaned_data
        since, until = asked["since"], asked["until"]
        if since is None and until is None:
            since, until = days_of(asked["period"], timezone.localdate())
        return Scope(since, until, asked["country"], asked["office"])

    def narrowed(self) -> list[str]:
        """What narrows the figures beside the period, in words."""
        return [
            _("%(label)s: %(value)s") % {"label": self.fields[name].label, "value": self.fields[name].words(value)}
            for name in ("country", "office")
            if (value := self.cleaned_data[name])
        ]
