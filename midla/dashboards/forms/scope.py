"""Which period, country and office the figures of a page are asked for; all of it stands in the address."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.filters import COMMUNITIES, OFFICES
from midla.accounts.scope import countries_of
from midla.dashboards.figures import Scope
from midla.records.filters import DayField, FilterForm, OneField


class ResultsForm(FilterForm):
    """The filters above the results; what is wrong is said, and nothing is shown until it is put right."""

    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)
    country = OneField(label=gettext_lazy("Country"), options=COMMUNITIES, strict=True, required=False)
    office = OneField(label=gettext_lazy("Office"), options=OFFICES, strict=True, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("It ends before it starts: check the two dates."))
        return cleaned

    @property
    def scope(self) -> Scope:
        """What was asked."""
        return Scope(**self.cleaned_data)


def asked_scope(query: Any, user: Any, period: tuple[Any, Any]) -> ResultsForm:
    """The form as the address fills it: without a period the usual one; who sees one country sees that one's."""
    filled = query.copy()
    if not filled.get("since") and not filled.get("until"):
        filled["since"], filled["until"] = (day.isoformat() for day in period)
    codes = countries_of(user)
    if len(codes) == 1 and "country" not in filled:
        filled["country"] = codes[0]
    return ResultsForm(filled)
