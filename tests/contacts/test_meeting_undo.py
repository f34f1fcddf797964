"""What is said of a meeting, of its people and of their number, taken back."""

import pytest

from contacts.actions.meeting import set_presence
from contacts.models import Meeting
from midla.records.models import Change
from tests.contacts.test_meeting import shared, written
from tests.factories.territories import CountryFactory


@pytest.fixture
def programme(db):
    """The programme countries."""
    for code in ("BO", "CO", "EC", "PE"):
        CountryFactory(code=code)


def undo_newest(client, meeting):
    """Take the newest change back, as the button of the message does."""
    return client.post(f"/meetings/{meeting.pk}/history/{Change.objects.of(meeting).first().pk}/undo/")


def test_a_count_by_citizenship_is_taken_back_as_other_changes_are(client, programme, rome_officer):
    meeting = shared(rome_officer)
    Meeting.objects.update(headcount=9)
    client.force_login(rome_officer)
    for count in ("6", "2"):
        client.post(f"/meetings/{meeting.pk}/edit/", written(client, meeting, count_pe=count))
    assert undo_newest(client, meeting).status_code == 302
    assert [(counted.country_id, counted.people) for counted in meeting.headcounts.all()] == [("PE", 6)]
    first = Change.objects.of(meeting).last()
    client.post(f"/meetings/{meeting.pk}/history/{first.pk}/undo/")
    assert not meeting.headcounts.exists()
    answer = client.post(f"/meetings/{meeting.pk}/history/{first.pk}/undo/")
    assert answer.status_code == 302
    assert Change.objects.of(meeting).count() == 4


def test_a_count_by_citizenship_does_not_come_back_over_fewer_people(client, programme, rome_officer):
    meeting = shared(rome_officer)
    Meeting.objects.update(headcount=9)
    client.force_login(rome_officer)
    client.post(f"/meetings/{meeting.pk}/edit/", written(client, meeting, count_pe="9"))
    client.post(f"/meetings/{meeting.pk}/edit/", written(client, meeting, count_pe="3", headcount="4"))
    counted_less = Change.objects.of(meeting)[1]
    answer = client.post(f"/meetings/{meeting.pk}/history/{counted_less.pk}/undo/")
    assert "The parts are more than everybody present" in answer.content.decode()
    assert answer.status_code == 409
    assert meeting.headcounts.get().people == 3


def test_a_tick_at_the_door_is_taken_back_and_told_in_words(client, rome_officer):
    meeting = shared(rome_officer)
    person = meeting.people.first()
    meeting.participations.update(presence="invited")
    set_presence(meeting=meeting, person=person, presence="excused", by=rome_officer)
    client.force_login(rome_officer)
    rome_officer.language = "it"
    rome_officer.save()
    page = client.get(f"/meetings/{meeting.pk}/history/").content.decode()
    assert ("Presenza" in page, "giustificat" in page, "excused" in page) == (True, True, False)
    ticked = Change.objects.of(meeting).first()
    assert undo_newest(client, meeting).status_code == 302
    assert set(meeting.participations.values_list("presence", flat=True)) == {"invited"}
    set_presence(meeting=meeting, person=person, presence="present", by=rome_officer)
    assert client.post(f"/meetings/{meeting.pk}/history/{ticked.pk}/undo/").status_code == 409
    assert meeting.participations.get(person=person).presence == "present"


def test_who_comes_back_to_a_planned_meeting_with_undo_was_not_there_yet(client, rome_officer):
    meeting = shared(rome_officer, state="planned", days=3)
    meeting.participations.update(presence="invited")
    [first, second] = meeting.people.values_list("pk", flat=True)
    client.force_login(rome_officer)
    client.post(f"/meetings/{meeting.pk}/edit/", written(client, meeting, people=[first]))
    undo_newest(client, meeting)
    assert dict(meeting.participations.values_list("person", "presence")) == {first: "invited", second: "invited"}
