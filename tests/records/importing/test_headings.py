"""Headings are known however an office writes them, and those that are not are left alone."""

import pytest

from midla.records.importing.columns import PHONE, recognised
from midla.records.importing.headings import is_reason, known_heading
from midla.records.importing.tables import Table
from midla.records.importing.types import IMPORT_TYPES


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Nome", "nome"), ("NOME *", "nome"), ("Nome:", "nome"), (" nome ", "nome"), ("Nome (obbligatorio)", "nome"),
        ("Nome / Nombre", "nome"), ("Nombre / Nome", "nome"), ("Nome - Nombre", "nome"), ("Nome\nNombre", "nome"),
        ("Nome del gruppo", ""), ("", ""), ("()", ""), ("/", ""),
    ],
)  # fmt: skip
def test_a_heading_is_known_without_what_stands_beside_it(heading, word):
    assert known_heading(heading, {"nome", "cognome"}) == word


@pytest.mark.parametrize(
    "heading", ["Reason", "Why it was left out", "Perché è stata esclusa", "Por qué se dejó fuera"]
)
def test_the_column_of_reasons_is_known_in_every_language(heading):
    assert is_reason(heading)


@pytest.mark.parametrize(
    ("kind", "headings", "fields"),
    [
        (
            "people",
            ["Cognome", "Nombres", "E-mail", "Correo electrónico", "Cellulare", "Provincia", "Ciudadanía", "Sesso"],
            ["family_names", "given_names", "email", "email", "phone", "province", "citizenships", ""],
        ),
        (
            "people",
            ["Nom de famille", "Prénom", "Fecha de nacimiento", "Comune di residenza", "Lingue parlate", "Carica"],
            ["family_names", "given_names", "birth_date", "town", "languages", "role"],
        ),
        ("people", ["Nome e cognome", "Apellidos y nombres", "WhatsApp"], ["full_name", "name_reversed", "phone"]),
        (
            "organisations",
            ["Denominazione", "Codice Fiscale", "P.IVA", "N. soci", "Sezione RUNTS", "Sito web", "Tipo di ente"],
            ["name", "tax_code", "vat_number", "members", "runts_section", "website", "type"],
        ),
        (
            "partners",
            ["Nombre", "Países de interés", "Qué financia", "Correo", "País"],
            ["name", "countries_of_interest", "funds", "email", "country"],
        ),
        (
            "meetings",
            ["Fecha", "Con", "N. donne", "Hombres", "Under 30", "Totale", "Ecuadoriani", "Personal de la OIM"],
            ["starts_at", "organisations", "women", "men", "under_30", "headcount", "count_ec", "staff"],
        ),
    ],
)
def test_headings_of_offices_are_known(kind, headings, fields):
    assert recognised(Table(headings, []), IMPORT_TYPES[kind].columns) == fields


@pytest.mark.parametrize("kind", sorted(IMPORT_TYPES))
def test_no_heading_means_two_things(kind):
    words = [(word.casefold(), column.name) for column in IMPORT_TYPES[kind].columns for word in column.words]
    assert len({word for word, _name in words}) == len(set(words))


@pytest.mark.parametrize("cell", ["31/12/2024", "2024-12-31", "16126", "00743110157", "1.200", "120000", "2024"])
def test_what_is_no_telephone_number_is_not_taken_for_one(cell):
    assert not PHONE.fullmatch(cell)


@pytest.mark.parametrize("cell", ["+39 333 1234567", "0039 333 1234567", "333 1234567", "3331234567", "010 1234567"])
def test_telephone_numbers_are_known_by_their_look(cell):
    assert PHONE.fullmatch(cell)
