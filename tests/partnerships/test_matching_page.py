"""Needs and offers at a glance, the job that works all matches out, and the panels on other pages."""

import re

from django.core.management import call_command

from midla.partnerships import tasks
from midla.partnerships.computing import match_all
from midla.partnerships.models import Match
from midla.records.actions import edit
from midla.records.models import Job
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import MeetingFactory, PersonFactory
from tests.factories.partnerships import NeedFactory, OfferFactory


def asked(client, path="/matching/", **query):
    return client.get(path, query).content.decode()


def names(page):
    return re.findall(r'<h2 class="m-0"><a class="plain-link" href="[^"]+">([^<]+)<', page)


def test_open_needs_stand_with_their_best_fit_those_that_fit_best_first(client, rome_officer):
    NeedFactory(what="Fits nothing", for_countries=["EC"])
    NeedFactory(what="Fits a little", kind="training", theme=ThemeFactory(code="health"))
    NeedFactory(what="Fits well", theme=ThemeFactory(code="health"))
    OfferFactory(what="Of theme and kind", theme=ThemeFactory(code="health"))
    match_all()
    client.force_login(rome_officer)
    page = asked(client)
    assert names(page) == ["Fits well", "Fits a little", "Fits nothing"]
    assert "Of theme and kind" in page
    assert "Nothing fits yet." in page
    assert names(asked(client, side="offer")) == ["Of theme and kind"]


def test_a_fit_that_its_reader_does_not_see_is_not_told(client, quito_officer):
    NeedFactory(what="Mine", for_countries=["EC", "PE"])
    OfferFactory(what="Of Peru", for_countries=["PE"])
    OfferFactory(what="Of both", kind="training", for_countries=["EC", "PE"])
    match_all()
    client.force_login(quito_officer)
    page = asked(client)
    assert ("Of Peru" in page, "Of both" in page) == (False, True)


def test_figures_open_the_lists_they_count(client, quito_officer):
    for code in ("EC", "PE"):
        NeedFactory(for_countries=[code])
        OfferFactory(for_countries=[code], kind="training")
    client.force_login(quito_officer)
    for query in ({}, {"kind": "training"}, {"side": "offer", "country": "PE"}):
        found = re.findall(r'class="tile" href="([^"]+)" data-figure="(\d+)"', asked(client, **query))
        assert len(found) == 3
        for url, number in found:
            assert f'data-total="{number}"' in asked(client, url.replace("&amp;", "&"))


def test_filters_narrow_and_nonsense_gets_a_sentence(client, rome_officer):
    NeedFactory(what="Money", kind="money")
    NeedFactory(what="Room", kind="premises")
    client.force_login(rome_officer)
    assert names(asked(client, kind="premises")) == ["Room"]
    page = asked(client, kind="nonsense")
    assert (names(page), "There is no such choice" in page) == ([], True)


def test_managers_ask_for_all_matches_and_the_worker_finds_them(
    client, manager, rome_officer, django_capture_on_commit_callbacks
):
    NeedFactory(), OfferFactory()
    client.force_login(rome_officer)
    assert client.post("/matching/recompute/").status_code == 403
    client.force_login(manager)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/matching/recompute/").url == "/jobs/"
    job = Job.objects.get()
    tasks.match_all.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.by) == ("done", 1, 1, manager)
    assert "1 pairs are proposed" in asked(client, "/jobs/")


def test_the_command_does_the_same(capsys, db):
    NeedFactory(), OfferFactory()
    call_command("match_all")
    assert Match.objects.count() == 1
    assert "1 pairs are proposed" in capsys.readouterr().out


# --- panels -----------------------------------------------------------------------------------------------------------
def test_the_page_of_a_holder_shows_what_is_open_and_leads_to_all(client, rome_officer):
    association, person = AssociationFactory(), PersonFactory()
    NeedFactory(what="A hall", organisation=association)
    OfferFactory(what="Dances", organisation=association)
    NeedFactory(what="Closed", organisation=association, state="withdrawn", closed_on="2026-01-01")
    OfferFactory(what="Her lessons", organisation=None, person=person)
    client.force_login(rome_officer)
    page = asked(client, association.get_absolute_url())
    panel = page[page.index("Needs and offers</h2>") :]
    assert ("A hall" in panel, "Dances" in panel) == (True, True)
    assert f'href="/matching/needs/?organisation={association.pk}"' in panel
    assert f'href="/matching/offers/add/?organisation={association.pk}"' in panel
    assert "Her lessons" in asked(client, person.get_absolute_url())
    assert "Closed" not in panel[: panel.index("</section>")]


def test_a_viewer_sees_no_panel_where_nothing_is_open(client, lima_viewer):
    partner = PartnerActorFactory()
    client.force_login(lima_viewer)
    assert "Needs and offers</h2>" not in asked(client, partner.get_absolute_url())
    NeedFactory(what="For Ecuador", organisation=partner, for_countries=["EC"])
    assert "For Ecuador" not in asked(client, partner.get_absolute_url())
    NeedFactory(what="For Peru", organisation=partner, for_countries=["PE"])
    page = asked(client, partner.get_absolute_url())
    assert ("For Peru" in page, "Add a need" in page) == (True, False)


def test_a_meeting_shows_what_was_heard_there(client, rome_officer):
    association = AssociationFactory(name="Ayni")
    meeting = MeetingFactory(with_organisations=[association])
    NeedFactory(what="A hall", organisation=association, meeting=meeting)
    client.force_login(rome_officer)
    page = asked(client, f"/meetings/{meeting.pk}/")
    assert "A hall" in page
    assert "Need · Ayni" in page
    assert f'href="/matching/offers/add/?meeting={meeting.pk}"' in page


def test_who_was_at_a_religious_meeting_is_not_told_by_what_was_heard(client, lima_viewer, rome_officer):
    church, person = AssociationFactory(form="religious"), PersonFactory(family_names="Ñahui")
    meeting = MeetingFactory(title="Mass", with_organisations=[church])
    need = NeedFactory(what="A hall", organisation=None, person=person, meeting=meeting)
    edit(need, by=rome_officer, values={"meeting_id": None})
    edit(need, by=rome_officer, values={"meeting_id": meeting.pk})
    NeedFactory(what="A bell", organisation=church, meeting=meeting)
    for user, is_told in ((lima_viewer, False), (rome_officer, True)):
        client.force_login(user)
        heard = asked(client, f"/meetings/{meeting.pk}/")
        # Its own page says whose it is.
        assert ("A bell" in heard, "A hall" in heard, "Ñahui" in heard) == (True, is_told, is_told)
        assert ("Heard at" in asked(client, need.get_absolute_url())) is is_told
        assert ("Mass" in asked(client, f"{need.get_absolute_url()}history/")) is is_told
