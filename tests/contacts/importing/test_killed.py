"""A worker that is killed leaves nothing half done: the file says where it stands, and goes on when it is asked to."""

import os
import signal

import pytest
from django.db import connection

from associations.models import Organisation
from contacts.importing import PersonImport
from contacts.importing.roles import Roles
from contacts.models import Affiliation, Consent, Person
from midla.records.importing import planning, tasks, undoing
from midla.records.importing.planning import make_plan
from midla.records.importing.staging import take_in
from midla.records.importing.undoing import undo_import
from midla.records.importing.writing import carry_out
from midla.records.models import Batch, Change, ImportedRow, ImportState, Job

pytestmark = [pytest.mark.usefixtures("named_words"), pytest.mark.django_db(transaction=True)]

HEAD = "Nome,Cognome,Nazionalità,Provincia,Associazione,Consenso,Data del consenso,Modalità del consenso\n"
TEXT = HEAD + "".join(f"Ana{number},Quispe,PE,Genova,Casa,sì,1/2/2024,written\n" for number in range(6))


def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)


def killed(work):
    """Do a piece of work in a process of its own, which has to be killed in it."""
    child = os.fork()
    if not child:
        try:
            # The parent's connection belongs to the parent.
            connection.connection = None
            work()
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def dying(target, name, monkeypatch, after=0):
    """Have a function kill its process, when it was called so often."""
    calls, does = [], getattr(target, name)

    def counted(*given, **named):
        calls.append(name)
        return die() if len(calls) > after else does(*given, **named)

    monkeypatch.setattr(target, name, counted)


@pytest.fixture
def file(rome_officer):
    return take_in("people", TEXT.encode(), "list.csv", user=rome_officer)


def ask(file, state):
    """What the page writes when a step is asked for; the key of its job."""
    file.refresh_from_db()
    file.state, file.job = state, Job.objects.create(kind="import", by=file.user, total=6)
    file.save()
    return file.job.pk


def recorded():
    """How many there are of everything an import writes."""
    return tuple(
        model._base_manager.count() for model in (Person, Organisation, Affiliation, Consent, ImportedRow, Batch)
    )


NOTHING, EVERYTHING = (0, 0, 0, 0, 0, 0), (6, 1, 6, 6, 6, 1)


def page_of(client, file):
    client.force_login(file.user)
    return client.get(f"/import/{file.pk}/").content.decode()


def test_while_looking_through_the_file(client, file, monkeypatch):
    monkeypatch.setattr(planning, "AT_ONCE", 2)
    job = ask(file, ImportState.PLANNING)
    with monkeypatch.context() as dangerous:
        dying(planning, "replace", dangerous, after=1)
        killed(lambda: tasks.go_on.func(job))
    file.refresh_from_db()
    assert (file.state, recorded()) == (ImportState.PLANNING, NOTHING)
    # Two of six rows were planned and kept.
    assert list(file.rows.values_list("verdict", flat=True)) == ["create", "create", "", "", "", ""]
    Job.objects.update(began_at="2024-01-01T00:00:00Z")
    assert "Broken off: nothing of this step was written. Go on, and it is done once more." in page_of(client, file)
    tasks.go_on.func(ask(file, ImportState.PLANNING))
    file.refresh_from_db()
    assert (file.state, set(file.rows.values_list("verdict", flat=True))) == (ImportState.PLANNED, {"create"})
    assert file.rows.count() == 6


@pytest.mark.parametrize("where", ["people", "roles", "consents", "rows"])
def test_while_writing(client, file, monkeypatch, where):
    make_plan(file)
    changes = Change.objects.count()
    with monkeypatch.context() as dangerous:
        if where == "people":
            dying(PersonImport, "finish", dangerous)
        elif where == "roles":
            dying(Roles, "finish", dangerous)
        elif where == "consents":
            dying(Consent._base_manager.model, "__init__", dangerous)
        else:
            dying(ImportedRow, "__init__", dangerous, after=3)
        job = ask(file, ImportState.WRITING)
        killed(lambda: tasks.go_on.func(job))
    file.refresh_from_db()
    assert (file.state, file.batch, recorded()) == (ImportState.WRITING, None, NOTHING)
    assert Change.objects.count() == changes
    Job.objects.update(began_at="2024-01-01T00:00:00Z")
    assert "Broken off: nothing of this step was written. Go on, and it is done once more." in page_of(client, file)
    job = ask(file, ImportState.WRITING)
    for _time in range(2):
        tasks.go_on.func(job)
    file.refresh_from_db()
    assert (file.state, recorded()) == (ImportState.WRITTEN, EVERYTHING)


def test_while_taking_it_back(file, monkeypatch):
    make_plan(file)
    carry_out(file, by=file.user)
    file.refresh_from_db()
    changes = Change.objects.count()
    with monkeypatch.context() as dangerous:
        dying(undoing, "undo_edited", dangerous, after=1)
        killed(lambda: undo_import(file, by=file.user))
    assert (recorded(), Change.objects.count()) == (EVERYTHING, changes)
    assert Person.objects.kept().count() == 6
    undo_import(file, by=file.user)
    assert [model.objects.kept().count() for model in (Person, Organisation, Affiliation)] == [0, 0, 0]
    assert (Consent.objects.count(), ImportedRow.objects.count()) == (0, 0)


def test_when_the_machine_stops_between_two_steps_the_job_goes_on(file):
    """The worker was killed before it began: nothing is known of it but that it was asked for."""
    ask(file, ImportState.PLANNING)
    tasks.go_on.func(file.job.pk)
    file.refresh_from_db()
    assert file.state == ImportState.PLANNED
    tasks.go_on.func(ask(file, ImportState.WRITING))
    assert recorded() == EVERYTHING
