"""What is asked of what hangs on a partnership: participants, agreements, milestones, results, reviews."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midla.partnerships.forms.partnership import FIND_ORGANISATION, FIND_PERSON
from midla.partnerships.models import Agreement, Milestone, Participant, Result, Review
from midla.records.attachments import UploadField, attach
from midla.records.forms import RecordForm
from midla.records.models import Record
from midla.ui.layouts import More, Pair
from midla.ui.widgets import Picker, Segmented, Typeahead

FIND_PARTNERSHIP = reverse_lazy("partnerships:partnership-find")
YES_NO = [("True", gettext_lazy("yes")), ("False", gettext_lazy("no"))]


class PartForm(RecordForm):
    """The form of a part: a new one says whose part it is, a stored one keeps that."""

    # What is asked of a new part only.
    only_new: tuple[str, ...] = ("partnership",)
    # Whose part it is, where that is known, is not asked again.
    hides_known = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.only_new:
                self.fields.pop(name, None)
            return
        partnership: Any = self.fields.get("partnership")
        if partnership is None or not self.hides_known:
            return
        given = self.data.get("partnership") if self.is_bound else self.initial.get("partnership")
        if given and "find" not in self.data and self.sees(partnership.queryset, str(given)):
            partnership.widget = forms.HiddenInput()

    def sees(self, partnerships: Any, key: str) -> bool:
        """True where the key is that of a partnership the user sees."""
        return key.isdecimal() and len(key) < 19 and partnerships.filter(pk=key).exists()


WHOSE = {"partnership": Typeahead(FIND_PARTNERSHIP, multiple=False)}


class ParticipantForm(PartForm):
    """Who takes part, and as what."""

    only_new = ("partnership", "organisation", "person")

    class Meta:
        model = Participant
        fields = ("partnership", "organisation", "person", "role", "note")
        widgets = {
            **WHOSE,
            "organisation": Typeahead(FIND_ORGANISATION, multiple=False),
            "person": Typeahead(FIND_PERSON, multiple=False),
            "role": Picker(),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk or "organisation" in self.errors or "person" in self.errors:
            return cleaned
        if bool(cleaned.get("organisation")) == bool(cleaned.get("person")):
            self.add_error("organisation", _("Choose an organisation or a person, one of the two."))
        return cleaned

    def parts(self) -> list[Any]:
        return ["partnership", "organisation", More(_("It is a person"), "person"), "role", "note"]


class AgreementForm(PartForm):
    """What the parties signed, with a file of it where there is one already."""

    file = UploadField(
        label=gettext_lazy("Signed copy"),
        required=False,
    )

    not_values = RecordForm.not_values | {"file"}

    class Meta:
        model = Agreement
        fields = ("partnership", "title", "signed_on", "ends_on", "language", "notes")
        widgets = {**WHOSE, "language": Picker(), "notes": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        signed, ends = cleaned.get("signed_on"), cleaned.get("ends_on")
        if signed and ends and ends < signed:
            self.add_error("ends_on", _("It ends before it was signed: check the two dates."))
        return cleaned

    def write(self, *, by: Any) -> Record:
        """Store the agreement, then its file."""
        agreement = super().write(by=by)
        if self.cleaned_data.get("file"):
            attach(agreement, self.cleaned_data["file"], by=by)
        return agreement

    def parts(self) -> list[Any]:
        return ["partnership", "title", Pair("signed_on", "ends_on"), "file", More(_("More"), "language", "notes")]


class MilestoneForm(PartForm):
    """Something that is to be reached."""

    class Meta:
        model = Milestone
        fields = ("partnership", "what", "due_on", "reached_on")
        widgets = WHOSE

    def parts(self) -> list[Any]:
        return ["partnership", "what", Pair("due_on", "reached_on")]


class ResultForm(PartForm):
    """Something that came of it."""

    class Meta:
        model = Result
        fields = ("partnership", "what", "quantity", "unit", "reached_on")
        widgets = WHOSE

    def parts(self) -> list[Any]:
        return ["partnership", "what", Pair("quantity", "unit"), "reached_on"]


class ReviewForm(PartForm):
    """Whether it still works, months after its end."""

    still_active = forms.TypedChoiceField(
        label=gettext_lazy("Still active"), choices=YES_NO, coerce=lambda word: word == "True", widget=Segmented
    )

    class Meta:
        model = Review
        fields = ("partnership", "months", "still_active", "reviewed_on", "notes")
        widgets = {**WHOSE, "notes": forms.Textarea(attrs={"rows": 3})}

    def parts(self) -> list[Any]:
        return ["partnership", Pair("months", "reviewed_on"), "still_active", "notes"]
