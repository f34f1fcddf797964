"""Follow-ups: mine, my office's, all; done with one click, put off, undone."""

import datetime
import re

import pytest
from django.utils import timezone

from contacts.models import FollowUp
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import FollowUpFactory, MeetingFactory


def rows_of(client, query=""):
    page = client.get(f"/follow-ups/{query}").content.decode()
    return int(re.search(r'data-total="(\d+)"', page).group(1)), page


def test_list_shows_only_what_hangs_on_records_seen(client, quito_officer):
    FollowUpFactory(what="Of Peru", organisation=AssociationFactory(serves=["PE"]))
    FollowUpFactory(what="Of Ecuador", organisation=AssociationFactory(serves=["EC"]))
    client.force_login(quito_officer)
    total, page = rows_of(client)
    assert total == 1
    assert "Of Ecuador" in page
    assert "Of Peru" not in page


def test_mine_and_overdue_narrow_the_list(client, rome_officer, manager):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    FollowUpFactory(owner=rome_officer, due_on=yesterday)
    FollowUpFactory(owner=rome_officer, due_on=None)
    FollowUpFactory(owner=manager, due_on=yesterday)
    client.force_login(rome_officer)
    assert rows_of(client, f"?owner={rome_officer.pk}")[0] == 2
    assert rows_of(client, "?overdue=1")[0] == 2


def test_done_with_one_click_and_taken_back(client, rome_officer):
    follow_up = FollowUpFactory()
    client.force_login(rome_officer)
    assert client.post(f"/follow-ups/{follow_up.pk}/done/", {"next": "/follow-ups/"}).url == "/follow-ups/"
    follow_up.refresh_from_db()
    assert follow_up.done_by == rome_officer
    client.post(f"/follow-ups/{follow_up.pk}/reopen/")
    follow_up.refresh_from_db()
    assert follow_up.done_at is None


def test_a_get_changes_nothing(client, rome_officer):
    follow_up = FollowUpFactory()
    client.force_login(rome_officer)
    client.get(f"/follow-ups/{follow_up.pk}/done/")
    follow_up.refresh_from_db()
    assert follow_up.done_at is None


def test_put_off_in_words(client, rome_officer):
    follow_up = FollowUpFactory(due_on=timezone.localdate())
    client.force_login(rome_officer)
    client.post(f"/follow-ups/{follow_up.pk}/snooze/", {"until": "in two weeks"})
    follow_up.refresh_from_db()
    assert follow_up.due_on == timezone.localdate() + datetime.timedelta(days=14)
    answer = client.post(f"/follow-ups/{follow_up.pk}/snooze/", {"until": "zzz"}, follow=True)
    assert "no day that can be understood" in answer.content.decode()


def test_a_viewer_reads_and_may_not_click(client, lima_viewer):
    follow_up = FollowUpFactory(organisation=AssociationFactory(serves=["PE"]))
    client.force_login(lima_viewer)
    assert "Mark as done" not in client.get(f"/follow-ups/{follow_up.pk}/").content.decode()
    assert client.post(f"/follow-ups/{follow_up.pk}/done/").status_code == 403


def test_adding_one_from_an_organisation(client, rome_officer):
    association = AssociationFactory(name="Mujeres Ñandú")
    client.force_login(rome_officer)
    assert "Mujeres Ñandú" in client.get(f"/follow-ups/add/?organisation={association.pk}").content.decode()
    client.post(
        "/follow-ups/add/", {"what": "Llamar", "promised_by": "us", "organisation": association.pk, "due_on": "15/12"}
    )
    follow_up = FollowUp.objects.get()
    assert (follow_up.owner, follow_up.organisation_id) == (rome_officer, association.pk)


@pytest.mark.parametrize(
    "answers",
    [
        {"what": "x" * 100_000},
        {"due_on": "0001-01-01"},
        {"due_on": "31/12/9999"},
        {"organisation": "9" * 30},
        {"organisation": "", "person": ""},
        {"owner": "zz", "meeting": "-1"},
    ],
)
def test_nonsense_gets_a_sentence(client, rome_officer, answers):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(
        "/follow-ups/add/", {"what": "Llamar", "promised_by": "us", "organisation": association.pk, **answers}
    )
    assert answer.status_code == 200
    assert not FollowUp.objects.exists()


def test_what_is_overdue_comes_first_and_what_is_done_last(client, rome_officer):
    today = timezone.localdate()
    for what, days in {"Overdue": -1, "Coming": 3}.items():
        FollowUpFactory(what=what, due_on=today + datetime.timedelta(days=days))
    FollowUpFactory(what="No day", due_on=None)
    FollowUpFactory(what="Long done", due_on=today - datetime.timedelta(days=90), done_at=timezone.now())
    client.force_login(rome_officer)
    page = rows_of(client)[1]
    assert re.findall(r'class="title"[^>]*>([^<]+)<', page) == ["Overdue", "Coming", "No day", "Long done"]


def test_the_list_has_a_button_for_what_is_open_and_comes_back_as_it_was(client, rome_officer, lima_viewer):
    follow_up = FollowUpFactory(organisation=AssociationFactory(serves=["PE"]))
    FollowUpFactory(done_at=timezone.now(), organisation=AssociationFactory(serves=["PE"]))
    client.force_login(rome_officer)
    assert re.findall(r'formaction="([^"]+/done/)"', rows_of(client)[1]) == [f"/follow-ups/{follow_up.pk}/done/"]
    answer = client.post(f"/follow-ups/{follow_up.pk}/done/", {"query": "stands=open&owner=3"})
    assert answer.url == "/follow-ups/?stands=open&owner=3"
    client.force_login(lima_viewer)
    assert "/done/" not in rows_of(client)[1]


def test_a_meeting_stays_open_until_all_its_promises_are_kept(client, rome_officer):
    meeting = MeetingFactory(with_organisations=[AssociationFactory()])
    promises = [FollowUpFactory(meeting=meeting, organisation=None) for _ in range(2)]
    client.force_login(rome_officer)
    for left, words in ((2, "2 promises open"), (1, "1 promise open")):
        assert words in client.get(f"/meetings/{meeting.pk}/").content.decode()
        client.post(f"/follow-ups/{promises[left - 1].pk}/done/")
    assert not re.search(r"promises? open", client.get(f"/meetings/{meeting.pk}/").content.decode())
