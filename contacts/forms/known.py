"""What must be known of somebody made on the spot: name, kind, place and, for an association, community."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Face, Organisation
from contacts.known import LONGEST_NAME, prefix_of
from contacts.models import Person
from midla.accounts.scope import countries_of, lies_within
from midla.records.actions import create
from midla.records.forms import readable
from midla.territories.models import Country, Province
from midla.ui.widgets import Picker, Segmented

PERSON = "person"


class NewKnownForm(forms.Form):
    """One new organisation or person. Its prefix comes from the name, so that page and script agree on it."""

    what = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[*Face.choices, (PERSON, gettext_lazy("Person"))],
        widget=Segmented,
        error_messages={"required": gettext_lazy("Say whether it is an association, a partner actor or a person.")},
    )
    communities = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Community or citizenship"),
        queryset=Country.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    province = forms.ModelChoiceField(
        label=gettext_lazy("Province"), queryset=Province.objects.none(), required=False, widget=Picker
    )
    country = forms.ModelChoiceField(
        label=gettext_lazy("Or country, if outside Italy"),
        queryset=Country.objects.none(),
        required=False,
        widget=Picker,
    )

    def __init__(self, data: Any = None, *, name: str, user: Any) -> None:
        self.name, self.user = readable(name)[:LONGEST_NAME], user
        super().__init__(data if data and f"{prefix_of(name)}-shown" in data else None, prefix=prefix_of(name))
        self.fields["communities"].queryset = Country.objects.filter(in_programme=True)  # type: ignore[attr-defined]
        self.fields["province"].queryset = Province.objects.filter(valid_to=None)  # type: ignore[attr-defined]
        self.fields["country"].queryset = Country.objects.all()  # type: ignore[attr-defined]
        self.initial["what"] = Face.ASSOCIATION

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        what, place = cleaned.get("what"), [cleaned.get("province"), cleaned.get("country")]
        if all(place):
            self.add_error("country", _("Choose an Italian province or a country, not both."))
        if what in Face.values and not any(place):
            self.add_error("province", _("Choose the province, or a country if outside Italy."))
        if what == Face.ASSOCIATION:
            self.check_communities({country.code for country in cleaned.get("communities", ())})
        return cleaned

    def check_communities(self, codes: set[str]) -> None:
        """An association serves a community at least, and a limited user only makes one of their countries."""
        if not codes:
            self.add_error("communities", _("Choose the community it serves, one at least."))
        elif not lies_within(self.user, codes):
            limit = ", ".join(countries_of(self.user))
            self.add_error("communities", _("You work for %(codes)s: choose one of these.") % {"codes": limit})

    @property
    def is_person(self) -> bool:
        return self.cleaned_data["what"] == PERSON

    def write(self, *, by: Any) -> Organisation | Person:
        """Store it, with history."""
        given = self.cleaned_data
        if self.is_person:
            first, _space, rest = self.name.partition(" ")
            person = Person(given_names=first[:100], family_names=rest[:100], province=given["province"], to_complete=True)
            return create(person, by=by, many={"citizenships": given["communities"]})
        organisation = Organisation(
            face=given["what"],
            name=self.name,
            province=given["province"],
            country=given["country"],
            owner=by,
            identified_by="meeting",
        )
        many = {"communities": given["communities"]} if given["what"] == Face.ASSOCIATION else {}
        return create(organisation, by=by, many=many)
