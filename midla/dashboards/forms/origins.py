"""What the page of origins asks: what is counted, of which country, part of it and Italian province."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.filters import COMMUNITIES, PARTS, PROVINCES
from midla.dashboards.figures.origins import ASSOCIATIONS, MEASURES, PEOPLE, Asked
from midla.records.filters import FilterForm, OneField
from midla.records.options import Options

COUNTED = Options(lambda: [(PEOPLE, MEASURES[PEOPLE].label)])


class OriginsForm(FilterForm):
    """The choice, from the address; what is wrong is said, and nothing is shown until it is put right."""

    measure = OneField(label=gettext_lazy("What is counted"), options=COUNTED, required=False)
    community = OneField(label=gettext_lazy("Country"), options=COMMUNITIES, strict=True, required=False)
    origin = OneField(label=gettext_lazy("Where from"), options=PARTS, typed=True, required=False)
    province = OneField(label=gettext_lazy("Italian province"), options=PROVINCES, typed=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].widget.empty = MEASURES[ASSOCIATIONS].label

    def clean_measure(self) -> str:
        """Associations, unless something else is chosen."""
        chosen = self.cleaned_data["measure"] or ASSOCIATIONS
        if chosen not in MEASURES:
            raise forms.ValidationError(_("Choose associations or people."))
        return chosen

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        community, origin = asked.get("community"), asked.get("origin")
        if community and origin and not origin.startswith(f"{community}-"):
            self.add_error(
                "origin", _("This is no part of the country chosen. Choose one of its parts, or no country.")
            )
        return asked

    @property
    def asked(self) -> Asked:
        """The choice; the form is valid."""
        return Asked(**self.cleaned_data)
