"""The import behind its pages: columns to correct, a plan to look at, written by the worker, taken back as a whole."""

import datetime
import os
import signal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from associations.models import Organisation
from contacts.importing import PersonImport
from contacts.models import Affiliation, Person
from midla.records.actions import edit
from midla.records.importing import tasks
from midla.records.importing.planning import make_plan
from midla.records.importing.staging import forget_imports, take_in
from midla.records.importing.writing import carry_out
from midla.records.models import Change, ColumnMemory, ImportedRow, ImportFile, ImportRow, ImportState, Job
from midla.records.once import new_key
from tests.factories.contacts import PersonFactory

pytestmark = pytest.mark.usefixtures("named_words")

TWO = "Nome,Cognome,Scrivere a,Nazionalità\nAna,Quispe,ana@example.org,Perú\nEva,Condori,,Atlantis\n"


def upload(send, text=TWO, kind="people", name="list.csv", **posted):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return send("/import/", kind=kind, file=file, one_time_key=new_key(), **posted)


def columns(*names):
    """What the form of the columns posts."""
    return {f"column-{place}": name for place, name in enumerate(names)}


def test_a_file_goes_from_its_columns_to_a_report_and_back(client, send):
    url, page = upload(send)
    assert "ana@example.org" in page
    assert '<option value="email" selected>' in page
    _url, page = send(url, step="columns", **columns("given_names", "family_names", "email", "citizenships"))
    assert "1 row does not fit." in page
    assert "Column “Nazionalità”: “Atlantis” is no country that is known." in page
    assert Person.objects.count() == 0
    _url, page = send(url, step="run", good_rows="1")
    assert "1 row was imported." in page
    person = Person.objects.get()
    assert (person.full_name, person.email) == ("Ana Quispe", "ana@example.org")
    assert f'<a href="/people/{person.pk}/">Ana Quispe</a>' in page
    assert client.get(f"{url}left-out.csv").content.decode().splitlines()[1].startswith("Eva;Condori;;Atlantis;Column")
    _url, page = send(url, step="undo")
    assert "1 record taken back." in page
    assert (Person.objects.kept().count(), Person.objects.count(), ImportedRow.objects.count()) == (0, 1, 0)


def test_without_being_told_so_the_good_rows_are_not_written_alone(send):
    url, _page = upload(send)
    send(url, step="columns", **columns("given_names", "family_names", "email", "citizenships"))
    _url, page = send(url, step="run")
    assert "Some rows do not fit, so that nothing was written." in page
    assert Person.objects.count() == 0


def test_columns_are_remembered_for_the_next_file_with_these_headings(send):
    text = "Nome,Boh\nAna,Quispe\n"
    url, page = upload(send, text)
    assert '<option value="family_names" selected>' not in page
    send(url, step="columns", **columns("given_names", "family_names"))
    assert '<option value="family_names" selected>' in upload(send, text)[1]
    assert ColumnMemory.objects.count() == 1


def test_two_columns_cannot_hold_the_same(send):
    url, _page = upload(send)
    _url, page = send(url, step="columns", **columns("given_names", "given_names", "", ""))
    assert "Two columns hold the same: A “Nome”, B “Cognome”. Keep one." in page
    assert ImportFile.objects.get().state == ImportState.READ


def test_a_file_that_cannot_be_read_gets_its_sentence_beside_the_field(send):
    _url, page = upload(send, b"\x89PNG\x00")
    assert "This is no text file. Save the table as CSV and choose that file." in page
    assert ImportFile.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "The file is locked with a password. Save it without one, and choose that file.",
        ),
        (
            b"<html><table><tr><td>Nome</td></tr></table></html>",
            "This kind of file cannot be read. Save the table as XLSX, ODS or CSV.",
        ),
    ],
    ids=["locked", "web page"],
)
def test_a_file_of_another_kind_says_what_to_do(send, content, sentence):
    url, page = upload(send, content, name="soci.xlsx")
    assert (url, sentence in page, ImportFile.objects.exists()) == ("/import/", True, False)


def test_a_row_that_is_too_long_or_too_wide_is_shown_among_those_that_fit(send):
    url, _page = upload(send, f"Nome,Cognome,Note\nAna,Quispe,\nEva,Condori,{'x' * 6000}\nLuz,Rojas,,more\n")
    _url, page = send(url, step="columns", **columns("given_names", "family_names", "notes"))
    assert "2 rows do not fit." in page
    assert "Column “Note”: A cell holds at most 5,000 characters." in page
    assert "This row has more cells than there are headings." in page
    _url, page = send(url, step="run", good_rows="1")
    assert "1 row was imported." in page
    assert [person.full_name for person in Person.objects.all()] == ["Ana Quispe"]


def test_the_same_form_sent_twice_takes_one_file_in(send):
    key = new_key()
    for _time in range(2):
        file = SimpleUploadedFile("list.csv", TWO.encode())
        send("/import/", kind="people", file=file, one_time_key=key)
    assert ImportFile.objects.count() == 1


def test_nobody_sees_what_somebody_else_brings_in(client, send, manager):
    url, _page = upload(send)
    client.force_login(manager)
    assert [client.get(url).status_code, client.post(url, {"step": "forget"}).status_code] == [404, 404]
    assert client.get(f"{url}left-out.csv").status_code == 404
    assert "list.csv" not in client.get("/import/").content.decode()


def test_a_plan_whose_records_changed_is_not_carried_out(rome_officer):
    known = PersonFactory(given_names="Ana", family_names="Quispe", email="ana@example.org")
    file = planned("Nome,Cognome,Email,Città\nAna,Quispe,ana@example.org,Genova\n", rome_officer)
    edit(known, by=rome_officer, values={"town": "Savona"})
    file.state = ImportState.WRITING
    file.save()
    do_job(file)
    assert file.sentence == (
        "The records changed since the file was looked through. Look through it once more, then import."
    )
    assert (file.state, Person.objects.get().town) == (ImportState.PLANNED, "Savona")


def test_somebody_recorded_meanwhile_is_not_doubled(rome_officer):
    file = planned("Nome,Cognome,Email\nAna,Quispe,ana@example.org\n", rome_officer)
    run_beside = take_in("people", b"Nome,Cognome,Email\nAna,Quispe,ana@example.org\n", "b.csv", user=rome_officer)
    make_plan(run_beside)
    carry_out(run_beside, by=rome_officer)
    file.state = ImportState.WRITING
    file.save()
    do_job(file)
    assert (file.state, Person.objects.count()) == (ImportState.PLANNED, 1)


def test_undo_gives_former_values_back_unless_somebody_wrote_since(send, rome_officer):
    people = [PersonFactory(family_names=name, email=f"{name}@example.org", town="Roma") for name in ("Uno", "Due")]
    text = "Nome,Cognome,Email,Città\nRosa,Uno,uno@example.org,Genova\nRosa,Due,due@example.org,Genova\n"
    url, _page = upload(send, text)
    send(url, step="columns", **columns("given_names", "family_names", "email", "town"))
    send(url, step="run")
    edit(people[1], by=rome_officer, values={"town": "Savona"})
    _url, page = send(url, step="undo")
    assert "1 record taken back. 1 was changed since and stays: Rosa Due." in page
    assert sorted(Person.objects.values_list("family_names", "town")) == [("Due", "Savona"), ("Uno", "Roma")]


def test_a_copy_of_a_file_goes_after_thirty_days_or_at_once(send):
    url, _page = upload(send)
    upload(send)
    send(url, step="forget")
    assert ImportFile.objects.count() == 1
    assert forget_imports() == 0
    later = timezone.now() + datetime.timedelta(days=31)
    forget_imports(lambda: later)
    assert (ImportFile.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_a_job_that_stands_still_can_be_asked_for_again(client, send):
    url, _page = upload(send)
    file = ImportFile.objects.get()
    job = Job.objects.create(kind="import", by=file.user, state="running", began_at=timezone.now())
    ImportFile.objects.update(state="planning", job=job)
    assert "This page may be closed." in client.get(url).content.decode()
    Job.objects.update(began_at=timezone.now() - datetime.timedelta(minutes=11))
    assert "Broken off: nothing of this step was written." in client.get(url).content.decode()
    _url, page = send(url, step="again")
    assert "Import 2 rows" in page or "does not fit" in page
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "failed"]


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_leaves_nothing_and_goes_on(rome_officer, monkeypatch):
    file = planned("Nome,Cognome,Provincia,Associazione\nAna,Quispe,Genova,Casa\n", rome_officer)
    child = os.fork()
    if not child:
        die_writing(file, monkeypatch)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert (Person.objects.count(), Organisation.objects.count(), Change.objects.count()) == (0, 0, 0)
    file.refresh_from_db()
    assert file.batch is None
    carry_out(file, by=rome_officer)
    carry_out(file, by=rome_officer)
    assert (Person.objects.count(), Affiliation.objects.count(), Change.objects.count()) == (1, 1, 3)


def die_writing(file, monkeypatch):
    """In a child process: begin to write, and be killed before the end."""
    connection.connection = None
    monkeypatch.setattr(PersonImport, "finish", lambda *given, **named: os.kill(os.getpid(), signal.SIGKILL))
    try:
        carry_out(file, by=file.user)
    finally:
        os._exit(1)


def planned(text, user):
    """A file that was looked through."""
    file = take_in("people", text.encode(), "list.csv", user=user)
    make_plan(file)
    return file


def do_job(file):
    """The worker does the step that a file is at."""
    file.job = Job.objects.create(kind="import", by=file.user)
    file.save()
    tasks.go_on.func(file.job.pk)
    file.refresh_from_db()


def test_a_page_of_a_file_asks_as_much_for_many_rows_as_for_one(client, rome_officer):
    client.force_login(rome_officer)
    asked = []
    for count in (1, 12):
        text = "Nome,Cognome\n" + "".join(f"Ana{number},Quispe{count}\n" for number in range(count))
        file = planned(text, rome_officer)
        carry_out(file, by=rome_officer)
        for path in ("/import/", f"/import/{file.pk}/"):
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            asked.append(len(captured))
    assert asked[:2] == asked[2:]
    assert max(asked) <= 12
