"""What is asked of a need or an offer: whose, what, of what kind, for which countries; the rest is folded away."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from associations.forms.organisation import outside_sentence
from midla.accounts.scope import lies_within
from midla.partnerships.models import Resource
from midla.records.forms import RecordForm
from midla.ui.layouts import More, Pair
from midla.ui.widgets import Picker, PickerMultiple, Typeahead

HOLDER = ("organisation", "person")
DAYS = ("starts_on", "ends_on")


class ResourceForm(RecordForm):
    """The form of a need or an offer; which of the two it is, its page says."""

    class Meta:
        model = Resource
        fields = (
            *("what", "kind", "theme", *HOLDER, "countries", "subdivisions", "provinces", "amount", "quantity"),
            *(*DAYS, "details", "owner", "meeting"),
        )
        widgets = {
            "organisation": Typeahead(reverse_lazy("associations:organisation-find"), multiple=False),
            "person": Typeahead(reverse_lazy("contacts:person-find"), multiple=False),
            "theme": Picker(),
            "countries": forms.CheckboxSelectMultiple(),
            "subdivisions": PickerMultiple(),
            "provinces": PickerMultiple(),
            "owner": Picker(),
            "meeting": forms.HiddenInput(),
            "details": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if any(self.unseen.get(name) for name in HOLDER):
            # It is somebody's whom the reader does not see: it stays theirs.
            for name in HOLDER:
                self.fields.pop(name, None)
        owners = self.fields.get("owner")
        if isinstance(owners, forms.ModelChoiceField):
            # Whoever looks after it keeps it, also after leaving, until somebody else is chosen.
            owners.queryset = owners.queryset.active() | owners.queryset.filter(pk=self.instance.owner_id)
        if not self.instance.pk:
            self.initial.setdefault("owner", self.user.pk)
        self.fields["countries"].error_messages["required"] = _("Choose the country it is for, one at least.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_holder(cleaned)
        self.check_places(cleaned)
        self.check_days(cleaned)
        return cleaned

    def check_holder(self, cleaned: dict[str, Any]) -> None:
        """An organisation's or a person's, one of the two."""
        if not all(name in self.fields for name in HOLDER) or any(name in self.errors for name in HOLDER):
            return
        held = [name for name in HOLDER if cleaned.get(name)]
        if len(held) == 2:
            self.add_error("person", _("Choose an organisation or a person, not both: empty one of the two."))
        elif not held:
            self.add_error("organisation", _("Say whose it is: choose an organisation, or a person below."))

    def check_places(self, cleaned: dict[str, Any]) -> None:
        """For a country of the user's, and subdivisions of the countries chosen."""
        codes = {country.code for country in cleaned.get("countries") or ()}
        if not codes:
            return
        if not lies_within(self.user, codes):
            self.add_error("countries", outside_sentence(self.user))
        others = [one.name for one in cleaned.get("subdivisions") or () if one.country_id not in codes]
        if others:
            names = ", ".join(others)
            sentence = _("In a country that is not chosen: %(names)s. Choose the country too, or take them away.")
            self.add_error("subdivisions", sentence % {"names": names})

    def check_days(self, cleaned: dict[str, Any]) -> None:
        """It does not end before it starts."""
        starts, ends = (cleaned.get(name) for name in DAYS)
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("It ends before it starts: check the two dates."))

    def parts(self) -> list[Any]:
        return [
            *("what", Pair("kind", "theme"), *HOLDER, "countries"),
            Pair("amount", "quantity"),
            Pair(*DAYS),
            More(_("Where: subdivisions and provinces"), "subdivisions", "provinces"),
            More(_("Details and officer responsible"), "details", "owner"),
            "meeting",
        ]
