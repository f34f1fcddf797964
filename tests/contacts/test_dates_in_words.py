"""Days as people say them, in four languages."""

import datetime

import pytest
from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from contacts.dates_in_words import LONGEST, WEEKDAY_NAMES, DayInWordsField, day_in_words

TUESDAY = datetime.date(2026, 11, 24)
DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("venerdì", "2026-11-27"),
        ("entro venerdì", "2026-11-27"),
        ("in two weeks", "2026-12-08"),
        ("el viernes", "2026-11-27"),
        ("dans deux semaines", "2026-12-08"),
        ("domani", "2026-11-25"),
        ("MAÑANA", "2026-11-25"),
        ("après-demain", "2026-11-26"),
        ("martedì", "2026-12-01"),
        ("la semana que viene", "2026-12-01"),
        ("fine mese", "2026-11-30"),
        ("tra un mese", "2026-12-24"),
        ("15/12", "2026-12-15"),
        ("1.3.", "2027-03-01"),
        ("29/2", "2028-02-29"),
        ("1er décembre", "2026-12-01"),
        ("il 5", "2026-12-05"),
        ("2027-01-02", "2027-01-02"),
        ("15/12/25", "2025-12-15"),
    ],
)
def test_words_of_four_languages_say_a_day(text, day):
    assert day_in_words(text, TUESDAY, "it") == datetime.date.fromisoformat(day)


@pytest.mark.parametrize("text", ["in 1.5 weeks", "fra 1,5 mesi", "en -3 días", "in ½ week", "dans 2-3 semaines"])
def test_a_number_that_is_not_whole_is_no_count_of_days(text):
    with pytest.raises(forms.ValidationError, match="no day"):
        day_in_words(text, TUESDAY, "en")


@pytest.mark.parametrize("text", ["", "quando torna", "30/2", "99/99", "gennaio", "\x00", "5" * 10_000])
def test_what_says_no_day_gets_a_sentence(text):
    with pytest.raises(forms.ValidationError, match="Write 15/12"):
        day_in_words(text, TUESDAY, "en")


@pytest.mark.parametrize("text", ["1/1/0001", "31/12/9999", "in 500 years"])
def test_years_outside_1900_to_2100_are_refused(text):
    with pytest.raises(forms.ValidationError, match="between 1900 and 2100"):
        day_in_words(text, TUESDAY, "en")


@given(st.text(max_size=LONGEST + 5), DAYS)
@example("0/0", TUESDAY)
@example("in 999 years", datetime.date(2090, 1, 1))
def test_any_text_is_a_day_or_a_sentence(text, today):
    try:
        day = day_in_words(text, today, "it")
    except forms.ValidationError:
        return
    assert 1900 <= day.year <= 2100


@given(DAYS, st.sampled_from(sorted(WEEKDAY_NAMES)), st.integers(0, 6))
def test_a_weekday_is_always_the_next_one(today, language, number):
    day = day_in_words(WEEKDAY_NAMES[language].split()[number], today, language)
    assert (day.weekday(), 1 <= (day - today).days <= 7) == (number, True)


@given(DAYS, DAYS, st.sampled_from(["it", "es", "en", "fr"]))
def test_a_day_written_out_reads_back(day, today, language):
    with override(language):
        text = f"{day.day} {MONTHS[day.month]} {day.year}"
    assert day_in_words(text, today, language) == day


@given(DAYS, DAYS)
def test_a_day_without_its_year_is_never_past(day, today):
    found = day_in_words(f"{day.day}/{day.month}", today, "it")
    assert (found.day, found.month, found >= today) == (day.day, day.month, True)


def test_the_field_shows_a_stored_day_so_that_it_reads_back():
    field = DayInWordsField()
    assert field.clean(field.prepare_value(TUESDAY)) == TUESDAY
