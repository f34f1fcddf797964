"""What fits a need or an offer: on its page, set aside, introduced, and worked out for all at once."""

import datetime
import re

import pytest
from django.utils import timezone

from contacts.models import Participation
from midla.partnerships.computing import match_all, match_one
from midla.partnerships.models import Match, Partnership
from midla.partnerships.proposals import Proposals
from midla.records.actions import trash
from midla.records.models import Access
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import AffiliationFactory, ConsentFactory, MeetingFactory, PersonFactory
from tests.factories.partnerships import MatchFactory, MatchWeightFactory, NeedFactory, OfferFactory
from tests.factories.territories import ProvinceFactory


def found(resource, user):
    """What is proposed, the best first: name and points."""
    return [(row.resource.what, row.points) for row in Proposals(resource, user).rows]


def page_of(client, resource, **query):
    return client.get(resource.get_absolute_url(), query).content.decode()


def test_only_what_is_open_of_the_same_theme_or_kind_for_the_same_country_is_proposed(rome_officer):
    health, other = ThemeFactory(code="health"), ThemeFactory(code="culture")
    need = NeedFactory(theme=health, kind="money")
    OfferFactory(what="theme", theme=health, kind="training")
    OfferFactory(what="kind", theme=other, kind="money")
    OfferFactory(what="neither", theme=other, kind="training")
    OfferFactory(what="elsewhere", theme=health, for_countries=["EC"])
    OfferFactory(what="closed", theme=health, state="met", closed_on=timezone.localdate())
    OfferFactory(what="over", theme=health, ends_on=timezone.localdate() - datetime.timedelta(days=1))
    OfferFactory(what="its own", theme=health, organisation=need.organisation)
    trash(OfferFactory(what="gone", theme=health), by=rome_officer)
    NeedFactory(what="a need", theme=health)
    assert {what for what, _points in found(need, rome_officer)} == {"theme", "kind"}


def test_need_and_offer_see_the_same_points(rome_officer):
    need = NeedFactory(amount=5, owner=rome_officer)
    offers = [OfferFactory(kind=kind, amount=9, owner=rome_officer) for kind in ("money", "training")]
    seen = dict(found(need, rome_officer))
    for offer in offers:
        assert found(offer, rome_officer) == [(need.what, seen[offer.what])]


def test_the_best_come_first_and_of_equal_ones_the_newest(rome_officer):
    need = NeedFactory(kind="money")
    OfferFactory(what="older", kind="money")
    OfferFactory(what="newer", kind="money")
    OfferFactory(what="worse", kind="training")
    assert [what for what, _points in found(need, rome_officer)] == ["newer", "older", "worse"]


def test_weights_of_the_table_count(rome_officer):
    need, _offer = NeedFactory(), OfferFactory(kind="training")
    before = found(need, rome_officer)[0][1]
    MatchWeightFactory(code="theme", points=9)
    assert found(need, rome_officer)[0][1] == before + 5
    MatchWeightFactory(code="country", points=2, active=False)
    assert found(need, rome_officer)[0][1] == before + 3


def test_reasons_are_told_in_sentences(client, rome_officer):
    milano = ProvinceFactory(code="015", name="Milano", plate="MI", latitude=45.46, longitude=9.19)
    genova = ProvinceFactory(code="010", name="Genova", plate="GE", latitude=44.41, longitude=8.93)
    association, partner = AssociationFactory(province=milano), PartnerActorFactory(province=genova)
    MeetingFactory(with_organisations=[association, partner])
    need = NeedFactory(organisation=association, amount=25_000, theme=ThemeFactory(code="agriculture"))
    OfferFactory(organisation=partner, amount=40_000, theme=need.theme, ends_on=datetime.date(2099, 3, 31))
    client.force_login(rome_officer)
    page = page_of(client, need)
    told = re.findall(r'class="pts">([+\d]+)</span><span>([^<]+)<', page)
    assert told == [
        ("+4", "same theme: agriculture"),
        ("+4", "same kind: money"),
        ("+2", "both for PE"),
        ("+1", "near: 119 km, Genova"),
        ("+2", "25,000 € needed, within the 40,000 € offered"),
        ("+1", "the offer holds until 31 March 2099"),
        ("+2", "they met on 10 November 2026"),
    ]
    assert "of 23" in page


def test_people_count_as_met_only_where_that_may_be_known(rome_officer):
    person = PersonFactory()
    church = AssociationFactory(form="religious")
    need, _offer = NeedFactory(organisation=church), OfferFactory(organisation=None, person=person)
    meeting = MeetingFactory(with_organisations=[church])
    Participation.objects.create(meeting=meeting, person=person)
    reasons = {one.sentence for one in Proposals(need, rome_officer).rows[0].reasons}
    assert "they never met" in reasons


def test_a_confined_meeting_is_no_meeting(rome_officer):
    association, partner = AssociationFactory(), PartnerActorFactory()
    need = NeedFactory(organisation=association)
    OfferFactory(organisation=partner)
    meeting = MeetingFactory(with_organisations=[association, partner])
    meeting.confined_to.add(UserFactory())
    assert "they never met" in {one.sentence for one in Proposals(need, rome_officer).rows[0].reasons}


def test_of_a_holder_not_seen_neither_name_nor_place_nor_day_is_told(client, quito_officer):
    genova = ProvinceFactory()
    hidden = AssociationFactory(name="Hidden", province=genova)
    partner = PartnerActorFactory(province=genova)
    MeetingFactory(with_organisations=[hidden, partner])
    need = NeedFactory(organisation=partner, for_countries=["EC", "PE"])
    OfferFactory(what="Shown", organisation=hidden, for_countries=["EC", "PE"])
    client.force_login(quito_officer)
    page = page_of(client, need)
    matches = page[page.index('id="matches"') :]
    assert "Shown" in matches
    assert "somebody you do not see" in matches
    assert [word for word in ("Hidden", "Genova", "November") if word in matches] == []


def test_figure_of_open_offers_opens_as_many(client, quito_officer):
    need = NeedFactory(for_countries=["EC"])
    OfferFactory(for_countries=["EC"])
    OfferFactory(for_countries=["PE"])
    client.force_login(quito_officer)
    url, number = re.search(r'<a href="([^"]+)" data-figure="(\d+)"', page_of(client, need)).groups()
    assert number == "1"
    assert 'data-total="1"' in client.get(url).content.decode()


def test_ten_are_shown_and_more_where_asked(client, rome_officer):
    need = NeedFactory()
    for _number in range(12):
        OfferFactory()
    client.force_login(rome_officer)
    assert page_of(client, need).count('<article class="fit"') == 10
    assert page_of(client, need, matches="all").count('<article class="fit"') == 12
    assert 'id="matches" data-total="12"' in page_of(client, need)


# --- set aside --------------------------------------------------------------------------------------------------------
def test_set_aside_with_a_reason_remembered_and_taken_back(client, rome_officer):
    need, offer = NeedFactory(), OfferFactory(what="The offer")
    client.force_login(rome_officer)
    pair = f"/matching/needs/{need.pk}/matches/{offer.pk}/"
    assert "so that nobody proposes it again" in client.post(f"{pair}aside/", {"reason": " "}).content.decode()
    assert Match.objects.count() == 0
    assert client.post(f"{pair}aside/", {"reason": "too late", "next": f"/matching/offers/{offer.pk}/"}).url == (
        f"/matching/offers/{offer.pk}/"
    )
    for resource in (need, offer):
        assert found(resource, rome_officer) == []
        assert "too late" in page_of(client, resource)
    assert match_all() == 0
    client.post(f"{pair}back/")
    assert [what for what, _points in found(need, rome_officer)] == ["The offer"]


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "0001-01-01", "javascript:alert(1)"])
def test_next_leads_nowhere_else(client, rome_officer, address):
    need, offer = NeedFactory(), OfferFactory()
    client.force_login(rome_officer)
    answer = client.post(f"/matching/needs/{need.pk}/matches/{offer.pk}/aside/", {"reason": "no", "next": address})
    assert answer.url == f"/matching/needs/{need.pk}/"


def test_who_does_not_see_the_offer_decides_nothing(client, quito_officer):
    need, offer = NeedFactory(for_countries=["EC"]), OfferFactory(for_countries=["PE"])
    client.force_login(quito_officer)
    for page in ("aside", "back", "introduce"):
        assert client.post(f"/matching/needs/{need.pk}/matches/{offer.pk}/{page}/", {"reason": "x"}).status_code == 404
    assert Match.objects.count() == 0


# --- introduced -------------------------------------------------------------------------------------------------------
def letters(page):
    return re.findall(r"<textarea[^>]*readonly>([^<]*)</textarea>", page)


def test_a_click_opens_one_partnership_with_both(client, rome_officer):
    need, offer = NeedFactory(), OfferFactory()
    client.force_login(rome_officer)
    url = f"/matching/needs/{need.pk}/matches/{offer.pk}/introduce/"
    assert Partnership.objects.count() == 0
    for _click in range(2):
        assert client.post(url).url == url
    partnership = Partnership.objects.get()
    assert set(partnership.resources.values_list("pk", flat=True)) == {need.pk, offer.pk}
    assert partnership.participants.count() == 2
    assert "Their partnership is open" in client.get(url).content.decode()
    assert found(need, rome_officer) == []


def test_each_is_written_to_in_their_language(client, rome_officer):
    need = NeedFactory(organisation=AssociationFactory(name="Ayni", preferred_language="es", email="ayni@example.org"))
    offer = OfferFactory(organisation=PartnerActorFactory(name="Comune", phone="+390101234567"))
    client.force_login(rome_officer)
    page = client.get(f"/matching/needs/{need.pk}/matches/{offer.pk}/introduce/").content.decode()
    assert re.findall(r'<textarea[^>]* lang="(\w\w)"', page) == ["es", "it"]
    to_ayni, to_comune = letters(page)
    assert "Comune" in to_ayni
    assert "010 123" in to_ayni
    assert "ayni@example.org" in to_comune
    assert "mailto:ayni@example.org?subject=" in page


def main_contact(organisation, consents=(), **values):
    person = PersonFactory(**values)
    AffiliationFactory(person=person, organisation=organisation, main_contact=True)
    for state in consents:
        ConsentFactory(person=person, purpose="sharing", state=state)
    return person


@pytest.mark.parametrize(("consents", "is_named"), [((), False), (("given",), True), (("given", "withdrawn"), False)])
def test_people_are_named_only_with_consent_to_sharing(client, rome_officer, consents, is_named):
    need, offer = NeedFactory(), OfferFactory()
    person = main_contact(need.organisation, consents, family_names="Ñahui", email="rosa@example.org")
    client.force_login(rome_officer)
    url = f"/matching/needs/{need.pk}/matches/{offer.pk}/introduce/"
    page = client.get(url).content.decode()
    assert ("Ñahui" in page, "rosa@example.org" in page) == (is_named, is_named)
    assert ("Of 1 more person nothing is told" in page) is not is_named
    client.post(url)
    told = Access.objects.filter(record_id=person.pk).values_list("act", flat=True)
    assert sorted(told) == (["introduced", "read contacts"] if is_named else [])


def test_whose_contact_data_one_may_not_read_is_named_without(client, quito_officer):
    need = NeedFactory(organisation=AssociationFactory(serves=["EC"]), for_countries=["EC"])
    offer = OfferFactory(for_countries=["EC"])
    main_contact(need.organisation, ["given"], family_names="Ñahui", email="rosa@example.org", citizen_of=["EC"])
    client.force_login(quito_officer)
    page = client.get(f"/matching/needs/{need.pk}/matches/{offer.pk}/introduce/").content.decode()
    assert ("Ñahui" in page, "rosa@example.org" in page) == (True, False)


def test_nobody_of_a_religious_community_is_named(client, rome_officer):
    need, offer = NeedFactory(organisation=AssociationFactory(form="religious")), OfferFactory()
    main_contact(need.organisation, ["given"], family_names="Ñahui")
    client.force_login(rome_officer)
    page = client.get(f"/matching/needs/{need.pk}/matches/{offer.pk}/introduce/").content.decode()
    assert "Ñahui" not in page


def test_a_person_without_consent_is_not_introduced(client, rome_officer):
    person = PersonFactory(family_names="Ñahui")
    need, offer = NeedFactory(organisation=None, person=person), OfferFactory()
    client.force_login(rome_officer)
    url = f"/matching/needs/{need.pk}/matches/{offer.pk}/introduce/"
    assert "has not agreed to be introduced" in client.get(url).content.decode()
    client.post(url)
    assert Partnership.objects.count() == 0
    ConsentFactory(person=person, purpose="sharing")
    client.post(url)
    assert Partnership.objects.get().participants.filter(person=person).count() == 1


@pytest.mark.parametrize(("consents", "is_written"), [((), False), (("given",), True), (("given", "withdrawn"), False)])
def test_who_did_not_agree_to_be_contacted_is_not_written_to(client, rome_officer, consents, is_written):
    person = PersonFactory(email="rosa@example.org")
    need, offer = NeedFactory(organisation=None, person=person), OfferFactory()
    ConsentFactory(person=person, purpose="sharing")
    for state in consents:
        ConsentFactory(person=person, state=state)
    client.force_login(rome_officer)
    page = client.get(f"/matching/needs/{need.pk}/matches/{offer.pk}/introduce/").content.decode()
    assert "rosa@example.org" in letters(page)[1]
    assert ("mailto:rosa@" in page, "has not agreed to be contacted" in page) == (is_written, not is_written)


def test_what_is_closed_is_not_introduced(client, rome_officer):
    need, offer = NeedFactory(what="Met long ago", state="met", closed_on=timezone.localdate()), OfferFactory()
    client.force_login(rome_officer)
    url = f"/matching/needs/{need.pk}/matches/{offer.pk}/introduce/"
    assert "“Met long ago” is not open any more" in client.get(url).content.decode()
    client.post(url)
    assert Partnership.objects.count() == 0


def test_who_does_not_see_both_holders_cannot_introduce(client, quito_officer, manager):
    need = NeedFactory(for_countries=["EC", "PE"], owner=manager)
    offer = OfferFactory(for_countries=["EC"])
    client.force_login(quito_officer)
    url = f"/matching/needs/{need.pk}/matches/{offer.pk}/introduce/"
    assert f"{manager} can introduce them" in client.get(url).content.decode()
    client.post(url)
    assert Partnership.objects.count() == 0


# --- worked out for all -----------------------------------------------------------------------------------------------
def test_all_at_once_says_what_each_page_says(rome_officer):
    needs = [NeedFactory(kind=kind) for kind in ("money", "training")]
    for kind in ("money", "training", "premises"):
        OfferFactory(kind=kind)
    assert match_all() == 6
    for need in needs:
        stored = Match.objects.filter(need=need).order_by("-points", "-offer_id").values_list("offer__what", "points")
        assert list(stored) == found(need, rome_officer)


def test_ten_a_need_are_kept_and_decisions_stay(rome_officer):
    need = NeedFactory()
    offers = [OfferFactory() for _number in range(12)]
    MatchFactory(need=need, offer=offers[0], state="set_aside", reason="no")
    old = MatchFactory(need=need, offer=OfferFactory(for_countries=["EC"]))
    match_all()
    assert Match.objects.filter(need=need, state="proposed").count() == 10
    assert Match.objects.filter(need=need, state="set_aside").count() == 1
    assert not Match.objects.filter(pk=old.pk).exists()
    before = sorted(Match.objects.values_list("need", "offer", "points"))
    match_all()
    assert sorted(Match.objects.values_list("need", "offer", "points")) == before


def test_what_was_just_written_is_worked_out_alone(rome_officer):
    need, offer = NeedFactory(), OfferFactory()
    match_one(offer)
    assert Match.objects.get().need.pk == need.pk
    offer.state = "withdrawn"
    offer.closed_on = timezone.localdate()
    offer.save()
    match_one(offer)
    assert Match.objects.count() == 0
