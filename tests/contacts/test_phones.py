"""Numbers as people write them."""

import pytest
from django.forms import ValidationError

from contacts.phones import call_url, number_of, whatsapp_url


@pytest.mark.parametrize(
    ("text", "countries", "number"),
    [
        ("347 123 4567", (), "+393471234567"),
        ("010/2471234", (), "+390102471234"),
        ("+593 99 123 4567", (), "+593991234567"),
        ("987 654 321", ("PE",), "+51987654321"),
        ("", ("PE",), ""),
    ],
)
def test_a_number_is_read_as_in_italy_then_as_at_home(text, countries, number):
    assert number_of(text, countries) == number


@pytest.mark.parametrize("text", ["12", "phone", "+", "9" * 39, "\u202e347"])
def test_what_is_no_number_gets_a_sentence(text):
    with pytest.raises(ValidationError, match="no telephone number"):
        number_of(text, ("PE",))


def test_one_tap_calls_or_opens_whatsapp():
    assert (call_url("+393471234567"), whatsapp_url("+393471234567")) == (
        "tel:+393471234567",
        "https://wa.me/393471234567",
    )
