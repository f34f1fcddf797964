"""Territories in the admin: for administrators, found without accents, put right but never deleted."""

import pytest
from django.urls import reverse

from midla.territories.models import Province
from tests.factories.territories import CountryFactory, MunicipalityFactory, ProvinceFactory, SubdivisionFactory

KINDS = ("country", "subdivision", "region", "province", "municipality")


@pytest.fixture
def territories(db) -> None:
    CountryFactory(code="PE", name_it="Perù", name_es="Perú")
    SubdivisionFactory()
    MunicipalityFactory()
    MunicipalityFactory(code="040012", name="Forlì")


def test_only_administrators_read_territories_in_the_admin(client, rome_officer, administrator, territories):
    address = reverse("admin:territories_municipality_changelist")
    shown = {}
    for reader in (rome_officer, administrator):
        client.force_login(reader)
        shown[reader] = "Forlì" in client.get(address, follow=True).content.decode()
    assert shown == {rome_officer: False, administrator: True}


@pytest.mark.parametrize("kind", KINDS)
def test_administrators_read_list_search_and_form(client, administrator, territories, kind):
    client.force_login(administrator)
    address = reverse(f"admin:territories_{kind}_changelist")
    assert client.get(address, {"q": "zzz"}).context["cl"].result_count == 0
    rows = client.get(address).context["cl"].result_list
    assert len(rows) > 0
    page = client.get(reverse(f"admin:territories_{kind}_change", args=[rows[0].pk]))
    assert page.context["has_delete_permission"] is False
    assert "code" not in page.context["adminform"].form.fields


def test_search_forgives_accents(client, administrator, territories):
    client.force_login(administrator)
    found = client.get(reverse("admin:territories_municipality_changelist"), {"q": "FORLI"}).context["cl"].result_list
    assert [town.name for town in found] == ["Forlì"]


def test_provinces_of_today_are_told_from_those_that_are_no_more(client, administrator, territories):
    ProvinceFactory(code="106", name="Medio Campidano", valid_to="2016-12-31")
    client.force_login(administrator)
    address = reverse("admin:territories_province_changelist")
    counts = {today: client.get(address, {"today": today}).context["cl"].result_count for today in ("yes", "no")}
    assert counts == {"yes": 1, "no": 1}


def test_a_province_cannot_be_deleted_by_address(client, administrator, territories):
    client.force_login(administrator)
    genova = Province.objects.get(code="010")
    answer = client.post(reverse("admin:territories_province_delete", args=[genova.pk]), {"post": "yes"})
    assert (answer.status_code, Province.objects.filter(pk=genova.pk).exists()) == (403, True)
