"""What calendars read: times right in every zone, and nothing of what happened or who was there."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from contacts import calendars
from contacts.models import CalendarAddress, Meeting, MeetingKind, MeetingState
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import MeetingFactory, ParticipationFactory, PersonFactory

ZONES = ("Europe/Rome", "America/Lima", "America/Guayaquil", "America/Bogota", "America/La_Paz")
MOMENTS = st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(2099, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=datetime.UTC)
)


@pytest.fixture
def meeting(rome_officer):
    """A planned meeting with everything in it that must not get out."""
    meeting = MeetingFactory(
        state=MeetingState.PLANNED,
        title="Reunión secreta",
        place="Via Segreta 1",
        said="Se habló de dinero",
        starts_at=timezone.now() + datetime.timedelta(days=3),
        minutes_long=90,
        created_by=rome_officer,
        with_organisations=[AssociationFactory(name="Mujeres Unidas")],
    )
    ParticipationFactory(meeting=meeting, person=PersonFactory(given_names="Zoila"))
    return meeting


@pytest.fixture
def address(rome_officer):
    """The private address of an officer's calendar."""
    kept = CalendarAddress.objects.create(user=rome_officer)
    return f"/calendar/{kept.secret}.ics"


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


def offset_by_rules(calendar, there):
    """The offset that the calendar's own time zone rules give a local time."""
    return calendar.walk("VTIMEZONE")[0].to_tz().utcoffset(there.replace(tzinfo=None))


@given(moment=MOMENTS, zone=st.sampled_from(ZONES), minutes=st.none() | st.integers(1, 2000))
def test_times_are_read_back_as_they_were(moment, zone, minutes):
    meeting = Meeting(pk=1, starts_at=moment, time_zone=zone, minutes_long=minutes, kind=MeetingKind(name_en="visit"))
    meeting.updated_at = moment
    read = Calendar.from_ical(calendars.invitation(meeting, url="https://example.org/"))
    [event] = read.walk("VEVENT")
    start = event["DTSTART"].dt
    assert start == moment
    assert minutes is None or event["DTEND"].dt - start.astimezone(datetime.UTC) == datetime.timedelta(minutes=minutes)
    if event["DTSTART"].params.get("TZID"):
        assert start.replace(tzinfo=None) == moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert event["DTSTART"].params["TZID"] == zone == read.walk("VTIMEZONE")[0]["TZID"]


@pytest.mark.parametrize("month", [1, 7])
@pytest.mark.parametrize("year", [1999, 2026, 2060])
@pytest.mark.parametrize("zone", ZONES)
def test_the_rules_of_the_zone_are_right_in_summer_and_winter(zone, year, month):
    there = datetime.datetime(year, month, 15, 9, 30, tzinfo=ZoneInfo(zone))
    meeting = Meeting(pk=1, starts_at=there, time_zone=zone, kind=MeetingKind(name_en="visit"), updated_at=there)
    read = Calendar.from_ical(calendars.invitation(meeting, url=""))
    assert offset_by_rules(read, there) == there.utcoffset()


def test_the_private_calendar_tells_when_and_nothing_else(client, meeting, address):
    answer = client.get(address)
    [event] = events(answer)
    assert set(event) == {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "URL", "STATUS"}
    assert event["SUMMARY"] == "MIDLA: visit"
    assert event["URL"] == f"http://testserver/meetings/{meeting.pk}/"
    told = answer.content.decode()
    hidden = ("secreta", "Segreta", "Zoila", "Quispe", "Mujeres", "dinero", "Giulia", "example.org")
    assert [word for word in hidden if word in told] == []


def test_the_private_calendar_has_ones_own_meetings_of_now(client, rome_officer, manager, address):
    def days_ago(days, **values):
        return MeetingFactory(starts_at=timezone.now() - datetime.timedelta(days=days), **values)

    days_ago(1, created_by=manager)
    days_ago(100, created_by=rome_officer)
    days_ago(2, created_by=rome_officer).confined_to.add(manager)
    days_ago(2, created_by=rome_officer, trashed_at=timezone.now())
    mine, long_planned = days_ago(80, created_by=rome_officer), days_ago(200, created_by=rome_officer, state="planned")
    with_me = days_ago(3, created_by=manager)
    with_me.staff.add(rome_officer)
    read = {str(event["UID"]) for event in events(client.get(address))}
    assert read == {f"meeting-{one.pk}@midla" for one in (mine, long_planned, with_me)}


def test_a_limited_user_reads_only_what_they_see(client, quito_officer):
    kept = CalendarAddress.objects.create(user=quito_officer)
    hidden = MeetingFactory(with_organisations=[AssociationFactory(serves=["PE"])], starts_at=timezone.now())
    hidden.staff.add(quito_officer)
    assert events(client.get(f"/calendar/{kept.secret}.ics")) == []


def test_only_a_good_address_answers(client, rome_officer, address):
    assert client.get(address).status_code == 200
    rome_officer.is_active = False
    rome_officer.save()
    assert client.get(address).status_code == 404
    for wrong in ("x", "x" * 5000, "ñ", "..%2F"):
        assert client.get(f"/calendar/{wrong}.ics").status_code == 404


def test_an_unchanged_calendar_is_not_sent_again(client, meeting, address):
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = client.get(address, headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Meeting.objects.update(starts_at=timezone.now())
    assert client.get(address, headers={"if-none-match": answer.headers["ETag"]}).status_code == 200


def test_the_address_is_made_renewed_and_revoked_by_its_user(client, rome_officer, manager):
    page = reverse("contacts:calendar-address")
    client.force_login(rome_officer)
    assert "has no address yet" in client.get(page).content.decode()
    client.post(page, {"step": "make"})
    first = CalendarAddress.objects.get().secret
    assert f"http://testserver/calendar/{first}.ics" in client.get(page).content.decode()
    client.post(page, {"step": "renew"})
    second = CalendarAddress.objects.get().secret
    assert client.get(f"/calendar/{first}.ics").status_code == 404
    client.force_login(manager)
    assert second not in client.get(page).content.decode()
    client.post(page, {"step": "revoke"})
    assert client.get(f"/calendar/{second}.ics").status_code == 200
    client.force_login(rome_officer)
    client.post(page, {"step": "revoke"})
    assert client.get(f"/calendar/{second}.ics").status_code == 404


def test_an_invitation_tells_title_and_place_but_nobody(client, meeting, rome_officer):
    client.force_login(rome_officer)
    answer = client.get(f"/meetings/{meeting.pk}/invitation.ics")
    [event] = events(answer)
    assert (event["SUMMARY"], event["LOCATION"], event["STATUS"]) == ("Reunión secreta", "Via Segreta 1", "CONFIRMED")
    assert not {"ATTENDEE", "ORGANIZER", "DESCRIPTION"} & set(event)
    assert "Zoila" not in answer.content.decode()


def test_an_invitation_to_what_one_does_not_see_is_not_there(client, meeting, quito_officer):
    client.force_login(quito_officer)
    assert client.get(f"/meetings/{meeting.pk}/invitation.ics").status_code == 404
