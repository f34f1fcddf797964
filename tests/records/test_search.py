"""One golden set of searches, the same on both databases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from associations.models import Organisation
from contacts.models import FollowUp, Meeting, Person
from midla.records.search import fold, search_key, words_of
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import FollowUpFactory, MeetingFactory, PersonFactory

NAMES = [
    "Ñandú Perú",
    "Asociación Sáenz Peña",
    "Kan Chay",
    "Comunità dell'Ecuador",
    "Mujeres de D’Angelo-Rossi",
    "100% Bolivia",
    "A.P.S. Otavalo",
    "Grupo_Uno",
]

EXACT = [
    ("nandu", "Ñandú Perú"),
    ("n\u0303andu\u0301", "Ñandú Perú"),
    ("PERU ñandú", "Ñandú Perú"),
    ("saenzpeña", "Asociación Sáenz Peña"),
    ("pena saenz", "Asociación Sáenz Peña"),
    ("kanchay", "Kan Chay"),
    ("dellecuador", "Comunità dell'Ecuador"),
    ("dell’ecuador", "Comunità dell'Ecuador"),
    ("dangelo rossi", "Mujeres de D’Angelo-Rossi"),
    ("100%", "100% Bolivia"),
    ("aps otav", "A.P.S. Otavalo"),
    ("a.p.s.", "A.P.S. Otavalo"),
    ("grupo_uno", "Grupo_Uno"),
]

SLIPS = [("otabalo", "A.P.S. Otavalo"), ("comunta", "Comunità dell'Ecuador"), ("asosiacion", "Asociación Sáenz Peña")]


@pytest.fixture
def named(db):
    for name in NAMES:
        AssociationFactory(name=name)


@pytest.mark.parametrize(("query", "name"), EXACT)
def test_search_finds_the_name_whatever_its_marks(named, query, name):
    assert [found.name for found in Organisation.objects.matching(query)] == [name]


@pytest.mark.parametrize(("query", "name"), SLIPS)
def test_search_forgives_small_slips(named, query, name):
    assert not Organisation.objects.matching(query).exists()
    assert [found.name for found in Organisation.objects.similar_to(query)] == [name]


@pytest.mark.parametrize("query", ["_", "xyzq", "%%%", "otavalo nandu"])
def test_search_does_not_find_what_is_not_there(named, query):
    if words_of(query):
        assert not Organisation.objects.matching(query).exists()
        assert not Organisation.objects.similar_to(query)


def test_nunes_finds_nunez(db):
    PersonFactory(given_names="María", family_names="Núñez Gómez")
    assert Person.objects.matching("nunez").count() == 1
    assert [person.family_names for person in Person.objects.similar_to("nuñes")] == ["Núñez Gómez"]


def test_words_inside_minutes_and_follow_ups_are_found(db):
    meeting = MeetingFactory(said="Se habló de la cosecha de cacao en Manabí")
    follow_up = FollowUpFactory(what="Enviar el catálogo de cacao")
    assert list(Meeting.objects.matching("manabi COSECHA")) == [meeting]
    assert list(FollowUp.objects.matching("catalogo")) == [follow_up]


def test_slips_are_forgiven_in_minutes_too(db):
    meeting = MeetingFactory(said="Se habló de la cosecha de cacao en Manabí")
    assert Meeting.objects.similar_to("cosehca", newest=100) == [meeting]
    assert Meeting.objects.similar_to("cosecha", newest=100) == []


def test_an_edited_or_deleted_text_leaves_the_index(db):
    meeting = MeetingFactory(said="palabra antigua")
    meeting.said = "palabra nueva"
    meeting.refresh_search_key()
    meeting.save()
    assert not Meeting.objects.matching("antigua").exists()
    assert Meeting.objects.matching("nueva").exists()
    meeting.delete()
    assert not Meeting.objects.matching("nueva").exists()


@given(st.text(max_size=80))
def test_a_key_holds_every_word_of_its_own_text(text):
    assert all(word in search_key(text) for word in words_of(text))


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
