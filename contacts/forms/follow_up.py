"""What is asked of a follow-up: what, who, by when, and whom it concerns."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.dates_in_words import DayInWordsField
from contacts.models import FollowUp
from midla.records.forms import RecordForm
from midla.ui.dates import day
from midla.ui.layouts import More, Pair
from midla.ui.widgets import Picker, Segmented, Typeahead

CONCERNED = ("organisation", "person", "meeting")


class FollowUpForm(RecordForm):
    """The form of a follow-up; it hangs on an organisation, a person or a meeting."""

    due_on = DayInWordsField(label=FollowUp._meta.get_field("due_on").verbose_name, required=False)

    class Meta:
        model = FollowUp
        fields = ("what", "promised_by", "owner", "due_on", *CONCERNED, "notes")
        widgets = {
            "owner": Picker(),
            "promised_by": Segmented(),
            "organisation": Typeahead(reverse_lazy("associations:organisation-find"), multiple=False),
            "person": Typeahead(reverse_lazy("contacts:person-find"), multiple=False),
            "meeting": forms.HiddenInput(),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = self.fields.get("owner")
        if isinstance(owners, forms.ModelChoiceField):
            # Whoever looks after it keeps it, also after leaving, until somebody else is chosen.
            owners.queryset = owners.queryset.active() | owners.queryset.filter(pk=self.instance.owner_id)
            owners.required = False
        if not self.instance.pk:
            self.initial.setdefault("owner", self.user.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("owner") and "owner" in self.fields:
            cleaned["owner"] = self.instance.owner = self.user
        concerned = any(cleaned.get(name) for name in CONCERNED) or any(self.unseen.values())
        if not concerned and not any(name in self.errors for name in CONCERNED):
            self.add_error("organisation", _("Say whom it concerns: an organisation or a person."))
        return cleaned

    def parts(self) -> list[Any]:
        return [
            "what",
            Pair("due_on", "owner"),
            "promised_by",
            "organisation",
            "person",
            More(_("Notes"), "notes"),
            "meeting",
        ]


class SnoozeForm(forms.Form):
    """Until when to put it off."""

    until = DayInWordsField(label=gettext_lazy("Put off until"), required=True)

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until is None:
            raise forms.ValidationError(_("Write the day."))
        return until

    @property
    def words(self) -> str:
        """The day in words."""
        return day(self.cleaned_data["until"])
