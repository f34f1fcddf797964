"""What is chosen from stands in the order in which its reader looks for it."""

import re

import pytest

from tests.factories.associations import ThemeFactory
from tests.factories.territories import CountryFactory

NAMES = {
    "AE": ("Emirati Arabi Uniti", "Emiratos Árabes Unidos", "Émirats arabes unis"),
    "AF": ("Afghanistan", "Afganistán", "Afghanistan"),
    "ZA": ("Sudafrica", "Sudáfrica", "Afrique du Sud"),
    "PE": ("Perù", "Perú", "Pérou"),
    "EC": ("Ecuador", "Ecuador", "Équateur"),
}


@pytest.fixture
def countries(db):
    for code, (italian, spanish, french) in NAMES.items():
        CountryFactory(code=code, name_it=italian, name_es=spanish, name_fr=french, in_programme=code in {"PE", "EC"})


def offered(client, user, language, address, name):
    """The words of a list to choose from, in their order."""
    user.language = language
    user.save()
    client.force_login(user)
    text = client.get(address).content.decode()
    [options] = re.findall(rf'<select[^>]* name="{name}".*?</select>', text, re.DOTALL)
    return re.findall(r"<option[^>]*>\s*([^<]+?)\s*<", options)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ["Ecuador", "Perú", "Afganistán", "Emiratos Árabes Unidos", "Sudáfrica"]),
        ("fr", ["Équateur", "Pérou", "Afghanistan", "Afrique du Sud", "Émirats arabes unis"]),
    ],
)
def test_countries_stand_in_the_readers_order_the_programmes_first(client, rome_officer, countries, language, words):
    found = offered(client, rome_officer, language, "/people/add/", "citizenships")
    # The country of the officer's own office has no name in any language here.
    assert [word for word in found if word != "IT"] == words


def test_words_of_a_filter_stand_in_the_readers_order_whatever_their_accents(client, rome_officer):
    for code, name in (("a", "Énergie"), ("b", "Culture"), ("c", "Santé")):
        ThemeFactory(code=code, name_fr=name)
    assert offered(client, rome_officer, "fr", "/associations/", "theme") == [
        "Peu importe",
        "Culture",
        "Énergie",
        "Santé",
    ]
