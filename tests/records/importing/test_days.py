"""Days as files write them, in four languages and as spreadsheets count them; what is no day gets a sentence."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from midla.records.importing.days import clock_of, day_of

THE_DAY = datetime.date(2024, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        *("3/3/2024", "03/03/2024", "03.03.2024", "3-3-2024", "3 3 2024", "2024-03-03", "2024/3/3", "2024.03.03"),
        *("2024-03-03 18:30", "2024-03-03T18:30:00", "03/03/2024 18:30", "45354", "45354.0", "45354,77"),
        *("3 marzo 2024", "domenica 3 marzo 2024", "3 MARZO 2024", "1° marzo 2024", "3 mar 2024", "3-mar-2024"),
        *("3 de marzo de 2024", "3 de marzo del 2024", "domingo, 3 de marzo de 2024", "3 mars 2024", "3 mar. 2024"),
        *("March 3, 2024", "Sunday, March 3, 2024", "3rd March 2024", "3 March 2024", "3 of March 2024"),
        *("3 marzo 2024 18:30", "3 marzo 2024, ore 18:30", "  3 marzo  2024 "),
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    assert day_of(text) == (THE_DAY if "1°" not in text else datetime.date(2024, 3, 1))


MONTHS = {
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_every_month_is_known_in_four_languages(day, language):
    month = MONTHS[language].split()[day.month - 1]
    assert day_of(f"{day.day} {month} {day.year}") == day


@given(st.dates(datetime.date(1928, 1, 1), datetime.date(2100, 12, 31)))
def test_a_day_counted_by_a_spreadsheet_is_that_day(day):
    assert day_of(str((day - datetime.date(1899, 12, 30)).days)) == day


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        *(("18:30", 18, 30), ("18.30", 18, 30), ("18h30", 18, 30), ("18h", 18, 0), ("ore 18:30", 18, 30)),
        *(("18:30:00", 18, 30), ("18:30:00.000", 18, 30), ("2024-03-03T18:30:00", 18, 30), ("3/3/2024 18:30", 18, 30)),
        *(("6:30 PM", 18, 30), ("06:30:00 PM", 18, 30), ("6:30 p. m.", 18, 30), ("12:05 am", 0, 5), ("9:00 AM", 9, 0)),
        *(("18:30-20:00", 18, 30), ("18.30 – 20.00", 18, 30), ("dalle 18:30 alle 20:00", 18, 30)),
        *(("3/3/2024 18.30 - 20.00", 18, 30), ("de 18:30 a las 20:00", 18, 30)),
        *(
            ("0.770833333333333", 18, 30),
            ("0,25", 6, 0),
            ("0.0", 0, 0),
            ("45354.75", 18, 0),
            ("45354,770833333", 18, 30),
        ),
    ],
)
def test_a_time_is_read_however_it_is_written_or_counted(text, hour, minute):
    assert clock_of(text) == datetime.time(hour, minute)


@pytest.mark.parametrize("text", ["25:00", "18:75", "13:00 PM", "0:30 AM"])
def test_what_is_no_time_says_what_to_write(text):
    with pytest.raises(ValidationError) as refused:
        clock_of(text)
    assert refused.value.messages == [f"“{text}” is no time. Write it as 18:30."]


@pytest.mark.parametrize("text", ["45354", "45354.0", "evening", "18:30Z"])
def test_some_cells_tell_no_time(text):
    assert clock_of(text) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31/02/2024", "“31/02/2024” is no day. Write day, month and year, such as 31/12/2024."),
        ("30 febbraio 2024", "“30 febbraio 2024” is no day. Write day, month and year, such as 31/12/2024."),
        ("03/25/2024", "“03/25/2024” is no day. Write day, month and year, such as 31/12/2024."),
        ("3/4/85", "“3/4/85” is no day. Write day, month and year, such as 31/12/2024."),
        ("1/1/0001", "The year must be between 1900 and 2100."),
        ("31/12/9999", "The year must be between 1900 and 2100."),
        ("99999", "The year must be between 1900 and 2100."),
        ("yesterday", "“yesterday” is no day. Write day, month and year, such as 31/12/2024."),
        ("3 jui 2024", "“3 jui 2024” is no day. Write day, month and year, such as 31/12/2024."),
        ("x" * 50, f"“{'x' * 40}” is no day. Write day, month and year, such as 31/12/2024."),
    ],
)
def test_what_is_no_day_says_what_to_write(text, sentence):
    with pytest.raises(ValidationError) as refused:
        day_of(text)
    assert refused.value.messages == [sentence]


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_days(text):
    for read in (day_of, clock_of):
        try:
            read(text)
        except ValidationError as refused:
            assert refused.messages[0].endswith(".")
