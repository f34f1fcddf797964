"""Territories load whole, again and again, and keep edits."""

from django.utils import translation

from midla.territories.loading import load_territories
from midla.territories.models import Country, Municipality, Province, Region, Subdivision
from midla.territories.time_zones import zone_for


def test_everything_loads_once_and_the_second_time_changes_nothing(db):
    load_territories()
    assert (Region.objects.count(), Province.objects.filter(valid_to=None).count()) == (20, 107)
    assert Municipality.objects.filter(is_provincial_capital=True).count() == 107
    counts = {code: Subdivision.objects.filter(country_id=code).count() for code in ("BO", "CO", "EC", "PE")}
    assert counts == {"BO": 9, "CO": 33, "EC": 24, "PE": 26}
    assert all((again.added, again.changed) == (0, 0) for again in load_territories().values())


def test_an_edited_name_survives_loading(db):
    load_territories()
    Province.objects.filter(code="010").update(name="Genova (GE)")
    load_territories()
    assert Province.objects.get(code="010").name == "Genova (GE)"


def test_countries_have_a_name_in_each_language(db):
    load_territories()
    peru = Country.objects.get(code="PE")
    names = []
    for language in ("it", "es", "en", "fr"):
        with translation.override(language):
            names.append(str(peru))
    assert names == ["Perù", "Perú", "Peru", "Pérou"]


def test_the_galapagos_have_their_own_time():
    assert (zone_for("EC"), zone_for("EC", "EC-W"), zone_for("XX")) == (
        "America/Guayaquil",
        "Pacific/Galapagos",
        "Europe/Rome",
    )
