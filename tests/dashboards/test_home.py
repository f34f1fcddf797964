"""My day: what is due, whom I meet; and for managers figures that equal the lists they open."""

import datetime
import re

import pytest
from django.utils import timezone

from contacts.actions.meeting import Logged, log_meeting
from contacts.models import Meeting
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import FollowUpFactory, MeetingFactory, MeetingKindFactory, PersonFactory
from tests.factories.territories import CountryFactory

FIGURE = re.compile(r'href="([^"]+)" data-figure="(\d+)"')
TOTAL = re.compile(r'data-total="(\d+)"')


def total(client, url):
    return int(TOTAL.search(client.get(url.replace("&amp;", "&")).content.decode()).group(1))


@pytest.fixture
def programme(db, rome_officer):
    """Something in every list, for two communities, at every step of engagement."""
    kind = MeetingKindFactory(code="visit")
    for code in ("PE", "EC", "BO"):
        for days in (3, 40, 400, 800):
            association = AssociationFactory(serves=[code])
            start = timezone.now() - datetime.timedelta(days=days)
            meeting = Meeting(kind=kind, starts_at=start)
            log_meeting(meeting=meeting, logged=Logged(organisations=[association]), by=rome_officer)
        AssociationFactory(serves=[code])
    AssociationFactory(serves=["PE", "EC"])
    PartnerActorFactory()
    PersonFactory(to_complete=True)
    # Of Colombia there is nothing: a limit to it leaves every list of associations empty.
    CountryFactory(code="CO")


def test_every_tile_equals_the_list_it_opens(client, programme, manager, administrator):
    for user in (manager, administrator):
        for codes in ([], ["EC"], ["CO"]):
            user.countries.set(codes)
            client.force_login(user)
            figures = FIGURE.findall(client.get("/").content.decode())
            assert 4 <= len(figures) <= 8
            assert [(url, int(value)) for url, value in figures] == [(url, total(client, url)) for url, _ in figures]


def test_tiles_are_for_who_steers(client, programme, rome_officer):
    client.force_login(rome_officer)
    assert "data-figure" not in client.get("/").content.decode()


def test_my_day_shows_mine_and_not_anothers(client, rome_officer, manager):
    FollowUpFactory(what="Call Rosa back", owner=rome_officer, due_on=timezone.localdate())
    FollowUpFactory(what="Somebody else's", owner=manager, due_on=timezone.localdate())
    client.force_login(rome_officer)
    page = client.get("/").content.decode()
    assert "Call Rosa back" in page
    assert "Somebody else" not in page
    assert "1 is due today." in page


def test_a_planned_meeting_of_mine_stands_in_the_agenda(client, rome_officer):
    meeting = MeetingFactory(state="planned", title="Asamblea", starts_at=timezone.now() + datetime.timedelta(hours=1))
    meeting.organisations.add(AssociationFactory())
    meeting.staff.add(rome_officer)
    client.force_login(rome_officer)
    assert "Asamblea" in client.get("/").content.decode()


def test_home_takes_few_queries_however_much_there_is(client, programme, manager, django_assert_max_num_queries):
    for _ in range(12):
        FollowUpFactory(owner=manager, due_on=timezone.localdate())
    client.force_login(manager)
    client.get("/")
    with django_assert_max_num_queries(20):
        client.get("/")
