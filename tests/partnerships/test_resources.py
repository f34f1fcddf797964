"""Needs and offers: lists, forms, pages, clicks."""

import datetime
import re

import pytest
from django.utils import timezone

from midla.partnerships.models import Need, Offer, Resource
from midla.records.models import Change
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import MeetingFactory, PersonFactory
from tests.factories.partnerships import NeedFactory, OfferFactory
from tests.factories.territories import CountryFactory, ProvinceFactory, SubdivisionFactory


def rows_of(client, path="/matching/needs/", **query):
    page = client.get(path, query).content.decode()
    return int(re.search(r'data-total="(\d+)"', page)[1]), page


def typed(**values):
    theme = ThemeFactory()
    return {"what": "A room", "kind": "premises", "theme": theme.pk, "countries": ["PE"], "version": "0", **values}


def test_lists_hide_what_is_for_other_countries(client, quito_officer):
    NeedFactory(what="Of Peru")
    NeedFactory(what="Of Ecuador", for_countries=["EC"])
    client.force_login(quito_officer)
    total, page = rows_of(client)
    assert (total, "Of Ecuador" in page, "Of Peru" in page) == (1, True, False)


def test_a_list_has_its_own_side_only(client, rome_officer):
    NeedFactory(what="Looked for")
    OfferFactory(what="Given")
    client.force_login(rome_officer)
    assert [rows_of(client, path)[0] for path in ("/matching/needs/", "/matching/offers/")] == [1, 1]
    assert "Given" in rows_of(client, "/matching/offers/")[1]


def test_whose_it_is_stays_hidden_from_who_does_not_see_them(client, quito_officer):
    person = PersonFactory(family_names="Unseen")
    NeedFactory(what="Room", organisation=AssociationFactory(name="Hidden of Peru"), for_countries=["PE", "EC"])
    offer = OfferFactory(what="Lessons", organisation=None, person=person, for_countries=["PE", "EC"])
    client.force_login(quito_officer)
    need_list, offer_page = rows_of(client)[1], client.get(f"/matching/offers/{offer.pk}/").content.decode()
    assert "somebody you do not see" in need_list
    assert "Hidden of Peru" not in need_list
    assert "somebody you do not see" in offer_page
    assert "Unseen" not in offer_page
    export = b"".join(client.get("/matching/needs/export.csv")).decode()
    assert ("Room" in export, "Hidden of Peru" in export) == (True, False)


def test_expired_ones_leave_the_open_ones_by_themselves(client, rome_officer):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    NeedFactory(what="Over", ends_on=yesterday)
    NeedFactory(what="Today", ends_on=timezone.localdate())
    client.force_login(rome_officer)
    assert {state: rows_of(client, state=state)[0] for state in ("open", "expired", "met")} == {
        "open": 1,
        "expired": 1,
        "met": 0,
    }


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ({"q": "roomy"}, 1),
        ({"kind": "premises"}, 1),
        ({"theme": "health"}, 1),
        ({"country": ["PE", "EC"]}, 2),
        ({"country": "EC"}, 1),
        ({"province": "025"}, 1),
        ({"recorded_since": "2020-01-01"}, 2),
        ({"recorded_until": "2020-01-01"}, 0),
        ({"met_since": "2020-01-01"}, 0),
        ({"kind": "nonsense"}, 0),
        ({"organisation": "9" * 40}, 0),
    ],
)
def test_filters_narrow(client, rome_officer, query, total):
    milano = AssociationFactory(province=ProvinceFactory(code="025", name="Milano", plate="MI"))
    NeedFactory(what="Roomy hall", kind="premises", theme=ThemeFactory(code="health"), for_countries=["EC", "PE"])
    NeedFactory(what="Grant", organisation=milano)
    client.force_login(rome_officer)
    assert rows_of(client, **query)[0] == total


def test_of_one_organisation_or_person(client, rome_officer):
    association, person = AssociationFactory(), PersonFactory()
    NeedFactory(organisation=association)
    NeedFactory(organisation=None, person=person)
    client.force_login(rome_officer)
    assert rows_of(client, organisation=association.pk)[0] == 1
    assert rows_of(client, person=person.pk)[0] == 1


def test_a_need_is_added_once_whatever_is_clicked(client, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    sent = typed(organisation=association.pk, one_time_key="a-key-for-this-need-1")
    first, second = (client.post("/matching/needs/add/", sent).url for _click in range(2))
    need = Need.objects.get()
    assert first == second == f"/matching/needs/{need.pk}/"
    assert (need.side, need.organisation.pk, need.what) == ("need", association.pk, "A room")
    assert list(need.countries.values_list("code", flat=True)) == ["PE"]


def test_an_offer_of_a_person(client, rome_officer):
    person = PersonFactory()
    client.force_login(rome_officer)
    client.post("/matching/offers/add/", typed(person=person.pk))
    assert Offer.objects.get().person == person


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "Say whose it is"),
        ({"organisation": "both", "person": "both"}, "not both"),
        ({"organisation": "one", "countries": []}, "Choose the country it is for"),
        ({"organisation": "one", "starts_on": "2026-12-02", "ends_on": "2026-12-01"}, "ends before it starts"),
        ({"organisation": "one", "amount": "-5"}, "greater than or equal to 0"),
        ({"organisation": "one", "ends_on": "3026-12-01"}, "between 1900 and 2100"),
        ({"organisation": "one", "subdivisions": "other"}, "Choose the country too"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_typed_is_lost(client, rome_officer, changed, sentence):
    client.force_login(rome_officer)
    known = {"organisation": AssociationFactory().pk, "person": PersonFactory().pk}
    known["subdivisions"] = SubdivisionFactory(country=CountryFactory(code="EC"), code="EC-M").pk
    values = {name: known.get(name) if value in ("both", "one", "other") else value for name, value in changed.items()}
    page = client.post("/matching/needs/add/", typed(**values)).content.decode()
    assert sentence in page
    assert 'value="A room"' in page
    assert Resource.objects.count() == 0


def test_what_a_limited_user_adds_lies_within_the_limit(client, quito_officer):
    client.force_login(quito_officer)
    CountryFactory(code="PE")
    partner = PartnerActorFactory()
    page = client.post("/matching/needs/add/", typed(organisation=partner.pk)).content.decode()
    assert "You work with EC" in page
    client.post("/matching/needs/add/", typed(organisation=partner.pk, countries=["EC"]))
    assert Need.objects.get().organisation.pk == partner.pk


def test_the_address_says_whose_it_is_and_where_it_was_heard(client, rome_officer):
    association = AssociationFactory(name="Ñandú", serves=["EC", "PE"])
    meeting = MeetingFactory(with_organisations=[association])
    client.force_login(rome_officer)
    for query in ({"organisation": association.pk}, {"meeting": meeting.pk}):
        page = client.get("/matching/needs/add/", query).content.decode()
        assert "Ñandú" in page
        assert re.findall(r'name="countries" value="(\w\w)"[^>]*checked', page) == ["EC", "PE"]
    assert f'name="meeting" value="{meeting.pk}"' in page


def test_an_editor_of_a_holder_not_seen_leaves_the_holder_alone(client, quito_officer):
    association = AssociationFactory()
    need = NeedFactory(organisation=association, for_countries=["PE", "EC"], what="Old")
    client.force_login(quito_officer)
    sent = typed(what="New", theme=need.theme_id, countries=["PE", "EC"], version=need.version)
    assert client.post(f"/matching/needs/{need.pk}/edit/", sent).status_code == 302
    need.refresh_from_db()
    assert (need.what, need.organisation_id) == ("New", association.pk)


def test_closed_with_one_click_taken_back_and_opened_again(client, rome_officer):
    need = NeedFactory()
    client.force_login(rome_officer)
    client.post(f"/matching/needs/{need.pk}/met/")
    client.post(f"/matching/needs/{need.pk}/met/")
    need.refresh_from_db()
    assert (need.state, need.closed_on) == ("met", timezone.localdate())
    assert Change.objects.of(need).count() == 1
    client.post(f"/matching/needs/{need.pk}/history/{Change.objects.of(need).get().pk}/undo/")
    need.refresh_from_db()
    assert (need.state, need.closed_on) == ("open", None)
    client.post(f"/matching/needs/{need.pk}/withdraw/")
    client.post(f"/matching/needs/{need.pk}/reopen/")
    need.refresh_from_db()
    assert (need.state, need.closed_on) == ("open", None)


def test_needs_met_are_found_by_the_day(client, rome_officer):
    need = NeedFactory()
    client.force_login(rome_officer)
    client.post(f"/matching/needs/{need.pk}/met/")
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)
    assert rows_of(client, met_since=today.isoformat())[0] == 1
    assert rows_of(client, met_since=tomorrow.isoformat())[0] == 0
    assert rows_of(client, met_until=today.isoformat(), state="met")[0] == 1


def test_a_viewer_reads_and_may_not_click(client, lima_viewer):
    need = NeedFactory()
    client.force_login(lima_viewer)
    assert "Mark as met" not in client.get(f"/matching/needs/{need.pk}/").content.decode()
    assert client.post(f"/matching/needs/{need.pk}/met/").status_code == 403
    assert client.get("/matching/needs/add/").status_code == 403


def test_the_search_page_finds_them(client, rome_officer):
    NeedFactory(what="Ñandú hall")
    client.force_login(rome_officer)
    assert "Ñandú hall" in client.get("/search/", {"q": "nandu"}).content.decode()


def test_two_who_edit_one_need_meet_on_the_page_of_versions(client, rome_officer):
    need = NeedFactory(what="First")
    client.force_login(rome_officer)
    sent = typed(theme=need.theme_id, organisation=need.organisation_id, version=need.version)
    assert client.post(f"/matching/needs/{need.pk}/edit/", {**sent, "what": "Mine"}).status_code == 302
    assert client.post(f"/matching/needs/{need.pk}/edit/", {**sent, "what": "Theirs"}).status_code == 409


def test_a_need_leaves_the_page_of_its_holder_the_day_after_it_ends(client, rome_officer, monkeypatch):
    today = timezone.localdate()
    need = NeedFactory(what="A room on Sundays", organisation=AssociationFactory(), ends_on=today)
    client.force_login(rome_officer)
    page = f"/associations/{need.organisation_id}/"
    assert "A room on Sundays" in client.get(page).content.decode()
    tomorrow = today + datetime.timedelta(days=1)
    monkeypatch.setattr("midla.partnerships.panels.resource.timezone.localdate", lambda: tomorrow)
    assert "A room on Sundays" not in client.get(page).content.decode()
