"""What is asked of a role: who, where, what, from when until when."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.affiliation import SecondHolder, change_role, give_role
from contacts.models import Affiliation
from midla.records.errors import Refused
from midla.records.forms import RecordForm
from midla.records.models import Record
from midla.ui.layouts import Pair
from midla.ui.widgets import Picker, Typeahead


class AffiliationForm(RecordForm):
    """The form of a role of a person in an organisation."""

    end_current = forms.BooleanField(
        label=gettext_lazy("End the present holder's role the day before"), required=False, widget=forms.HiddenInput
    )

    not_values = RecordForm.not_values | {"end_current"}

    class Meta:
        model = Affiliation
        fields = ("person", "organisation", "role", "started_on", "ended_on", "main_contact", "source")
        widgets = {
            "person": Typeahead(reverse_lazy("contacts:person-find"), multiple=False),
            "organisation": Typeahead(reverse_lazy("associations:organisation-find"), multiple=False),
            "role": Picker(),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        started, ended = cleaned.get("started_on"), cleaned.get("ended_on")
        if started and ended and ended < started:
            self.add_error("ended_on", _("The role ends before it starts: check the two dates."))
        return cleaned

    def write(self, *, by: Any) -> Record:
        """Store the role; where somebody else holds it, say who, and offer to end theirs."""
        wanted = self.cleaned_data["end_current"]
        try:
            if not self.instance.pk:
                return give_role(affiliation=self.instance, by=by, end_current=wanted)
            version = self.cleaned_data["version"]
            return change_role(
                affiliation=self.instance, values=self.values, by=by, version=version, end_current=wanted
            )
        except SecondHolder as refused:
            self.fields["end_current"].widget = forms.CheckboxInput()
            raise Refused(refused.sentence) from refused

    def parts(self) -> list[Any]:
        return [
            "person",
            "organisation",
            "role",
            Pair("started_on", "ended_on"),
            "main_contact",
            "source",
            "end_current",
        ]
