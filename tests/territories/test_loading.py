"""Territories load whole, again and again, and keep edits."""

import pytest
from django.core.management import call_command

from midla.territories.loading import load_territories
from midla.territories.models import Country, Municipality, Province, Region, Subdivision


@pytest.fixture
def loaded(db) -> None:
    load_territories()


def test_every_territory_is_there(loaded):
    assert (Country.objects.count(), Region.objects.count(), Municipality.objects.count()) == (249, 20, 7899)
    assert (Province.objects.count(), Province.objects.filter(valid_to=None).count()) == (111, 107)
    counts = {code: Subdivision.objects.filter(country_id=code).count() for code in ("BO", "CO", "EC", "PE")}
    assert counts == {"BO": 9, "CO": 33, "EC": 24, "PE": 26}
    assert set(Country.objects.filter(in_programme=True).values_list("code", flat=True)) == set(counts)


def test_every_province_of_today_has_one_capital(loaded):
    capitals = Municipality.objects.filter(is_provincial_capital=True).values_list("province__code", flat=True)
    assert sorted(capitals) == sorted(Province.objects.filter(valid_to=None).values_list("code", flat=True))


def test_codes_stay_text_and_napoli_keeps_its_plate(loaded):
    napoli = Municipality.objects.get(code="063049")
    assert (napoli.name, napoli.province.plate, napoli.province.region.code) == ("Napoli", "NA", "15")
    assert (Province.objects.get(code="010").name, Province.objects.get(code="010").uts_code) == ("Genova", "210")


def test_loading_again_changes_nothing_and_says_so(loaded, capsys, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        call_command("load_territories")
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[2] for line in lines] == ["0 added, 0 changed, 0 edits kept"] * 5


def test_an_edited_name_survives_a_new_edition(loaded):
    """The province was loaded when the file still called it otherwise; meanwhile somebody edited its name."""
    genova = Province.objects.get(code="010")
    genova.name, genova.plate, genova.loaded = "Genova (GE)", "XX", {**genova.loaded, "name": "Zena", "plate": "XX"}
    genova.save()
    assert (load_territories()["provinces"].changed, load_territories()["provinces"].kept) == (1, 0)
    genova.refresh_from_db()
    assert (genova.name, genova.plate) == ("Genova (GE)", "GE")


def test_a_municipality_added_by_hand_keeps_its_name(db):
    load_territories()
    Municipality.objects.filter(code="010025").delete()
    genova = Province.objects.get(code="010")
    Municipality.objects.create(code="010025", name="Zena", province=genova)
    assert load_territories()["municipalities"].kept == 1
    zena = Municipality.objects.get(code="010025")
    assert (zena.name, zena.is_provincial_capital) == ("Zena", True)
