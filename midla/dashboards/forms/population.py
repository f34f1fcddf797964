"""What bringing in official counts asks: a file, and the vintage its figures belong to."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midla.records.csv_files import MOST_BYTES
from midla.records.once import OneTimeKeyField
from midla.territories.population import vintage_named
from midla.territories.population_forms import FormRefused, recognised

LONGEST_NAME = 100


class VintageForm(forms.Form):
    """Which vintage the figures belong to."""

    vintage = forms.CharField(
        label=gettext_lazy("Figures"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=gettext_lazy(
            "Source and edition, one of those known or a new one. Empty: as the form of the file tells. Figures of two "
            "are never added."
        ),
        widget=forms.TextInput({"list": "vintages"}),
    )

    def clean_vintage(self) -> str:
        """The name of one that is there, or that can be made."""
        name = self.cleaned_data["vintage"]
        try:
            if name:
                vintage_named(name)
        except FormRefused as refused:
            raise forms.ValidationError(refused.sentence) from refused
        return name


class PopulationForm(VintageForm):
    """A file of official counts."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV, at most 20 MB: year, territory_code or province_code, citizenship_iso, sex and residents; or the "
            "institute’s own Dati_cittadinanza file."
        ),
        max_length=200,
    )
    one_time_key = OneTimeKeyField()

    field_order = ("file", "vintage")

    def clean_file(self) -> bytes:
        """Its content, in one of the forms known."""
        upload: Any = self.cleaned_data["file"]
        content = upload.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Divide it into smaller ones."))
        try:
            recognised(content)
        except FormRefused as refused:
            raise forms.ValidationError(refused.sentence) from refused
        return content
