"""What tests of imports share: places and words that cells name, a way to run a command on a text, and one to post."""

import io

import pytest
from django.core.management import CommandError, call_command

from midla.records.importing import tasks
from tests.factories.contacts import AffiliationRoleFactory, MeetingKindFactory
from tests.factories.territories import CountryFactory, ProvinceFactory
from tests.reading import sending


@pytest.fixture
def named_words(db):
    """Countries, a province and lists of words, as the cells of files name them."""
    for code, name in (("PE", "Perú"), ("EC", "Ecuador"), ("IT", "Italia")):
        CountryFactory(code=code, name_es=name, name_en=name.replace("ú", "u"))
    ProvinceFactory()
    AffiliationRoleFactory(code="president", name_it="presidente", one_holder=True)
    AffiliationRoleFactory(code="member", name_it="socio")
    MeetingKindFactory(code="visit", name_it="visita")


@pytest.fixture
def run(tmp_path):
    """Import a file; the last line a command printed or the error it ended with, and its sentences."""

    def load(command, text, name="file.csv", **options):
        path, out, err = tmp_path / name, io.StringIO(), io.StringIO()
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            call_command(command, str(path), stdout=out, stderr=err, **options)
        except CommandError as error:
            return f"refused: {error}", err.getvalue().splitlines()
        told = out.getvalue().strip().splitlines()
        return told[-1], told[:-1]

    return load


@pytest.fixture
def at_once(monkeypatch):
    """The worker does each step as soon as it is asked for."""

    class Worker:
        enqueue = staticmethod(tasks.go_on.func)

    monkeypatch.setattr(tasks, "go_on", Worker)


@pytest.fixture
def send(client, rome_officer, at_once, django_capture_on_commit_callbacks):
    """Post to a page of the officer's and follow; the address one ends at and the page."""
    client.force_login(rome_officer)
    return sending(client, django_capture_on_commit_callbacks)
