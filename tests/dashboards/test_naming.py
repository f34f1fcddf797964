"""A narrative that names somebody the programme knows is found out, however it is written."""

import unicodedata

import pytest

from midla.dashboards.reporting.naming import people_named
from midla.records.actions import trash
from tests.factories.contacts import PersonFactory


@pytest.fixture
def munoz(db):
    return PersonFactory(given_names="María José", family_names="Muñoz de la Peña")


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Con María Muñoz abbiamo parlato.", "María Muñoz"),
        ("thanks to MARIA MUNOZ", "MARIA MUNOZ"),
        ("(Muñoz, José) signed", "Muñoz José"),
        ("José de la Peña came", "José Peña"),
        ("la signora Muñoz Peña", "Muñoz Peña"),
    ],
)
def test_a_name_is_found_in_any_writing(munoz, form, text, told):
    found = people_named(unicodedata.normalize(form, text))
    assert [unicodedata.normalize("NFC", name) for name in found] == [told]


@pytest.mark.parametrize(
    "text", ["", "María is a common name.", "Muñoz", "María and the others met José", "We met many women.", "de la"]
)
def test_one_word_is_no_name(munoz, text):
    assert people_named(text) == []


def test_what_is_told_are_the_words_of_the_text_and_not_the_record(munoz):
    assert people_named("Maria Munoz") == ["Maria Munoz"]


def test_names_in_the_trash_are_not_looked_for(munoz, manager):
    trash(munoz, by=manager)
    assert people_named("María Muñoz") == []


def test_at_most_ten_names_are_told(db):
    for number in range(12):
        PersonFactory(given_names=f"Given{number}", family_names=f"Family{number}")
    assert len(people_named(" . ".join(f"Given{n} Family{n}" for n in range(12)))) == 10
