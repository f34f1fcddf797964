"""Existing efforts from CSV files: checked before anything is written, added once, taken back as a whole."""

import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from associations.initiative_import import Verdict, plan_import
from associations.initiative_words import HEADINGS, called, plain_amount
from associations.models import Initiative
from midla.records.actions import edit, trash
from midla.records.csv_files import MOST_BYTES, FileRefused
from midla.records.models import Change
from midla.records.search import fold
from tests.factories.associations import AssociationFactory, InitiativeFactory, PartnerActorFactory
from tests.reading import content

pytestmark = pytest.mark.usefixtures("named_places")

TWO = "Title;Country;Theme\nCasa Andina;Peru;health\nCafé Azuay;EC;\n"


@pytest.fixture
def run(tmp_path):
    """Import a file; what the command printed or the error it ended with, and its sentences."""

    def load(text, **options):
        path, out, err = tmp_path / "efforts.csv", io.StringIO(), io.StringIO()
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            call_command("import_initiatives", str(path), stdout=out, stderr=err, **options)
        except CommandError as error:
            return f"refused: {error}", err.getvalue().splitlines()
        return out.getvalue().strip(), err.getvalue().splitlines()

    return load


def problems(text, user=None):
    return [row.sentence for row in plan_import(text, user=user).of(Verdict.REFUSED)]


def titles():
    return list(Initiative.objects.kept().order_by("title").values_list("title", flat=True))


# --- the file ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_usual_separators_and_encodings_are_read(run, separator, encoding):
    text = f"Efforts of 2024\n\nTítulo{separator}País\nCafé Ñandú{separator}Perú\n"
    assert run(text.encode(encoding))[0] == "1 added, 0 there already"
    assert titles() == ["Café Ñandú"]
    assert list(Initiative.objects.get().countries.values_list("code", flat=True)) == ["PE"]


@pytest.mark.parametrize(
    "headings",
    [
        "Titolo;Gestito da;Paese;Tema;Inizia nel;Finisce nel;Importo;Valuta;Fonte",
        "Título;A cargo de;País;Tema;Empieza en;Termina en;Presupuesto;Moneda;Fuente",
        "TITLE;run by;Country;Theme;Starts in;Ends in;Budget;Currency;Source",
        "Titre;Mené par;Pays;Thème;Commence en;Finit en;Montant;Devise;Source",
    ],
)
def test_headings_are_known_in_four_languages(run, headings):
    run(f"{headings}\nCasa;Fundación Uno;Perú;Santé;2019;2022.0;1.200,50;eur;Informe\n")
    effort = Initiative.objects.get()
    told = (
        effort.title,
        effort.run_by,
        effort.starts_in,
        effort.ends_in,
        effort.budget,
        effort.currency,
        effort.source,
    )
    assert told == ("Casa", "Fundación Uno", 2019, 2022, Decimal("1200.50"), "EUR", "Informe")
    assert [theme.code for theme in effort.themes.all()] == ["health"]


def test_no_word_is_the_heading_of_two_columns():
    words = [fold(word) for names in HEADINGS.values() for word in set(map(fold, names))]
    assert sorted({word for word in words if words.count(word) > 1}) == []


REFUSED = {
    "no heading": ("Casa;PE\nCafé;EC\n", "No heading of this file is known"),
    "no title": ("Country;Theme\nPE;health\n", "No column is called “Title”"),
    "the same heading twice": ("Title;Country;title\nA;PE;B\n", "The heading “Title” stands twice: columns A, C"),
    "two headings of one column": ("Title;Paese;País\nA;PE;EC\n", "The heading “Paese” stands twice: columns B, C"),
    "an unknown heading twice": ("Title;Colour;Colour\nA;;\n", "The heading “Colour” stands twice"),
    "only separators beside the title": ("Title,\nCasa,PE\n", "Row 2 has more cells"),
    "nothing": ("", "No heading of this file is known"),
    "more cells than headings": ("Title;Country\nA;PE\nB;EC;more\n", "Row 3 has more cells"),
    "a lost quotation mark": ('Title;Country\n"A;PE\n' + "B;EC\n" * 30_000, "Row 2 cannot be read"),
    "too many columns": ("Title" + ";" * 100 + "\nA\n", "has more than 100 columns"),
    "too many rows": ("Title\n" + "A\n" * 50_001, "more than 50,000 rows"),
    "too large": (b" " * (MOST_BYTES + 1), "larger than 20 MB"),
    "a spreadsheet": (b"PK\x03\x04\x00\x00", "no text file"),
    "letters of no kind": (b"Title\n\x81\x8d\n", "letters of this file cannot be read"),
    "half a letter of UTF-16": (b"\xff\xfeT", "letters of this file cannot be read"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_file_that_cannot_be_read_gets_a_sentence(run, what):
    text, sentence = REFUSED[what]
    outcome, _problems = run(text)
    assert outcome.startswith("refused: ")
    assert sentence in outcome
    assert not Initiative.objects.exists()


def test_file_that_is_not_there_gets_a_sentence():
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_initiatives", "nowhere.csv")


def test_unknown_columns_are_named_and_left_out(run):
    outcome, _problems = run("Title;Colour;Phone\nCasa;red;1\n")
    assert outcome.splitlines()[:2] == [
        "Column left out, because its heading is not known: Colour",
        "Column left out, because its heading is not known: Phone",
    ]
    assert titles() == ["Casa"]


# --- rows -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (";PE", "Row 2: column “Title”: This field is required."),
        ("A;Atlantis", "Row 2: column “Country”: “Atlantis” is none of the programme's countries. Write EC, PE."),
        ("A;PE;none", "Row 2: column “Theme”: There is no theme “none”. Write one of the list of themes."),
        ("A;PE;;Atlantis", "Row 2: column “Region”: “Atlantis” is no part of a programme country."),
        ("A;;;Amazonas", "“Amazonas” lies in several countries: write its code, such as PE-AMA."),
        ("A;PE;;;1899", "Row 2: column “Start”: Ensure this value is greater than or equal to 1900."),
        ("A;PE;;;31/02/2019", "Row 2: column “Start”: Enter a whole number."),
        ("A;PE;;;2020;2019", "Row 2: column “End”: It ends before it starts: check the two years."),
        ("A;PE;;;;;5", "Row 2: column “Currency”: Choose the currency of the budget."),
        ("A;PE;;;;;-5;EUR", "Row 2: column “Budget”: Ensure this value is greater than or equal to 0."),
        ("A;PE;;;;;much;EUR", "Row 2: column “Budget”: Enter a number."),
        ("A;PE;;;;;5;JPY", "Row 2: column “Currency”: Select a valid choice. JPY is not one of the available choices."),
        ("A;PE;;;;;;;javascript:alert(1)", "Row 2: column “Link”: Enter a valid URL."),
        ("A;PE;;;;;;;;Nobody", "No organisation is called “Nobody”."),
        ("A;PE;;;;;;;;Double", "Several organisations are called “Double”."),
        ("a" * 201, "Row 2: column “Title”: Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_row_that_does_not_fit_is_told_with_its_column(row, sentence):
    PartnerActorFactory(name="Double"), PartnerActorFactory(name="Dóuble")
    heads = "Title;Country;Theme;Region;Start;End;Budget;Currency;Link;Organisation"
    [problem] = problems(f"{heads}\n{row}\n")
    assert sentence in problem


def test_all_rows_are_held_back_by_one_unless_told(run):
    text = f"{TWO}No place;Atlantis;\n"
    outcome, sentences = run(text)
    assert (outcome, len(sentences)) == ("refused: 1 rows do not fit; nothing was added.", 1)
    assert not Initiative.objects.exists()
    outcome, sentences = run(text, good_rows=True)
    assert outcome == "refused: 1 rows do not fit and were left out."
    assert sentences[0].startswith("Row 4: column “Country”")
    assert titles() == ["Café Azuay", "Casa Andina"]


def test_importing_a_file_twice_adds_nothing(run):
    run(TWO)
    assert run(TWO)[0] == "0 added, 2 there already"
    assert run(TWO.replace("Country;Theme", "Paese;Tema"))[0] == "0 added, 2 there already"
    assert Initiative.objects.count() == 2


def test_row_imported_before_adds_nothing_whatever_became_of_it(run, rome_officer):
    run(TWO)
    first, second = Initiative.objects.order_by("pk")
    edit(first, by=rome_officer, values={"title": "Renamed"})
    trash(second, by=rome_officer)
    assert run(TWO)[0] == "0 added, 2 there already"


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("Casa andina;fundacion uno;2019;", Verdict.THERE),
        ("Casa Andina;Fundación Uno;;", Verdict.THERE),
        ("Casa Andina;Fundación Uno;2023;", Verdict.CREATE),
        ("Casa Andina;Another;2019;", Verdict.CREATE),
        ("Another;;;XM-1", Verdict.THERE),
        ("Another;;;XM-2", Verdict.CREATE),
    ],
)
def test_effort_is_recognised_by_identifier_or_by_title_who_and_year(row, verdict):
    InitiativeFactory(title="Casa Andina", run_by="Fundación Uno", starts_in=2019, iati_identifier="XM-1")
    plan = plan_import(f"Title;Run by;Start;IATI\n{row}\n")
    assert [row.verdict for row in plan.rows] == [verdict]


def test_row_of_a_title_that_another_has_is_added_and_told_as_a_possible_double(run):
    InitiativeFactory(title="Casa Andina", run_by="Fundación Uno")
    outcome, _problems = run("Title;Run by\ncasa andina;Another\nNew;Another\n")
    assert outcome.splitlines() == [
        "Row 2: Possibly a double: another effort has this title.",
        "2 added, 0 there already",
    ]


def test_same_effort_twice_in_one_file_is_added_once(run):
    assert run("Title;IATI\nCasa;XM-1\nCasa;XM-1\nOther;XM-1\n")[0] == "1 added, 2 there already"


def test_part_of_a_country_says_the_country_too(run):
    run("Title;Country;Department;Organisation\nCasa;;Cusco;\nAma;Ecuador;Amazonas;Kuntur\n".replace(";Kuntur", ";"))
    told = {
        effort.title: (
            [country.code for country in effort.countries.all()],
            [part.code for part in effort.subdivisions.all()],
        )
        for effort in Initiative.objects.all()
    }
    assert told == {"Casa": (["PE"], ["PE-CUS"]), "Ama": (["EC"], ["EC-AMA"])}


def test_organisation_of_the_registry_is_found_by_its_name_where_the_user_sees_it(quito_officer):
    hidden = AssociationFactory(name="Kuntur Wasi", serves=["PE"])
    text = "Title;Organisation\nCasa;kuntur wasi\n"
    assert plan_import(text).rows[0].values["organisation_id"] == hidden.pk
    assert "No organisation is called" in problems(text, quito_officer)[0]


def test_limited_user_imports_only_within_their_countries(quito_officer):
    assert problems(TWO, quito_officer) == ["Row 2: column “Country”: You work with EC: choose at least one of these."]


@pytest.mark.parametrize("language", ["it", "es", "en", "fr"])
def test_what_pages_call_a_column_is_known_in_a_file(language):
    with translation.override(language):
        assert [name for name, words in HEADINGS.items() if fold(called(name)) not in map(fold, words)] == []


def test_what_a_list_exports_can_be_imported_elsewhere(client, run, rome_officer):
    InitiativeFactory(title="Casa", run_by="Uno", about=["savings"], starts_in=2019, budget="1200000", currency="EUR")
    client.force_login(rome_officer)
    exported = content(client.get("/initiatives/export.csv"))
    before = Initiative.objects.values("title", "run_by", "starts_in", "budget", "currency").get()
    Initiative.objects.all().delete()
    assert run(exported)[0].endswith("1 added, 0 there already")
    assert Initiative.objects.values("title", "run_by", "starts_in", "budget", "currency").get() == before
    assert [theme.code for theme in Initiative.objects.get().themes.all()] == ["savings"]


def test_import_writes_history_and_search_and_asks_little(run, django_assert_max_num_queries):
    rows = "".join(f"Effort {number};PE;health\n" for number in range(1200))
    with django_assert_max_num_queries(70):
        run(f"Title;Country;Theme\n{rows}")
    effort = Initiative.objects.matching("1199 effort").get()
    change = Change.objects.of(effort).get()
    assert (change.after["countries"], change.batch.size, Change.objects.count()) == (["PE"], 1200, 1200)


# --- properties -------------------------------------------------------------------------------------------------------
@given(text=st.text(max_size=200))
def test_any_text_gets_a_verdict_for_every_row(text):
    try:
        plan = plan_import(f"Title;Country;Start;Budget;Currency\n{text}")
    except FileRefused as refused:
        assert str(refused.sentence)
    else:
        assert all(row.why or row.verdict == Verdict.CREATE for row in plan.rows)


@given(amount=st.decimals(0, 999_999_999_999, places=2))
@pytest.mark.parametrize(("thousands", "point"), [("", "."), ("", ","), (".", ","), (",", "."), (" ", ","), ("’", ".")])
def test_amounts_are_read_as_each_country_writes_them(thousands, point, amount):
    written = f"{amount:,.2f}".replace(",", "t").replace(".", "p").replace("t", thousands).replace("p", point)
    assert Decimal(plain_amount(written)) == amount
