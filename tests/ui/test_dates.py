"""Days and moments as each language writes them."""

import datetime

import pytest
import time_machine
from django.utils import translation

from midla.ui import dates

SATURDAY = datetime.date(2026, 11, 7)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel("2026-11-10T12:00:00Z", tick=False):
        yield


@pytest.mark.parametrize(
    ("language", "in_full", "shortly", "of_another_year", "by_weekday"),
    [
        ("it", "7 novembre 2026", "7 nov", "7 nov 2025", "sabato 7 novembre"),
        ("es", "7 de noviembre de 2026", "7 nov", "7 nov 2025", "sábado 7 de noviembre"),
        ("en", "7 November 2026", "7 Nov", "7 Nov 2025", "Saturday 7 November"),
        ("fr", "7 novembre 2026", "7 nov", "7 nov 2025", "samedi 7 novembre"),
    ],
)
def test_each_language_writes_days_its_own_way(language, in_full, shortly, of_another_year, by_weekday):
    with translation.override(language):
        written = (dates.day(SATURDAY), dates.short_day(SATURDAY), dates.short_day(SATURDAY.replace(year=2025)))
        assert (*written, dates.weekday(SATURDAY)) == (in_full, shortly, of_another_year, by_weekday)


def test_no_day_is_a_dash():
    assert (dates.day(None), dates.short_day(None), dates.moment(None), dates.due(None)) == ("–", "–", "–", "–")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (60, "60 days ago"),
        (61, "2 months ago"),
        (800, "2 years ago"),
    ],
)
def test_how_long_ago_is_said_in_the_unit_that_fits(days, words):
    assert dates.ago(datetime.date(2026, 11, 10) - datetime.timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("days", "drawn"),
    [
        (-1, '<span class="late">1 day late</span>'),
        (-20, '<span class="late">20 days late</span>'),
        (0, '<span class="soon">today</span>'),
        (3, '<span class="soon">13 Nov</span>'),
        (4, "<span>14 Nov</span>"),
    ],
)
def test_what_is_due_says_how_late_it_is(days, drawn):
    assert dates.due(datetime.date(2026, 11, 10) + datetime.timedelta(days=days)) == drawn
