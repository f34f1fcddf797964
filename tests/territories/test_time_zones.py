"""Meetings take place in the zone of their country; the Galápagos have their own."""

from zoneinfo import ZoneInfo

import pytest

from midla.territories.time_zones import CHOICES, zone_for


@pytest.mark.parametrize(
    ("country", "subdivision", "zone"),
    [
        ("IT", "", "Europe/Rome"),
        ("PE", "PE-LIM", "America/Lima"),
        ("EC", "", "America/Guayaquil"),
        ("EC", "EC-W", "Pacific/Galapagos"),
        ("CO", "", "America/Bogota"),
        ("BO", "", "America/La_Paz"),
        ("XX", "", "Europe/Rome"),
    ],
)
def test_every_country_has_its_zone(country, subdivision, zone):
    assert zone_for(country, subdivision) == zone


def test_every_zone_offered_in_forms_is_known():
    assert [ZoneInfo(zone).key for zone, _ in CHOICES] == [zone for zone, _ in CHOICES]
