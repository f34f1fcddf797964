"""However many rows a file has, the database is asked little: at most once for every fifty rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Affiliation, Meeting, Person
from midla.records.importing.planning import make_plan
from midla.records.importing.staging import take_in
from midla.records.importing.undoing import undo_import
from midla.records.importing.writing import carry_out

pytestmark = pytest.mark.usefixtures("named_words")

ROWS_A_QUERY = 50


def people(count, more=lambda number: ""):
    """A file of people of whom each is somebody else."""
    return "".join(
        f"Ana{number},Quispe{number},a{number}@example.org,+39 333 {number:07},PE,GE{more(number)}\n"
        for number in range(count)
    )


def asked(work):
    """How many questions a piece of work asks; beginning and ending a transaction are none."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in captured)


def bring_in(text, user, kind="people"):
    """Take a file in, look through it, write it."""
    file = take_in(kind, text.encode(), "list.csv", user=user)
    make_plan(file)
    carry_out(file, by=user)
    file.refresh_from_db()
    return file


HEAD = "Nome,Cognome,Email,Cellulare,Nazionalità,Provincia"


def test_people_are_brought_in_with_few_questions(rome_officer):
    count = 2_500
    assert asked(lambda: bring_in(f"{HEAD}\n{people(count)}", rome_officer)) <= count / ROWS_A_QUERY
    assert Person.objects.count() == count


def test_people_who_are_known_are_completed_with_few_questions(rome_officer):
    count = 2_500
    bring_in(f"{HEAD}\n{people(count)}", rome_officer)
    text = f"{HEAD},Comune\n{people(count, lambda number: ',Savona')}"
    assert asked(lambda: bring_in(text, rome_officer)) <= count / ROWS_A_QUERY
    assert Person.objects.filter(town="Savona", version=2).count() == count


def test_roles_consents_and_meetings_come_with_few_questions(rome_officer):
    count = 2_500
    head = f"{HEAD},Associazione,Consenso,Data del consenso,Modalità del consenso,Incontrato il"
    more = people(count, lambda number: f",Casa {number % 40},sì,1/2/2024,written,{number % 28 + 1}/3/2024")
    file = None

    def work():
        nonlocal file
        file = bring_in(f"{head}\n{more}", rome_officer)

    assert asked(work) <= count / ROWS_A_QUERY * 2
    assert (Affiliation.objects.count(), Meeting.objects.count()) == (count, 280)
    assert asked(lambda: undo_import(file, by=rome_officer)) <= count / ROWS_A_QUERY * 2
    assert (Person.objects.kept().count(), Meeting.objects.kept().count()) == (0, 0)


def test_a_file_of_the_same_people_twice_asks_no_more(rome_officer):
    count = 1_200
    text = f"{HEAD},Comune\n{people(count, lambda number: ',')}{people(count, lambda number: ',Savona')}"
    assert asked(lambda: bring_in(text, rome_officer)) <= 2 * count / ROWS_A_QUERY
    assert Person.objects.filter(town="Savona", version=1).count() == count
