"""Clocks at a venue and moments in UTC: there and back, over every change of the clocks."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from contacts.models import Meeting
from contacts.moments import moment_at, moment_in_words

ZONES = ("Europe/Rome", "America/Lima", "America/Guayaquil", "America/Bogota", "America/La_Paz")
CLOCKS = st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(2099, 12, 31)).map(
    lambda there: there.replace(second=0, microsecond=0)
)


def at(text, zone="Europe/Rome"):
    return moment_in_words(text, zone).isoformat()


@given(there=CLOCKS, zone=st.sampled_from(ZONES))
def test_what_clocks_show_comes_back_or_never_was(there, zone):
    try:
        moment = moment_at(there, zone)
    except ValidationError:
        later = there + datetime.timedelta(hours=2)
        assert moment_at(later, zone) - moment_at(there - datetime.timedelta(hours=2), zone) < datetime.timedelta(
            hours=4
        )
        return
    assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == there
    assert moment.tzinfo is datetime.UTC


@given(there=CLOCKS, zone=st.sampled_from(ZONES), minutes=st.integers(1, 60 * 24 * 14))
def test_a_length_is_so_many_minutes_whatever_clocks_do(there, zone, minutes):
    try:
        start = moment_at(there, zone)
    except ValidationError:
        return
    meeting = Meeting(starts_at=start, time_zone=zone, minutes_long=minutes)
    assert meeting.ends_at - meeting.starts_at == datetime.timedelta(minutes=minutes)
    assert meeting.day == there.date()


def test_the_first_of_two_equal_times_is_meant():
    assert at("2026-10-25T02:30") == "2026-10-25T00:30:00+00:00"


def test_a_time_that_clocks_leave_out_gets_a_sentence():
    with pytest.raises(ValidationError, match="Clocks there were put forward"):
        at("2026-03-29T02:30")


def test_countries_without_summer_time_keep_their_hour():
    assert at("2026-07-01T09:00", "America/Lima") == "2026-07-01T14:00:00+00:00"
    assert at("2026-12-01T09:00", "America/La_Paz") == "2026-12-01T13:00:00+00:00"


@pytest.mark.parametrize(
    "text", ["1899-12-31T10:00", "1900-01-01T00:00", "2101-01-01T00:00", "9999-12-31T23:59", "0001-01-01T00:00"]
)
def test_other_centuries_get_a_sentence(text):
    with pytest.raises(ValidationError, match="between 1900 and 2100"):
        at(text)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01T10:00", "2026-11-24T25:00", "x" * 100_000, "\u202e2026"])
def test_nonsense_gets_a_sentence(text):
    with pytest.raises(ValidationError, match="Write day and time"):
        at(text)


def test_the_day_is_the_venues():
    start = datetime.datetime(2026, 11, 24, 2, 0, tzinfo=datetime.UTC)
    assert Meeting(starts_at=start, time_zone="America/Lima").day == datetime.date(2026, 11, 23)
    assert Meeting(starts_at=start, time_zone="Europe/Rome").day == datetime.date(2026, 11, 24)
