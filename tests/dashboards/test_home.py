"""My day: what is due, whom I meet; and for managers figures that equal the lists they open."""

import datetime
import re

import pytest
from django.utils import timezone

from associations.models import PartnerActor
from contacts.actions.meeting import Logged, log_meeting
from contacts.models import Meeting
from midla.records.actions import edit
from midla.territories.loading import load_territories
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


def test_news_tell_what_others_did_in_my_organisations(client, rome_officer, manager, outsider):
    mine, theirs = AssociationFactory(owner=rome_officer), AssociationFactory(owner=manager)
    visit = MeetingKindFactory(code="visit")
    for by, organisations in ((manager, [mine, theirs]), (rome_officer, [mine]), (manager, [theirs])):
        start = timezone.now() - datetime.timedelta(hours=1)
        log_meeting(meeting=Meeting(kind=visit, starts_at=start), logged=Logged(organisations=organisations), by=by)
    edit(mine, by=manager, values={"members": 12})
    edit(theirs, by=rome_officer, values={"members": 12})
    client.force_login(rome_officer)
    news = client.get("/").context["day"].news
    assert [(one.organisation.pk, str(one.what), one.by) for one in news] == [
        (mine.pk, "edited", manager),
        (mine.pk, "visit", manager),
    ]


def test_first_steps_are_ticked_by_what_there_is(client, administrator, rome_officer):
    load_territories()
    client.force_login(administrator)
    assert [step.done for step in client.get("/").context["steps"]] == [False, True, False, False, False]
    assert "1 of 5 done" in client.get("/").content.decode()
    assert client.get("/first-steps/public-bodies/").status_code == 405
    assert client.post("/first-steps/public-bodies/").url == "/"
    assert PartnerActor.objects.filter(created_by=administrator).count() == 127
    MeetingFactory(with_organisations=[AssociationFactory()])
    FollowUpFactory()
    assert client.get("/").context["steps"] == []


def test_first_steps_are_the_administrators(client, rome_officer):
    client.force_login(rome_officer)
    assert client.get("/").context["steps"] == []
    assert client.post("/first-steps/public-bodies/").status_code == 403
