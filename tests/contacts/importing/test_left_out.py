"""Rows that were left out come back as a file with why, which is corrected and sent again."""

import csv
import io

import pytest

from contacts.models import Person
from midla.records.importing.columns import remember
from midla.records.importing.planning import make_plan
from midla.records.importing.staging import take_in
from midla.records.importing.writing import carry_out
from midla.records.models import ColumnMemory, Verdict
from tests.factories.contacts import PersonFactory

pytestmark = pytest.mark.usefixtures("named_words")

TEXT = (
    "Nome;Cognome;Scrivere a;Nato il\n"
    "Ana;Quispe;a@example.org;1/2/1980\n"
    "Eva;Condori;nonsense;1/2/1980\n"
    "=1+1;Rojas;l@example.org;31/2/1980\n"
    "Luz;Mamani;;\n"
)
MAPPING = ["given_names", "family_names", "email", "birth_date"]


def bring_in(content, user, mapping=None):
    """Take a file in, look through it, write the good rows."""
    file = take_in("people", content, "list.csv", user=user)
    file.mapping = mapping or file.mapping
    make_plan(file)
    carry_out(file, by=user, good_rows=True)
    return file


@pytest.fixture
def left_out(client, rome_officer):
    """The file of rows that were left out, as the browser saves it."""
    PersonFactory(given_names="Luz", family_names="Mamani")
    client.force_login(rome_officer)

    def download(language="en"):
        file = bring_in(TEXT.encode(), rome_officer, MAPPING)
        remember(rome_officer, "people", file.headings, MAPPING)
        client.cookies["django_language"] = language
        return client.get(f"/import/{file.pk}/left-out.csv").content

    return download


def test_each_row_says_why(left_out):
    rows = list(csv.reader(io.StringIO(left_out().decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["Nome", "Cognome", "Scrivere a", "Nato il", "Why it was left out"],
        ["Eva", "Condori", "nonsense", "1/2/1980", "Column “Scrivere a”: Enter a valid email address."],
        [
            *("'=1+1", "Rojas", "l@example.org", "31/2/1980"),
            "Column “Nato il”: “31/2/1980” is no day. Write day, month and year, such as 31/12/2024.",
        ],
        ["Luz", "Mamani", "", "", "Somebody of this name is recorded, without this e-mail or phone."],
    ]


def test_corrected_it_is_read_as_the_first_file_was(left_out, rome_officer):
    content = left_out().replace(b"nonsense", b"e@example.org").replace(b"31/2/1980", b"28/2/1980")
    file = bring_in(content, rome_officer)
    assert (file.headings, file.mapping) == (["Nome", "Cognome", "Scrivere a", "Nato il"], MAPPING)
    assert ColumnMemory.objects.count() == 1
    assert list(file.rows.values_list("verdict", flat=True)) == [Verdict.CREATE, Verdict.CREATE, Verdict.DOUBT]
    assert sorted(Person.objects.values_list("given_names", "email")) == [
        ("=1+1", "l@example.org"),
        ("Ana", "a@example.org"),
        ("Eva", "e@example.org"),
        ("Luz", ""),
    ]


def test_not_corrected_it_says_the_same_again(left_out, rome_officer):
    file = bring_in(left_out(), rome_officer)
    assert list(file.rows.values_list("verdict", flat=True)) == [Verdict.REFUSED, Verdict.REFUSED, Verdict.DOUBT]


UNFIT = (
    "Nome;Cognome;Note;Altro\n"
    "Ana;Quispe;;\n"
    f"Eva;Condori;{'x' * 6000};\n"
    "Luz;Mamani;Via Roma 1; int. 2;;Genova\n"
    f"Rosa;Rojas;;{'x' * 6000}\n"
)


@pytest.fixture
def unfit(client, rome_officer):
    """The file of rows that were left out of one with a cell too long and a cell too many."""
    client.force_login(rome_officer)
    file = bring_in(UNFIT.encode(), rome_officer)
    return client.get(f"/import/{file.pk}/left-out.csv").content.decode("utf-8-sig")


def test_a_cell_too_long_or_too_many_leaves_out_only_its_row(unfit):
    assert sorted(Person.objects.values_list("given_names", flat=True)) == ["Ana", "Rosa"]
    heads, long, wide = csv.reader(io.StringIO(unfit), delimiter=";")
    assert heads == ["Nome", "Cognome", "Note", "Altro", "Why it was left out"]
    assert long[-1] == "Column “Note”: A cell holds at most 5,000 characters."
    assert wide == [
        *("Luz", "Mamani", "Via Roma 1", "int. 2", "This row has more cells than there are headings.", "Genova"),
    ]


def test_a_cell_that_was_cut_is_not_written_when_it_comes_again(unfit, rome_officer):
    file = bring_in(unfit.encode(), rome_officer)
    assert list(file.rows.values_list("verdict", flat=True)) == [Verdict.REFUSED, Verdict.REFUSED]
    assert not Person.objects.filter(given_names__in=["Eva", "Luz"]).exists()


def test_a_row_whose_cells_too_many_were_taken_out_is_read(unfit, rome_officer):
    bring_in(unfit.replace(";Genova", ";").encode(), rome_officer)
    assert Person.objects.get(given_names="Luz").notes == "Via Roma 1"
