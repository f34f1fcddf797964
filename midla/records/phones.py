"""Telephone numbers: typed as people write them, kept in international form (E.164), shown with spaces."""

from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ITALY = "IT"


def international(text: str, region: str = ITALY) -> str:
    """The number in E.164, read as people of `region` write it; empty for nothing. Raises ValidationError."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise forms.ValidationError(sentence(), code="invalid") from error
    if not phonenumbers.is_possible_number(number):
        raise forms.ValidationError(sentence(), code="invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def sentence() -> str:
    """What to write instead."""
    return _("This is no telephone number. Write it with the country's code, such as +39 010 1234567.")


def spaced(number: str) -> str:
    """A stored number as people read it; as it is, where it cannot be read."""
    try:
        parsed = phonenumbers.parse(number, ITALY)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class PhoneField(forms.CharField):
    """One line for a number. The form's `clean` calls `international`, once it knows the country."""

    def __init__(self, **kwargs: Any) -> None:
        own = {"required": False, "max_length": 40, "label": gettext_lazy("Phone")}
        super().__init__(**{**own, **kwargs})
        self.widget.attrs.update({"inputmode": "tel", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return spaced(value) if isinstance(value, str) and value.startswith("+") else value
