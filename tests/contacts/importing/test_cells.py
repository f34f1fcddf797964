"""What cells of people's files mean: names in one cell, several numbers, places of origin, cells that empty."""

import pytest
from django.utils import translation

from contacts.importing import PersonImport
from contacts.importing.spoken import CHANNELS, KINDS, METHODS, ROLES
from contacts.models import Affiliation, Consent, Person
from midla.records.importing.columns import heading_of
from midla.records.search import fold
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import LanguageFactory, PersonFactory
from tests.factories.territories import CountryFactory, ProvinceFactory, SubdivisionFactory

pytestmark = pytest.mark.usefixtures("named_words")


@pytest.mark.parametrize(
    ("heading", "cell", "given", "family"),
    [
        ("Nome e cognome", "Ana Quispe", "Ana", "Quispe"),
        ("Nombre y apellidos", "Ana Quispe Mamani", "Ana", "Quispe Mamani"),
        ("Nombre completo", "Ana María Quispe Mamani", "Ana María", "Quispe Mamani"),
        ("Nombre completo", "Ana María de Jesús Quispe Mamani", "Ana María de Jesús", "Quispe Mamani"),
        ("Cognome e nome", "Quispe Ana", "Ana", "Quispe"),
        ("Apellidos y nombres", "Quispe Mamani Ana María", "Ana María", "Quispe Mamani"),
        ("Nominativo", "Quispe Mamani, Ana", "Ana", "Quispe Mamani"),
        ("Full name", "Ana", "Ana", ""),
    ],
)
def test_a_name_in_one_cell_is_divided_and_marked_for_somebody_to_look_at(run, heading, cell, given, family):
    run("import_people", f'{heading};Comune\n"{cell}";Genova\n')
    person = Person.objects.get()
    assert (person.given_names, person.family_names, person.to_complete) == (given, family, True)


def test_a_name_in_one_cell_changes_no_name_that_is_recorded(run):
    known = PersonFactory(given_names="Ana María", family_names="Quispe", email="a@example.org")
    text = "Nome e cognome,Email,Comune\nAna María Quispe,a@example.org,Genova\n"
    assert run("import_people", text)[0] == "0 added, 1 completed, 0 there already, 0 possibly doubles"
    known.refresh_from_db()
    assert (known.given_names, known.family_names, known.to_complete, known.town) == (
        *("Ana María", "Quispe", False, "Genova"),
    )


def test_a_name_must_stand_in_one_cell_or_the_other(run):
    text = "Nome,Nome completo,Email\n,,a@example.org\n"
    sentence = "Row 2: Column “Nome”: This field cannot be blank."
    assert run("import_people", text) == ("refused: 1 rows do not fit; nothing was imported.", [sentence])


def test_two_numbers_in_one_cell_are_two_numbers(run):
    run("import_people", "Nome,Telefono\nAna,333 1234567 / 010 1234567\n")
    assert Person.objects.values_list("phone", "second_phone").get() == ("+393331234567", "+390101234567")


@pytest.mark.parametrize(
    ("cell", "nationality", "number"),
    [
        ("101234567", "", "+390101234567"),
        ("51987654321", "", "+51987654321"),
        ("987654321", "PE", "+51987654321"),
    ],
)
def test_a_number_gets_back_what_the_spreadsheet_took_from_it(run, cell, nationality, number):
    run("import_people", f"Nome,Telefono,Nazionalità\nAna,{cell},{nationality}\n")
    assert Person.objects.get().phone == number


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("3.33E+09", "The spreadsheet shortened this number. Format the column as text, and write the number again."),
        ("333 1234567 / 010 1234567 / 347 7654321", "There are more numbers than have room here. Leave two."),
        ("12", "This is no telephone number. Write it with the country's code, such as +39 010 1234567."),
    ],
)
def test_a_number_that_cannot_be_read_says_so(run, cell, sentence):
    assert run("import_people", f"Nome;Telefono\nAna;{cell}\n") == (
        "refused: 1 rows do not fit; nothing was imported.",
        [f"Row 2: Column “Telefono”: {sentence}"],
    )


def test_a_place_of_origin_is_told_apart_by_citizenship(run):
    for code, country in (("PE-AMA", "PE"), ("CO-AMA", "CO")):
        place = CountryFactory(code=country, name_es=country, in_programme=True)
        SubdivisionFactory(code=code, country=place, name="Amazonas")
    head = "Nome,Nazionalità,Departamento\n"
    run("import_people", f"{head}Ana,PE,Amazonas\n")
    assert Person.objects.get().origin_subdivision.code == "PE-AMA"
    assert run("import_people", f"{head}Eva,,Amazonas\n")[1] == [
        "Row 2: Column “Departamento”: “Amazonas” lies in several countries: write its code, such as PE-AMA."
    ]


def test_languages_are_named_in_any_of_ours(run):
    for code, name in (("es", "spagnolo"), ("qu", "quechua")):
        LanguageFactory(code=code, name_it=name)
    run("import_people", "Nome;Lingue\nAna;spagnolo, quechua\n")
    assert sorted(word.code for word in Person.objects.get().languages.all()) == ["es", "qu"]


@pytest.mark.parametrize("mark", ["[empty]", "[vuoto]", "[vacío]", "[vide]", "[EMPTY]"])
def test_a_blank_cell_keeps_and_a_mark_empties(run, mark):
    known = PersonFactory(
        given_names="Ana",
        family_names="Quispe",
        email="a@example.org",
        town="Genova",
        street="Via Prè 1",
        birth_year=1980,
        province=ProvinceFactory(),
    )
    text = f"Nome,Cognome,Email,Comune,Via,Anno di nascita,Provincia,Nazionalità\nAna,Quispe,a@example.org,,{mark},"
    told = run("import_people", f"{text}{mark},{mark},{mark}\n")
    assert told[0] == "0 added, 1 completed, 0 there already, 0 possibly doubles"
    known.refresh_from_db()
    assert (known.town, known.street, known.birth_year, known.province) == ("Genova", "", None, None)
    assert known.citizenships.count() == 0
    assert run("import_people", f"{text}{mark},{mark},{mark}\n")[0].endswith("1 there already, 0 possibly doubles")


@pytest.mark.parametrize("heading", ["Nome", "Consenso", "Associazione"])
def test_some_cells_empty_nothing(run, heading):
    text = f"Nombre,Email,{heading}\nAna,a@example.org,[empty]\n"
    text = text.replace("Nombre,", "Cognome,") if heading == "Nome" else text
    sentence = f"Row 2: Column “{heading}”: This cannot be emptied from a file. Leave the cell empty to keep it."
    assert run("import_people", text) == ("refused: 1 rows do not fit; nothing was imported.", [sentence])


def test_a_cell_that_looks_like_a_formula_is_text(run):
    run("import_people", 'Nome,Cognome,Comune\n=1+1,@SUM(A1),"=HYPERLINK(""http://x"")"\n')
    person = Person.objects.get()
    assert (person.given_names, person.family_names, person.town) == ("=1+1", "@SUM(A1)", '=HYPERLINK("http://x")')


@pytest.mark.parametrize("word", ["presidente", "Presidenta", "PRESIDENTESSA", "président", "president"])
def test_a_role_is_known_in_any_language_and_gender(run, word):
    AssociationFactory(name="Casa")
    run("import_people", f"Nome;Associazione;Carica\nAna;Casa;{word}\n")
    assert Affiliation.objects.get().role.code == "president"


def test_how_somebody_agreed_and_is_reached_is_known_as_people_say_it(run):
    head = "Nome;Consenso;Data del consenso;Modalità del consenso;Canale preferito\n"
    run("import_people", f"{head}Ana;sí;1/2/2024;modulo firmato;cellulare\n")
    assert (Consent.objects.get().method, Person.objects.get().preferred_channel) == ("written", "phone")


def test_words_that_are_spoken_for_an_entry_stand_for_one_alone():
    for spoken in (ROLES, KINDS, CHANNELS, METHODS):
        words = [fold(word) for words in spoken.values() for word in words.split(",")]
        told = {word: {code for code, some in spoken.items() if word in map(fold, some.split(","))} for word in words}
        assert {word: codes for word, codes in told.items() if len(codes) > 1} == {}


def test_a_line_within_a_name_becomes_a_space(run):
    run("import_people", 'Nome;Cognome\n"Ana\n  María";Quispe\n')
    assert Person.objects.get().given_names == "Ana María"


@pytest.mark.parametrize("cell", ["#N/A", "#N/D", "#REF!", "#¡VALOR!", "#¿NOMBRE?", "#DIV/0!", "Err:502", "########"])
def test_a_cell_whose_formula_failed_says_so(run, cell):
    sentence = "Row 2: Column “Cognome”: The spreadsheet could not work out this cell. Write what belongs there."
    assert run("import_people", f"Nome,Cognome\nAna,{cell}\n")[1] == [sentence]


@pytest.mark.parametrize(("language", "called"), [("it", "Provincia"), ("es", "Provincia"), ("en", "Province")])
def test_a_column_that_the_file_lacks_is_called_as_its_reader_says(language, called):
    columns = {column.name: column for column in PersonImport.columns}
    with translation.override(language):
        assert heading_of("province", [], [], columns) == called
