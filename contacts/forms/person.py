"""What is asked of a person: given names are enough; the rest is folded away."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from contacts.forms.consent import ConsentAsked
from contacts.likely import likely_people
from contacts.models import Person
from contacts.phones import number_of
from midla.accounts.scope import countries_of, lies_within
from midla.records.models import Record
from midla.records.phones import PhoneField
from midla.ui.layouts import More, Pair
from midla.ui.widgets import Picker, PickerMultiple

PHONES = ("phone", "second_phone")
ITALIAN_POSTCODE = re.compile(r"[0-9]{5}")
ADDRESS = ("street", "postcode", "town")


class PersonForm(ConsentAsked):
    """The form of a person, with what they agree to where the user may record that."""

    phone = PhoneField()
    second_phone = PhoneField(label=Person._meta.get_field("second_phone").verbose_name)

    class Meta:
        model = Person
        fields = (
            *("given_names", "family_names", "citizenships", "province"),
            *("email", "phone", "second_phone", "preferred_channel", "preferred_language", *ADDRESS),
            *("form_of_address", "birth_date", "birth_year", "origin_subdivision", "languages"),
            *("profession", "skills", "notes", "to_complete"),
        )
        widgets = {
            "citizenships": PickerMultiple(),
            "languages": PickerMultiple(),
            "province": Picker(),
            "origin_subdivision": Picker(),
            "skills": forms.Textarea(attrs={"rows": 3}),
            "notes": forms.Textarea(attrs={"rows": 4}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doubles: list[Person] = []
        self.ask_consent(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_phones(cleaned)
        self.check_postcode(cleaned)
        self.check_birth(cleaned)
        self.check_limit(cleaned)
        return cleaned

    def check_phones(self, cleaned: dict[str, Any]) -> None:
        """Numbers in international form, read as in Italy or as in a country of the person's."""
        countries = [country.code for country in cleaned.get("citizenships") or ()]
        for name in PHONES:
            if name in self.fields and name not in self.errors:
                try:
                    cleaned[name] = number_of(cleaned.get(name, ""), countries)
                except forms.ValidationError as error:
                    self.add_error(name, error)

    def check_postcode(self, cleaned: dict[str, Any]) -> None:
        """In Italy a postcode has five digits; elsewhere each country has its own way."""
        postcode = cleaned.get("postcode", "")
        if postcode and cleaned.get("province") and not ITALIAN_POSTCODE.fullmatch(postcode):
            self.add_error("postcode", _("An Italian postcode has five digits, such as 16126."))

    def check_birth(self, cleaned: dict[str, Any]) -> None:
        """The date, or only the year; not two that contradict each other."""
        born, year = cleaned.get("birth_date"), cleaned.get("birth_year")
        if born and year and born.year != year:
            self.add_error("birth_year", _("The date of birth says another year. Keep one of the two."))

    def check_limit(self, cleaned: dict[str, Any]) -> None:
        """A limited user records people of their countries, or people whose citizenship nobody knows yet."""
        codes = {country.code for country in cleaned.get("citizenships") or ()}
        if codes and "citizenships" in self.changed_data and not lies_within(self.user, codes):
            limit = ", ".join(countries_of(self.user))
            sentence = _("You work with %(countries)s: choose at least one of these.") % {"countries": limit}
            self.add_error("citizenships", sentence)

    def write(self, *, by: Any) -> Record:
        person = super().write(by=by)
        self.record_consent([person], by=by)  # type: ignore[list-item]
        return person

    def find_doubles(self) -> list[Person]:
        """People the user sees who are likely the same, by name, number or e-mail."""
        cleaned = self.cleaned_data
        places = {"province_id": getattr(cleaned.get("province"), "pk", None)}
        self.doubles = likely_people({**cleaned, **places}, self.user, besides=self.instance.pk)
        return self.doubles

    def parts(self) -> list[Any]:
        return [
            *("given_names", "family_names", "citizenships", "province"),
            More(
                _("How to reach them"),
                *("email", Pair(*PHONES), Pair("preferred_channel", "preferred_language"), "street"),
                Pair("postcode", "town"),
            ),
            More(
                _("Who they are"),
                *("form_of_address", Pair("birth_date", "birth_year"), "origin_subdivision", "languages"),
                *("profession", "skills"),
            ),
            More(_("For the office"), "notes", "to_complete"),
        ]
