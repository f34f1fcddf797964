"""What is asked of a target."""

from typing import Any

from django.utils.translation import gettext as _

from midla.accounts.scope import countries_of, lies_within
from midla.dashboards.models import Target, Unit
from midla.records.forms import RecordForm
from midla.territories.models import Country
from midla.ui.layouts import Pair
from midla.ui.widgets import Picker

WHOLE = 100


class OfPeriod(RecordForm):
    """A form about a period, and a country within the user's limit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = countries_of(self.user)
        if "country" in self.fields:
            countries = Country.objects.filter(in_programme=True)
            self.fields["country"].queryset = countries.filter(code__in=codes) if codes else countries

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        country = cleaned.get("country")
        if "country" not in self.errors and not lies_within(self.user, {country.pk} if country else set()):
            self.add_error("country", _("Choose one of your countries."))
        since, until = cleaned.get("starts_on"), cleaned.get("ends_on")
        if since and until and until < since:
            self.add_error("ends_on", _("It ends before it starts: check the two dates."))
        return cleaned


class TargetForm(OfPeriod):
    """The form of a target."""

    class Meta:
        model = Target
        fields = ("indicator", "starts_on", "ends_on", "country", "value")
        widgets = {"indicator": Picker(), "country": Picker()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        indicator, value = cleaned.get("indicator"), cleaned.get("value")
        if indicator and indicator.unit == Unit.PERCENT and value is not None and value > WHOLE:
            self.add_error("value", _("A share is at most 100 per cent."))
        return cleaned

    def parts(self) -> list[Any]:
        return ["indicator", Pair("starts_on", "ends_on"), "country", "value"]
