"""Numbers as spreadsheets spoil them are read, or refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from midla.records.importing.numbers import (
    count_written,
    minutes_written,
    number_restored,
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
    ("text", "regions", "number"),
    [
        ("101234567", ("IT",), "0101234567"),
        ("612345678", ("IT", "EC"), "0612345678"),
        ("1851234567", ("IT",), "01851234567"),
        ("51987654321", ("IT",), "+51987654321"),
        ("59171234567", ("IT",), "+59171234567"),
        ("593987654321", ("IT",), "+593987654321"),
        ("573001234567", ("IT",), "+573001234567"),
        ("3331234567", ("IT",), "3331234567"),
        ("393331234567", ("IT",), "393331234567"),
        ("987654321", ("IT", "PE"), "987654321"),
        ("010 1234567", ("IT",), "010 1234567"),
        ("10 1234567", ("IT",), "10 1234567"),
        ("29001234", ("IT",), "29001234"),
        ("many", ("IT",), "many"),
    ],
)
def test_what_a_spreadsheet_took_from_the_beginning_of_a_number_is_put_back(text, regions, number):
    assert number_restored(text, regions) == number


def test_a_number_that_may_have_lost_a_zero_or_a_plus_is_refused():
    with pytest.raises(ValidationError) as refused:
        number_restored("5114567890", ("IT",))
    assert refused.value.messages == [
        "The spreadsheet shortened this number. Format the column as text, and write the number again."
    ]


@pytest.mark.parametrize(
    ("text", "count"), [("45", "45"), ("1.200", "1200"), ("1,200", "1200"), ("45.0", "45"), ("many", "many"), ("", "")]
)
def test_counts_lose_their_points(text, count):
    assert count_written(text) == count


@pytest.mark.parametrize(
    ("text", "share"),
    [
        *(("45", "45"), ("45%", "45"), ("45 %", "45"), ("0.45", "45"), ("0,45", "45"), ("half", "half")),
        *(("0.333333333333333", "33"), ("0.5%", "0"), ("33,5%", "34"), ("33.5", "34"), ("1%", "1"), ("100 %", "100")),
        *(("0", "0"), ("0.01", "1"), ("1,200", "1200")),
    ],
)
def test_shares_are_in_per_cent(text, share):
    assert share_written(text) == share


@pytest.mark.parametrize("text", ["1", "1.0", " 1,00 "])
def test_a_share_that_may_be_all_or_nearly_nothing_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        share_written(text)
    assert refused.value.messages == ["This may be 1% or 100%: write it with the sign."]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("90", "90"), ("90.0", "90"), ("1:30", "90"), ("01:30", "90"), ("1:30:00", "90"), ("0:45", "45")),
        *(("90 min", "90"), ("90'", "90"), ("90 minuti", "90"), ("1h", "60"), ("2 ore", "120"), ("1 h 30", "90")),
        *(("1h30m", "90"), ("1 ora e 30 minuti", "90"), ("1 hora y 30 min.", "90"), ("1.5", "1.5"), ("long", "long")),
        ("", ""),
    ],
)
def test_how_long_something_took_is_in_minutes(text, minutes):
    assert minutes_written(text) == minutes


@pytest.mark.parametrize(
    ("text", "year"), [("2005", "2005"), ("2005.0", "2005"), ("3/4/2005", "2005"), ("long ago", "long ago")]
)
def test_a_year_is_also_that_of_a_day(text, year):
    assert year_written(text) == year


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_numbers(text):
    assert isinstance(count_written(text) + minutes_written(text) + year_written(text), str)
    for read in (numbers_written, share_written, lambda text: number_restored(text, ("IT", "PE"))):
        try:
            read(text)
        except ValidationError as refused:
            assert refused.messages[0].endswith(".")
