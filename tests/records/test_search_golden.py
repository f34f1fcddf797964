"""One golden set of searches: what is found, by whom, and what is not; the same on SQLite and PostgreSQL."""

import unicodedata

import pytest

from midla.records.finding import find
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import FollowUpFactory, MeetingFactory, PersonFactory

ASSOCIATIONS = [
    "Ñandú Perú",
    "Asociación Roque Sáenz Peña",
    "Kan Chay",
    "Saywarmi",
    "Comunità dell'Ecuador",
    "Mujeres de D’Angelo-Rossi",
    "100% Bolivia",
    "A.P.S. Otavalo",
    "Grupo_Uno",
    "Grupo Dos",
    unicodedata.normalize("NFD", "Unión Añañuca"),
]
PEOPLE = [
    ("María José", "Núñez Gómez"),
    ("Rosa", "de la Cruz Ñahui"),
    ("Aurelio", "O'Higgins"),
    ("Bruno", "Dell’Orto"),
    ("Inés", "García-Márquez"),
    ("Sebastián", "Quispe Mamani"),
]
# What is typed, and the names that hold every word of it.
EXACT = [
    ("nandu", ["Ñandú Perú"]),
    ("ÑANDÚ", ["Ñandú Perú"]),
    ("n\u0303andu\u0301", ["Ñandú Perú"]),
    ("PERU ñandú", ["Ñandú Perú"]),
    ("ananuca union", ["Unión Añañuca"]),
    ("AÑAÑUCA", ["Unión Añañuca"]),
    ("saenz peña", ["Asociación Roque Sáenz Peña"]),
    ("saenzpeña", ["Asociación Roque Sáenz Peña"]),
    ("pena roque", ["Asociación Roque Sáenz Peña"]),
    ("kanchay", ["Kan Chay"]),
    ("kan chay", ["Kan Chay"]),
    ("say warmi", ["Saywarmi"]),
    ("warmi", ["Saywarmi"]),
    ("dellecuador", ["Comunità dell'Ecuador"]),
    ("dell’ecuador", ["Comunità dell'Ecuador"]),
    ("dell ecuador", ["Comunità dell'Ecuador"]),
    ("comunita'", ["Comunità dell'Ecuador"]),
    ("dangelo rossi", ["Mujeres de D’Angelo-Rossi"]),
    ("d'angelo-rossi", ["Mujeres de D’Angelo-Rossi"]),
    ("rossi d angelo", ["Mujeres de D’Angelo-Rossi"]),
    ("100%", ["100% Bolivia"]),
    ("%", ["100% Bolivia"]),
    ("_", ["Grupo_Uno"]),
    ("grupo_uno", ["Grupo_Uno"]),
    ("grupouno", ["Grupo_Uno"]),
    ("g_o", []),
    ("g%o", []),
    ("aps otav", ["A.P.S. Otavalo"]),
    ("a.p.s.", ["A.P.S. Otavalo"]),
    ("nunez", ["María José Núñez Gómez"]),
    ("Gomez Maria", ["María José Núñez Gómez"]),
    ("delacruz", ["Rosa de la Cruz Ñahui"]),
    ("cruz nahui", ["Rosa de la Cruz Ñahui"]),
    ("ohiggins", ["Aurelio O'Higgins"]),
    ("o’higgins", ["Aurelio O'Higgins"]),
    ("o higgins", ["Aurelio O'Higgins"]),
    ("dell'orto", ["Bruno Dell’Orto"]),
    ("garcia marquez", ["Inés García-Márquez"]),
    ("garciamarquez", ["Inés García-Márquez"]),
    ("otavalo nandu", []),
]
# What is typed with a slip or with a particle too many, and the name that comes near.
NEAR = [
    ("nuñes", ["María José Núñez Gómez"]),
    ("nunhez", ["María José Núñez Gómez"]),
    ("quizpe", ["Sebastián Quispe Mamani"]),
    ("qiuspe mamani", ["Sebastián Quispe Mamani"]),
    ("quispe de mamani", ["Sebastián Quispe Mamani"]),
    ("otabalo", ["A.P.S. Otavalo"]),
    ("comunta", ["Comunità dell'Ecuador"]),
    ("asosiacion", ["Asociación Roque Sáenz Peña"]),
    ("sainz peña", ["Asociación Roque Sáenz Peña"]),
    ("xyzq", []),
    ("maria bosé", ["María José Núñez Gómez"]),
    ("roza cruz", ["Rosa de la Cruz Ñahui"]),
]


@pytest.fixture
def golden(db):
    """Every name of the golden set."""
    for name in ASSOCIATIONS:
        AssociationFactory(name=name)
    for given, family in PEOPLE:
        PersonFactory(given_names=given, family_names=family)


def found(query, user):
    """The names found, and whether they only come near."""
    kinds = find(query, user)
    names = [unicodedata.normalize("NFC", str(row)) for kind in kinds for row in kind.rows]
    return sorted(names), {kind.similar for kind in kinds}


@pytest.mark.parametrize(("query", "names"), EXACT)
def test_every_word_is_found_however_it_is_written(golden, rome_officer, query, names):
    # Nothing that comes near is offered where something is found.
    assert found(query, rome_officer) == (names, {False} if names else set())


@pytest.mark.parametrize(("query", "names"), NEAR)
def test_small_slips_are_forgiven(golden, rome_officer, query, names):
    assert found(query, rome_officer) == (names, {True} if names else set())


@pytest.mark.parametrize("query", ["", " ", "'", "...", "\u200f", "🎉", "-" * 300])
def test_what_has_no_word_finds_nothing(golden, rome_officer, query):
    assert find(query, rome_officer) == []


def test_words_inside_minutes_follow_ups_and_notes_are_found(db, rome_officer):
    MeetingFactory(title="Asamblea", said="Se habló de la cosecha de CACAO en Manabí")
    FollowUpFactory(what="Enviar el catálogo", notes="con los precios del cacao")
    AssociationFactory(name="Kuntur", notes="Importa cacao da tre cooperative")
    PartnerActorFactory(name="Fondazione Lanterna", funds="filiere del cacao e del caffè")
    names, _near = found("cacao", rome_officer)
    assert names == ["Asamblea", "Enviar el catálogo", "Fondazione Lanterna", "Kuntur"]
    assert found("cosehca", rome_officer) == (["Asamblea"], {True})


def test_kinds_come_in_the_order_of_the_menu(db, rome_officer):
    AssociationFactory(name="Cacao")
    PartnerActorFactory(name="Cacao")
    PersonFactory(family_names="Cacao")
    MeetingFactory(title="Cacao")
    FollowUpFactory(what="Cacao")
    kinds = [(str(kind.type.plural), kind.total) for kind in find("cacao", rome_officer)]
    assert kinds == [("associations", 1), ("partner actors", 1), ("people", 1), ("meetings", 1), ("follow-ups", 1)]
