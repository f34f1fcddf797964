"""Bringing in an office's sheet, from the file to its undoing: with script on a desk, without it on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from contacts.models import Person
from midla.records.importing import tasks
from midla.records.importing.planning import make_plan
from midla.records.importing.staging import take_in
from midla.records.importing.writing import carry_out
from midla.records.models import ImportFile, ImportState, Job
from tests.factories.contacts import PersonFactory
from tests.factories.territories import CountryFactory, ProvinceFactory
from tests.journeys.test_pages import SIDEWAYS, TOO_LOW, contrast

TEXT = """Soci 2024;;;;
Nome;Cognome;E-mail;Comune;Cittadinanza
Ana;Quispe Mamani;ana@example.org;Genova;Perú
Eva;Condori;eva@example.org;Savona;peruviana
Luz;Rojas;nonsense;Genova;
"""


@pytest.fixture
def known(transactional_db, rome_officer):
    CountryFactory(code="PE", name_es="Perú")
    ProvinceFactory()
    return PersonFactory(given_names="Ana", family_names="Quispe Mamani", email="old@example.org", town="Roma")


@pytest.fixture
def sheet(tmp_path) -> Path:
    path = tmp_path / "soci.csv"
    path.write_text(TEXT)
    return path


def work(user) -> None:
    """The worker does the step that the newest file is at."""
    file = ImportFile.objects.latest("pk")
    tasks.go_on.func(file.job_id)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_sheet_comes_in_and_goes_again(desk, phone, known, sheet, rome_officer, script):
    page = desk("/import/", rome_officer) if script else phone("/import/", rome_officer, java_script_enabled=False)
    page.get_by_label("People", exact=True).check()
    page.get_by_label("File", exact=True).set_input_files(sheet)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_label("E-mail")).to_have_value("email")
    page.get_by_role("button", name="See what each row does").click()
    work(rome_officer)
    page.goto(page.url)
    expect(page.get_by_role("main")).to_contain_text("1 row does not fit.")
    page.get_by_role("link", name="Say whom they mean").click()
    page.get_by_label("Whom row 3 means").select_option(str(known.pk))
    page.get_by_role("button", name="Keep these decisions").click()
    work(rome_officer)
    page.goto(page.url)
    expect(page.get_by_role("main")).to_contain_text("E-mail: old@example.org → ana@example.org; Town: Roma → Genova")
    page.get_by_role("button", name="Import the 2 good rows").click()
    work(rome_officer)
    page.goto(page.url)
    expect(page.get_by_role("main")).to_contain_text("2 rows were imported.")
    known.refresh_from_db()
    assert (known.town, Person.objects.kept().count()) == ("Genova", 2)
    page.get_by_role("button", name="Undo the whole import").click()
    known.refresh_from_db()
    assert (known.town, Person.objects.kept().count()) == ("Roma", 1)


@pytest.fixture
def steps(known, rome_officer) -> list[str]:
    """The address of a file at each step it may be at."""
    found = []
    for state in ImportState:
        file = take_in("people", TEXT.encode(), f"{state}.csv", user=rome_officer)
        if state in {ImportState.PLANNED, ImportState.WRITTEN, ImportState.UNDONE}:
            make_plan(file)
        if state in {ImportState.WRITTEN, ImportState.UNDONE}:
            carry_out(file, by=rome_officer, good_rows=True)
            ImportFile.objects.filter(pk=file.pk).update(state=state)
        elif state in {ImportState.PLANNING, ImportState.WRITING}:
            job = Job.objects.create(kind="import", by=rome_officer, state="running", total=3)
            ImportFile.objects.filter(pk=file.pk).update(state=state, job=job)
        found.append(f"/import/{file.pk}/")
        if state == ImportState.PLANNED:
            found.append(f"/import/{file.pk}/?rows=doubt")
    return ["/import/", *found]


def test_every_step_can_be_used_on_a_desk_and_in_the_dark(desk, steps, rome_officer, assert_accessible):
    page = desk("/", rome_officer, reduced_motion="reduce")
    for path in steps:
        page.goto(path)
        assert_accessible(page)
        assert (path, contrast(page), page.locator("h1:visible").count()) == (path, [], 1)


def test_every_step_can_be_used_on_a_phone(phone, steps, rome_officer, assert_accessible):
    page = phone("/", rome_officer, reduced_motion="reduce")
    for path in steps:
        page.goto(path)
        assert_accessible(page)
        assert (path, page.evaluate(SIDEWAYS), page.evaluate(TOO_LOW)) == (path, 0, [])
