"""The list to call from and to tick at the door."""

import pytest

from contacts.models import Participation
from midla.records.models import Access, Change
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import ConsentFactory, MeetingFactory, ParticipationFactory, PersonFactory

NUMBER = "+393470000001"


@pytest.fixture
def meeting(db):
    return MeetingFactory(with_organisations=[AssociationFactory()])


def invited(meeting, **values):
    return ParticipationFactory(
        meeting=meeting, presence="invited", person=PersonFactory(phone=NUMBER, **values)
    ).person


def people(client, meeting):
    return client.get(f"/meetings/{meeting.pk}/people/").content.decode()


def set_to(client, meeting, person, presence, **headers):
    answers = {"person": getattr(person, "pk", person), "presence": presence}
    return client.post(f"/meetings/{meeting.pk}/people/set/", answers, headers=headers)


def test_who_agreed_is_called_with_one_tap_and_that_is_noted(client, meeting, rome_officer):
    person, silent = invited(meeting), invited(meeting)
    ConsentFactory(person=person)
    client.force_login(rome_officer)
    assert people(client, meeting).count(f'href="tel:{NUMBER}"') == 1
    assert list(Access.objects.values_list("record_id", flat=True)) == [person.pk]
    ConsentFactory(person=person, state="withdrawn")
    assert NUMBER not in people(client, meeting)
    assert silent.pk != person.pk


def test_outside_the_eu_and_without_the_permission_no_number_is_read(client, meeting, lima_viewer, quito_officer):
    meeting.organisations.set([AssociationFactory(serves=["PE", "EC"])])
    person = invited(meeting, citizen_of=["PE", "EC"])
    ConsentFactory(person=person)
    for reader in (lima_viewer, quito_officer):
        client.force_login(reader)
        page = people(client, meeting)
        assert person.full_name in page
        assert "tel:" not in page
    ConsentFactory(person=person, purpose="transfer")
    assert f"tel:{NUMBER}" in people(client, meeting)


def test_a_tick_is_kept_once_with_its_history(client, meeting, rome_officer):
    person = invited(meeting)
    client.force_login(rome_officer)
    assert set_to(client, meeting, person, "present").url == f"/meetings/{meeting.pk}/people/"
    set_to(client, meeting, person, "present")
    assert Participation.objects.get().presence == "present"
    assert Change.objects.of(meeting).get().after == {"people": [person.pk], "presence": "present"}
    assert person.full_name in client.get(f"/meetings/{meeting.pk}/history/").content.decode()


def test_with_script_only_the_line_and_the_counts_come_back(client, meeting, rome_officer):
    person = invited(meeting)
    client.force_login(rome_officer)
    answer = set_to(client, meeting, person, "coming", **{"HX-Request": "true"}).content.decode()
    assert answer.count("<li") == 1
    assert f'id="person-{person.pk}-coming" name="presence" value="coming" aria-pressed="true"' in answer
    assert '<span id="counts" hx-swap-oob="true">invited 0, coming 1, present 0, excused 0</span>' in answer


def test_viewers_read_and_do_not_tick(client, meeting, lima_viewer):
    person = invited(meeting)
    client.force_login(lima_viewer)
    assert "<button" not in people(client, meeting).split('<ul class="rows door">')[1].split("</ul>")[0]
    assert set_to(client, meeting, person, "present").status_code == 403


@pytest.mark.parametrize("presence", ["", "x", "PRESENT", "x" * 9000])
def test_a_nonsense_presence_is_refused(client, meeting, rome_officer, presence):
    person = invited(meeting)
    client.force_login(rome_officer)
    assert set_to(client, meeting, person, presence).status_code == 400
    assert Participation.objects.get().presence == "invited"


@pytest.mark.parametrize(("person", "status"), [("x", 400), ("-1", 400), ("9" * 30, 400), ("", 400), ("999999", 404)])
def test_a_nonsense_person_is_refused(client, meeting, rome_officer, person, status):
    client.force_login(rome_officer)
    assert set_to(client, meeting, person, "present").status_code == status


def test_who_is_not_on_the_list_or_not_seen_cannot_be_ticked(client, meeting, rome_officer, quito_officer):
    meeting.organisations.set([AssociationFactory(serves=["EC"])])
    hidden = invited(meeting, citizen_of=["PE"])
    client.force_login(rome_officer)
    assert set_to(client, meeting, PersonFactory(), "present").status_code == 404
    client.force_login(quito_officer)
    assert set_to(client, meeting, hidden, "present").status_code == 404


def test_people_are_found_without_script_and_put_on_the_list(client, meeting, rome_officer):
    person = PersonFactory(given_names="Ñusta", citizen_of=["PE"])
    client.force_login(rome_officer)
    add = f"/meetings/{meeting.pk}/people/add/"
    found = client.post(add, {"find": "people", "people-find": "nusta"}).content.decode()
    assert f'value="{person.pk}"' in found
    client.post(add, {"people": [person.pk]})
    client.post(add, {"people": [person.pk]})
    assert list(Participation.objects.values_list("person", "presence")) == [(person.pk, "present")]
    assert "Choose somebody first." in client.post(add, {}).content.decode()


@pytest.mark.parametrize("people", [["x"], ["9" * 30], ["0"], ["-1"]])
def test_nonsense_people_get_a_sentence(client, meeting, rome_officer, people):
    client.force_login(rome_officer)
    answer = client.post(f"/meetings/{meeting.pk}/people/add/", {"people": people})
    assert (answer.status_code, Participation.objects.count()) == (200, 0)
