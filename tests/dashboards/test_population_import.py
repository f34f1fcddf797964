"""Official counts behind their page: seen before they are written, for the vintage named; hostile files in words."""

import datetime
import os
import re
import signal
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from midla.dashboards import population_tasks
from midla.dashboards.actions import population as actions
from midla.dashboards.actions.population import carry_out, plan, take_in
from midla.dashboards.views import population as pages
from midla.records.importing.staging import forget_imports
from midla.records.models import ImportFile, Job
from midla.records.once import new_key
from midla.territories.models import PopulationFigure, Vintage
from midla.territories.population import Taken, quietly
from tests.factories.accounts import UserFactory
from tests.factories.territories import CountryFactory, ProvinceFactory, VintageFactory
from tests.reading import sending

PAGE = "/import/population/"
TEXT = (
    "year,province_code,province_name,citizenship_iso,sex,residents\n"
    "2023,010,Genova,EC,T,8000\n2023,010,Genova,PE,T,2500\n2023,999,Nowhere,EC,T,5\n"
)


@pytest.fixture
def places(db):
    for code in ("EC", "PE"):
        CountryFactory(code=code)
    VintageFactory(code="reconstructed")
    VintageFactory(code="first-published")
    return ProvinceFactory()


@pytest.fixture
def send(client, administrator, places, monkeypatch, django_capture_on_commit_callbacks):
    """Post to a page of the administrator's, the worker doing its step at once; where one ends and the page."""

    class Worker:
        enqueue = staticmethod(population_tasks.import_figures.func)

    monkeypatch.setattr(pages, "import_figures", Worker)
    client.force_login(administrator)
    return sending(client, django_capture_on_commit_callbacks)


def upload(send, content=TEXT, name="figures.csv", **posted):
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return send(PAGE, file=file, **{"one_time_key": new_key(), **posted})


def counts(page):
    """What the page says of each count."""
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>\s*([^<]+?)\s*</dd>", page))


def stored():
    rows = PopulationFigure.objects.order_by("pk")
    return list(rows.values_list("vintage__code", "year", "province__code", "citizenship_id", "sex", "residents"))


def test_only_who_looks_after_word_lists_imports_figures(client, places, rome_officer, manager, administrator):
    for user, status in ((rome_officer, 403), (manager, 403), (administrator, 200)):
        client.force_login(user)
        assert client.get(PAGE).status_code == status
        assert client.post(PAGE).status_code == status
        assert ("Official counts of residents" in client.get("/import/").content.decode()) == (status == 200)


def test_nobody_else_sees_the_file(client, send):
    url, _page = upload(send)
    client.force_login(UserFactory(role="administrator"))
    assert client.get(url).status_code == 404
    assert client.post(url, {"step": "run"}).status_code == 404
    assert stored() == []


def test_a_file_is_seen_before_it_is_written(send):
    url, page = upload(send)
    told = counts(page)
    assert (told["Would be added"], told["Would be changed"], told["As they were"], told["Refused"]) == (
        *("2", "0", "0", "1"),
    )
    assert "Line 4: there is no territory “999”." in page
    assert "first-published" in told["Figures"]
    assert stored() == []
    _url, page = send(url, step="run")
    assert "The figures are written." in page
    assert f'<a href="{url}"></a>' not in page
    assert stored() == [
        ("first-published", 2023, "010", "EC", "T", 8000),
        ("first-published", 2023, "010", "PE", "T", 2500),
    ]


def test_the_plan_says_what_the_run_does(send):
    upload_and_run(send, TEXT)
    changed = TEXT.replace("8000", "8100") + "2022,010,Genova,EC,T,7900\n"
    url, page = upload(send, changed)
    planned = {name: counts(page)[f"Would be {name}"] for name in ("added", "changed")}
    _url, page = send(url, step="run")
    assert (
        planned
        == {"added": counts(page)["Added"], "changed": counts(page)["Changed"]}
        == {"added": "1", "changed": "1"}
    )


def upload_and_run(send, content, **posted):
    url, _page = upload(send, content, **posted)
    return send(url, step="run")


def test_the_same_file_twice_changes_nothing(send):
    upload_and_run(send, TEXT)
    before = stored()
    _url, page = upload(send)
    assert "Nothing in this file is new." in page
    assert 'value="run"' not in page
    assert counts(page)["As they were"] == "2"
    assert stored() == before


def test_the_vintage_is_named_and_can_be_changed(send):
    url, page = upload(send, vintage="Comune di Genova 2024")
    assert "Comune di Genova 2024" in counts(page)["Figures"]
    assert "(new)" in page
    assert not Vintage.objects.filter(code="comune-di-genova-2024").exists()
    _url, page = send(url, step="plan", vintage="reconstructed")
    assert counts(page)["Figures"] == "reconstructed"
    send(url, step="run")
    assert {row[0] for row in stored()} == {"reconstructed"}
    assert not Vintage.objects.filter(code="comune-di-genova-2024").exists()


def test_another_vintage_typed_beside_the_button_is_shown_before_it_is_written(send):
    url, _page = upload(send)
    _url, page = send(url, step="run", vintage="Ours")
    assert counts(page)["Figures"].startswith("Ours")
    assert stored() == []
    send(url, step="run", vintage="Ours")
    assert {row[0] for row in stored()} == {"ours"}


@pytest.mark.parametrize("name", ["!!!", "a" * 101])
def test_a_vintage_that_cannot_be_gets_a_sentence_and_nothing_is_lost(send, name):
    url, page = upload(send, vintage=name)
    assert url == PAGE
    assert "invalid-feedback" in page or "is-invalid" in page
    assert name in page
    url, _page = upload(send)
    _url, page = send(url, step="plan", vintage=name)
    assert name in page
    assert ImportFile.objects.get().report["asked"] == ""


HOSTILE = {
    "empty": b"",
    "binary": b"\x89PNG\r\n\x1a\n\x00\x00",
    "an XLSX named .csv": b"PK\x03\x04\x14\x00\x00\x00",
    "no heading known": b"a,b\n1,2\n",
    "a million columns": b"x," * 1_000_000,
    "a cell without an end": b'year,"' + b"a" * 400_000,
    "a heading twice": b"year,year,territory_code,citizenship_iso,sex,residents\n",
    "too large": b"year,territory_code,citizenship_iso,sex,residents\n" + b"2023,010,EC,T,1\n" * 1_300_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_gets_a_sentence(send, what):
    url, page = upload(send, HOSTILE[what])
    assert url == PAGE
    assert re.search(r'href="#id_file"|invalid-feedback|is-invalid', page)
    assert not ImportFile.objects.exists()


def test_a_file_that_breaks_below_its_headings_gets_a_sentence(send):
    _url, page = upload(send, TEXT + '2023,010,"' + "a" * 400_000)
    assert "The file cannot be read as a table" in page
    assert stored() == []


def test_a_double_click_takes_one_file(send):
    key = new_key()
    first, _page = upload(send, one_time_key=key)
    second, _page = upload(send, one_time_key=key)
    assert first == second
    assert ImportFile.objects.count() == 1


def test_figures_changed_meanwhile_are_looked_at_again(send):
    url, _page = upload(send)
    upload_and_run(send, TEXT.replace("8000", "9000"))
    _url, page = send(url, step="run")
    assert "The figures were changed meanwhile." in page
    assert {row[5] for row in stored()} == {9000, 2500}
    _url, page = send(url, step="plan")
    assert counts(page)["Would be changed"] == "1"
    send(url, step="run")
    assert {row[5] for row in stored()} == {8000, 2500}


def test_the_copy_goes_when_it_is_written_on_request_and_after_a_month(send, administrator):
    url, _page = upload(send)
    assert zlib.decompress(ImportFile.objects.get().content).decode() == TEXT
    send(url, step="run")
    assert ImportFile.objects.get().content is None
    other, _page = upload(send)
    send(other, step="forget")
    assert ImportFile.objects.count() == 1
    forget_imports(lambda: timezone.now() + datetime.timedelta(days=31))
    assert not ImportFile.objects.exists()


def test_a_step_that_broke_off_says_so_and_goes_on(send, client):
    url, _page = upload(send)
    file = ImportFile.objects.get()
    ImportFile.objects.update(state="writing")
    Job.objects.filter(pk=file.job_id).update(state="failed")
    page = client.get(url).content.decode()
    assert "Broken off: nothing of this step was written." in page
    _url, page = send(url, step="again")
    assert "The figures are written." in page
    assert len(stored()) == 2


def test_a_run_asked_for_twice_writes_once(send):
    url, _page = upload(send)
    send(url, step="run")
    _url, page = send(url, step="run")
    assert "The figures are written." in page
    assert len(stored()) == 2


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_leaves_nothing_and_goes_on(administrator, places, monkeypatch):
    file = take_in(TEXT.encode(), "figures.csv", "", by=administrator)
    plan(file, quietly)
    file.refresh_from_db()
    child = os.fork()
    if not child:
        die_writing(file, monkeypatch)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert stored() == []
    carry_out(file, quietly)
    assert len(stored()) == 2


def die_writing(file, monkeypatch):
    """In a child process: write, and be killed before the end of the transaction."""
    connection.connection = None
    written = Taken.written

    def and_die(numbers):
        written(numbers)
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(Taken, "written", and_die)
    try:
        actions.carry_out(file, quietly)
    finally:
        os._exit(1)


def test_files_of_figures_are_not_among_those_of_records(send, client):
    upload(send)
    assert "figures.csv" not in client.get("/import/").content.decode()
    key = ImportFile.objects.get().pk
    assert client.get(f"/import/{key}/").status_code == 404
    assert client.get(f"/import/{key}/left-out.csv").status_code == 404
    assert 'data-total="1"' in client.get(PAGE).content.decode()


def test_the_pages_ask_as_much_for_many_files_as_for_one(send, client, administrator, django_assert_max_num_queries):
    url, _page = upload(send)
    for page in (PAGE, url):
        client.get(page)
        with django_assert_max_num_queries(8) as few:
            client.get(page)
        ImportFile.objects.bulk_create(
            [ImportFile(user=administrator, kind="population", filename="more.csv", report={}) for _number in range(9)]
        )
        with django_assert_max_num_queries(len(few)):
            client.get(page)
