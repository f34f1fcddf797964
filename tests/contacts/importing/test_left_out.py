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
