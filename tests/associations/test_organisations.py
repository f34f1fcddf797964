"""The pages of associations and partner actors."""

import pytest

from associations.models import Association, OrganisationActivity
from midla.records.models import Change
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.territories import CountryFactory, ProvinceFactory, SubdivisionFactory

pytestmark = pytest.mark.django_db


def typed(**values):
    """What a browser sends for a new association."""
    return {"name": "Mushuk Kawsay", "communities": ["PE"], "province": ProvinceFactory().pk, **values}


def test_outsider_gets_404_for_an_association_of_another_country(client, outsider):
    association = AssociationFactory(serves=["PE"])
    client.force_login(outsider)
    assert client.get(f"/associations/{association.pk}/").status_code == 404


def test_viewer_may_not_add_and_is_told_who_can(client, lima_viewer):
    client.force_login(lima_viewer)
    answer = client.get("/associations/add/")
    assert answer.status_code == 403
    assert "Officer" in answer.content.decode()


def test_viewer_sees_no_way_to_edit(client, lima_viewer):
    association = AssociationFactory(serves=["PE"])
    client.force_login(lima_viewer)
    page = client.get(f"/associations/{association.pk}/").content.decode()
    assert association.name in page
    assert f"/associations/{association.pk}/edit/" not in page
    assert f"/associations/{association.pk}/trash/" not in page


def test_name_community_and_province_make_an_association(client, rome_officer):
    CountryFactory(code="PE")
    client.force_login(rome_officer)
    answer = client.post("/associations/add/", typed())
    association = Association.objects.get()
    assert answer.url == f"/associations/{association.pk}/"
    assert association.created_by == rome_officer
    assert OrganisationActivity.objects.filter(organisation=association).exists()
    assert Change.objects.of(association).get().after["communities"] == ["PE"]
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"communities": []}, "communities"),
        ({"province": ""}, "province"),
        ({"country": "PE"}, "country"),
        ({"province": "", "country": "IT"}, "country"),
        ({"subdivision": "unknown"}, "subdivision"),
        ({"tax_code": "12345678901"}, "tax_code"),
        ({"tax_code": "RSSMRA80A01H501U"}, "tax_code"),
        ({"vat_number": "IT12345678901"}, "vat_number"),
        ({"phone": "call me"}, "phone"),
        ({"website": "ftp://example.org"}, "website"),
        ({"runts_entered_on": "2024-01-01", "runts_struck_off_on": "2023-01-01"}, "runts_struck_off_on"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(client, rome_officer, values, field):
    CountryFactory(code="PE"), CountryFactory(code="IT")
    client.force_login(rome_officer)
    answer = client.post("/associations/add/", typed(**values))
    assert list(answer.context["form"].errors) == [field]
    assert not Association.objects.exists()


def test_subdivision_must_lie_in_the_country(client, rome_officer):
    lima = SubdivisionFactory(country=CountryFactory(code="PE"))
    client.force_login(rome_officer)
    values = typed(province="", country=CountryFactory(code="EC").code, subdivision=lima.pk)
    assert list(client.post("/associations/add/", values).context["form"].errors) == ["subdivision"]


def test_codes_and_phones_are_kept_in_one_form(client, rome_officer):
    CountryFactory(code="PE")
    client.force_login(rome_officer)
    client.post(
        "/associations/add/",
        typed(tax_code="1234567 0017", vat_number="IT 12345670017", phone="010 123 45 67", website="example.org"),
    )
    association = Association.objects.get()
    assert (association.tax_code, association.vat_number) == ("12345670017", "12345670017")
    assert (association.phone, association.website) == ("+390101234567", "https://example.org")


def test_limited_officer_adds_only_within_their_countries(client, quito_officer):
    CountryFactory(code="PE")
    client.force_login(quito_officer)
    answer = client.post("/associations/add/", typed(communities=["PE"]))
    assert list(answer.context["form"].errors) == ["communities"]
    assert "EC" in answer.content.decode()
    client.post("/associations/add/", typed(communities=["PE", "EC"]))
    assert Association.objects.count() == 1


def test_same_name_is_shown_before_a_second_one_is_made(client, rome_officer):
    CountryFactory(code="PE")
    partner = PartnerActorFactory(name="Ñandú")
    client.force_login(rome_officer)
    answer = client.post("/associations/add/", typed(name="nandu"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"/partners/{partner.pk}/" in page
    answer = client.post("/associations/add/", typed(name="nandu", confirmed=answer.context["form"].double_key))
    assert answer.url == f"/associations/{Association.objects.get().pk}/"


def test_doubles_outside_the_readers_sight_are_not_told(client, quito_officer):
    AssociationFactory(name="Kuntur", serves=["PE"])
    CountryFactory(code="EC")
    client.force_login(quito_officer)
    assert client.post("/associations/add/", typed(name="Kuntur", communities=["EC"])).status_code == 302


def test_new_tags_are_made_once(client, rome_officer):
    CountryFactory(code="PE")
    client.force_login(rome_officer)
    client.post("/associations/add/", typed(new_tags="Fiera, fiera ,  Caffè"))
    assert sorted(tag.key for tag in Association.objects.get().tags.all()) == ["caffe", "fiera"]


def test_association_becomes_a_partner_actor_and_its_old_address_leads_there(client, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(f"/associations/{association.pk}/change-face/", {"version": 1})
    assert answer.url == f"/partners/{association.pk}/"
    assert client.get(f"/associations/{association.pk}/").url == answer.url
    assert client.get(answer.url).status_code == 200


def test_partner_actor_needs_a_community_to_become_an_association(client, rome_officer):
    partner = PartnerActorFactory()
    CountryFactory(code="PE")
    client.force_login(rome_officer)
    url = f"/partners/{partner.pk}/change-face/"
    assert client.post(url, {"version": 1}).context["form"].errors
    assert client.post(url, {"version": 1, "communities": ["PE"]}).url == f"/associations/{partner.pk}/"


def test_viewer_may_not_change_a_face(client, lima_viewer):
    client.force_login(lima_viewer)
    assert client.post(f"/partners/{PartnerActorFactory().pk}/change-face/", {"version": 1}).status_code == 403


def test_find_answers_only_what_the_reader_sees(client, quito_officer):
    AssociationFactory(name="Kuntur Perú", serves=["PE"])
    seen = AssociationFactory(name="Kuntur Ecuador", serves=["EC"])
    client.force_login(quito_officer)
    found = client.get("/associations/find/", {"q": "kuntúr"}).json()
    assert [(choice["value"], choice["codes"]) for choice in found] == [(str(seen.pk), ["EC"])]


def test_find_button_brings_the_form_back_with_matches(client, rome_officer):
    federation = AssociationFactory(name="Federación Andina")
    client.force_login(rome_officer)
    answer = client.post("/associations/add/", typed(name="", find="parent", **{"parent-find": "andina"}))
    assert answer.status_code == 200
    assert not answer.context["form"].errors
    assert f'name="parent" value="{federation.pk}"' in answer.content.decode()


def test_what_is_missing_leads_to_the_very_field_and_goes_once_it_is_filled(client, rome_officer):
    lacking = AssociationFactory(form="registered", owner=None, members=None, does_here="")
    partner = PartnerActorFactory(type="", funds="", owner=None)
    client.force_login(rome_officer)
    for organisation in (lacking, partner):
        page = client.get(organisation.get_absolute_url())
        wanted = [lack.field for lack in page.context["lacks"]]
        assert len(wanted) >= 4
        edit_page = client.get(f"{organisation.get_absolute_url()}edit/").content.decode()
        for field in wanted:
            assert f'{organisation.get_absolute_url()}edit/#id_{field}"' in page.content.decode()
            assert f'id="id_{field}"' in edit_page
    Association.objects.filter(pk=lacking.pk).update(tax_code="12345670017", members=30)
    left = [lack.field for lack in client.get(lacking.get_absolute_url()).context["lacks"]]
    assert not {"tax_code", "members"} & set(left)


def test_viewers_are_not_shown_what_they_cannot_fill_in(client, lima_viewer):
    client.force_login(lima_viewer)
    assert client.get(AssociationFactory(serves=["PE"]).get_absolute_url()).context["lacks"] == []
