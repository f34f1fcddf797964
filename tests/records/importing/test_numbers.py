"""Numbers as spreadsheets spoil them are read, or refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from midla.records.importing.numbers import (
    count_written,
    number_written,
    numbers_written,
    share_written,
    year_written,
)


@pytest.mark.parametrize("text", ["3.4E+11", "3,93331E+11", "3E11", "3.93331234567e+11"])
def test_a_telephone_number_made_a_power_of_ten_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        number_written(text)
    assert refused.value.messages == [
        "The spreadsheet shortened this number. Format the column as text, and write the number again."
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3331234567.0", ["3331234567"]),
        ("tel:+393331234567", ["+393331234567"]),
        ("cell. 333 1234567", ["333 1234567"]),
        ("333 1234567 (casa)", ["333 1234567"]),
        ("(010) 123456", ["(010) 123456"]),
        ("333 1234567 / 010 123456", ["333 1234567", "010 123456"]),
        ("333 1234567; 010 123456", ["333 1234567", "010 123456"]),
        ("333 1234567 o 347 7654321", ["333 1234567", "347 7654321"]),
        ("010/123456", ["010/123456"]),
        ("", [""]),
    ],
)
def test_telephone_numbers_are_taken_out_of_a_cell(text, numbers):
    assert numbers_written(text) == numbers


@pytest.mark.parametrize(
    ("text", "count"), [("45", "45"), ("1.200", "1200"), ("1,200", "1200"), ("45.0", "45"), ("many", "many"), ("", "")]
)
def test_counts_lose_their_points(text, count):
    assert count_written(text) == count


@pytest.mark.parametrize(
    ("text", "share"), [("45", "45"), ("45%", "45"), ("45 %", "45"), ("0.45", "45"), ("0,45", "45"), ("half", "half")]
)
def test_shares_are_in_per_cent(text, share):
    assert share_written(text) == share


@pytest.mark.parametrize(
    ("text", "year"), [("2005", "2005"), ("2005.0", "2005"), ("3/4/2005", "2005"), ("long ago", "long ago")]
)
def test_a_year_is_also_that_of_a_day(text, year):
    assert year_written(text) == year


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_numbers(text):
    assert isinstance(count_written(text) + share_written(text) + year_written(text), str)
    try:
        numbers_written(text)
    except ValidationError as refused:
        assert refused.messages[0].endswith(".")
