"""Countries have a name in each language; territories are open to whoever is signed in."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from midla.territories.loading import load_territories
from midla.territories.models import Country, Province
from tests.factories.accounts import UserFactory
from tests.factories.territories import ProvinceFactory


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("PE", ["Perù", "Perú", "Peru", "Pérou"]),
        ("EC", ["Ecuador", "Ecuador", "Ecuador", "Équateur"]),
        ("IT", ["Italia", "Italia", "Italy", "Italie"]),
        ("CD", [
            "Repubblica Democratica del Congo",
            "República Democrática del Congo",
            "Democratic Republic of the Congo",
            "République démocratique du Congo",
        ]),
    ],
)  # fmt: skip
def test_countries_have_a_name_in_each_language(db, code, names):
    load_territories()
    country, spoken = Country.objects.get(code=code), []
    for language in ("it", "es", "en", "fr"):
        with translation.override(language):
            spoken.append(str(country))
    assert spoken == names


def test_territories_are_open_to_every_active_user_and_to_nobody_else(outsider):
    genova = ProvinceFactory()
    assert list(Province.objects.visible_to(AnonymousUser())) == []
    assert list(Province.objects.visible_to(UserFactory(is_active=False))) == []
    assert list(Province.objects.visible_to(outsider)) == [genova]
