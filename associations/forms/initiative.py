"""What is asked of an existing effort, on its form and in the rows of a file."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.actions import refuse_second_identifier
from associations.forms.organisation import outside_sentence, web_address
from associations.models import Initiative
from midla.accounts.scope import lies_within
from midla.records.errors import Refused
from midla.records.forms import RecordForm
from midla.ui.layouts import More, Pair
from midla.ui.widgets import PickerMultiple, Typeahead

WHEN, MONEY = ("starts_in", "ends_in"), ("budget", "currency")
SOURCE = ("source", "source_url", "iati_identifier")


class InitiativeChecks(forms.BaseForm):
    """What must hold of an effort wherever it is written down, each with its sentence beside the field."""

    def clean_source_url(self) -> str:
        return web_address(self.cleaned_data["source_url"])

    def check_years(self, cleaned: dict[str, Any]) -> None:
        """Nothing ends before it starts."""
        starts, ends = (cleaned.get(name) for name in WHEN)
        if starts and ends and ends < starts:
            self.add_error("ends_in", _("It ends before it starts: check the two years."))

    def check_money(self, cleaned: dict[str, Any]) -> None:
        """A budget has a currency, and no currency stands alone."""
        if any(name in self.errors for name in MONEY):
            return
        budget, currency = (cleaned.get(name) for name in MONEY)
        if budget is not None and not currency:
            self.add_error("currency", _("Choose the currency of the budget."))
        elif currency and budget is None:
            self.add_error("budget", _("Write the amount, or leave out the currency."))


class InitiativeForm(InitiativeChecks, RecordForm):
    """The form of an existing effort: a title and where it is; the rest as far as it is known."""

    class Meta:
        model = Initiative
        fields = (
            *("title", "run_by", "countries", "subdivisions", "themes", *WHEN, "description"),
            *("organisation", *MONEY, *SOURCE),
        )
        widgets = {
            "organisation": Typeahead(reverse_lazy("associations:organisation-find"), multiple=False),
            "countries": forms.CheckboxSelectMultiple(),
            "subdivisions": PickerMultiple(),
            "themes": forms.CheckboxSelectMultiple(),
            "description": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields.get("subdivisions")
        if places is not None:
            places.queryset = places.queryset.filter(country__in_programme=True).select_related("country")
            places.label_from_instance = lambda place: f"{place.name} ({place.country_id})"

    def clean_iati_identifier(self) -> str:
        """No other effort has it."""
        identifier = self.cleaned_data["iati_identifier"]
        try:
            refuse_second_identifier(Initiative(pk=self.instance.pk, iati_identifier=identifier))
        except Refused as refused:
            raise forms.ValidationError(str(refused.sentence)) from refused
        return identifier

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_years(cleaned)
        self.check_money(cleaned)
        self.check_places(cleaned)
        return cleaned

    def check_places(self, cleaned: dict[str, Any]) -> None:
        """Every part lies in one of the countries; what a limited user writes concerns one of theirs."""
        if "countries" in self.errors or "subdivisions" in self.errors:
            return
        codes = {country.code for country in cleaned.get("countries") or ()}
        outside = [place for place in cleaned.get("subdivisions") or () if place.country_id not in codes]
        if outside:
            names = ", ".join(f"{place.name} ({place.country_id})" for place in outside)
            self.add_error("subdivisions", _("Choose the country too, or leave out: %(names)s.") % {"names": names})
        if codes and not lies_within(self.user, codes):
            self.add_error("countries", outside_sentence(self.user))

    def parts(self) -> list[Any]:
        return [
            *("title", "run_by", "countries", "subdivisions", "themes", Pair(*WHEN), "description"),
            More(gettext_lazy("Budget"), Pair(*MONEY)),
            More(gettext_lazy("Who it is in the registry"), "organisation"),
            More(gettext_lazy("Where this is from"), *SOURCE),
        ]
