"""Numbers of people: read as in Italy or as in a country of theirs, and the addresses that call or write in one tap."""

from collections.abc import Iterable

import phonenumbers

from midla.records.phones import ITALY, international


def number_of(text: str, countries: Iterable[str] = ()) -> str:
    """The number in E.164, read as in the first country where it is a real one: Italy, then the person's own.

    Empty for nothing; raises ValidationError where it is no number at all.
    """
    for region in (ITALY, *countries):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return international(text)


def call_url(number: str) -> str:
    """The address that calls a stored number."""
    return f"tel:{number}"


def whatsapp_url(number: str) -> str:
    """The address that opens a talk on WhatsApp with a stored number."""
    return f"https://wa.me/{number.removeprefix('+')}"
