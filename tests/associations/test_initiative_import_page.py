"""The page that imports existing efforts: a preview first, one batch, and the way back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from associations.initiative_import import Verdict
from associations.models import Initiative
from midla.records.actions import edit
from midla.records.models import Batch, Draft
from tests.associations.test_initiative_import import REFUSED, TWO, titles
from tests.factories.associations import InitiativeFactory
from tests.reading import read

pytestmark = pytest.mark.usefixtures("named_places")

IMPORT = "/initiatives/import/"
HIDDEN = re.compile(r'<input type="hidden" name="(one_time_key|expected)" value="([^"]*)">')


def upload(client, text, **more):
    file = SimpleUploadedFile("efforts.csv", text.encode(), content_type="text/csv")
    return client.post(IMPORT, {"file": file, "step": "preview", **more})


def applied(client, answer, **changes):
    """The answer to the button of a preview."""
    sent = dict(HIDDEN.findall(answer.content.decode()))
    return client.post(IMPORT, {"step": "apply", **sent, **changes})


def test_who_may_not_import_gets_403(client, lima_viewer, focal_point):
    for user in (lima_viewer, focal_point):
        client.force_login(user)
        answers = [client.get(IMPORT), client.post(IMPORT, {"step": "apply"}), client.post(f"{IMPORT}1/undo/")]
        assert [answer.status_code for answer in answers] == [403, 403, 403]
        assert IMPORT not in client.get("/initiatives/").content.decode()


def test_preview_says_what_each_row_would_do_and_writes_nothing(client, rome_officer):
    InitiativeFactory(title="Café Azuay")
    client.force_login(rome_officer)
    answer = upload(client, f"{TWO}No place;Atlantis;\n")
    page = answer.content.decode()
    told = [(row.number, row.verdict) for row in answer.context["plan"].rows]
    assert told == [(2, Verdict.CREATE), (3, Verdict.THERE), (4, Verdict.REFUSED)]
    assert "“Atlantis” is none of the programme's countries." in page.replace("&#x27;", "'")
    assert "Import 1 row" in page
    assert Initiative.objects.count() == 1


def test_rows_that_fit_are_imported_and_taken_back_as_a_whole(client, rome_officer):
    client.force_login(rome_officer)
    answer = applied(client, upload(client, f"{TWO}No place;Atlantis;\n"))
    batch = Batch.objects.get()
    assert (answer.url, batch.size, batch.by) == ("/initiatives/", 2, rome_officer)
    undo = f"{IMPORT}{batch.pk}/undo/"
    page = client.get("/initiatives/").content.decode()
    assert ("2 existing efforts added." in page, f'action="{undo}"' in page) == (True, True)
    assert f'action="{undo}"' in client.get(IMPORT).content.decode()
    assert Draft.objects.count() == 0
    assert client.post(undo).url == "/initiatives/"
    assert read(client, "/initiatives/").total == 0
    assert (titles(), Initiative.objects.count()) == ([], 2)
    assert f'action="{undo}"' not in client.get(IMPORT).content.decode()
    applied(client, upload(client, TWO))
    assert titles() == ["Café Azuay", "Casa Andina"]


def test_what_was_changed_since_stays_when_an_import_is_undone(client, rome_officer, manager):
    client.force_login(rome_officer)
    applied(client, upload(client, TWO))
    edit(Initiative.objects.get(title="Casa Andina"), by=manager, values={"run_by": "Uno"})
    undo = f"{IMPORT}{Batch.objects.get().pk}/undo/"
    page = client.post(undo, follow=True).content.decode()
    assert "1 moved to the trash. 1 was changed since and stays." in page
    assert titles() == ["Casa Andina"]
    assert "This was undone already." in client.post(undo, follow=True).content.decode()


def test_import_of_somebody_else_is_undone_by_a_manager_alone(client, rome_officer, adviser, manager):
    client.force_login(rome_officer)
    applied(client, upload(client, TWO))
    undo = f"{IMPORT}{Batch.objects.get().pk}/undo/"
    assert undo in client.get("/initiatives/").content.decode()
    client.force_login(adviser)
    assert undo not in client.get(IMPORT).content.decode()
    assert client.post(undo).status_code == 403
    client.force_login(manager)
    assert client.post(undo).status_code == 302
    assert titles() == []


def test_batch_that_imported_no_effort_is_none(client, manager):
    client.force_login(manager)
    batch = Batch.objects.create(by=manager, act="other")
    assert [client.post(f"{IMPORT}{pk}/undo/").status_code for pk in (batch.pk, 10**9, 2**70)] == [404, 404, 404]


def test_double_click_imports_once(client, rome_officer):
    client.force_login(rome_officer)
    preview = upload(client, TWO)
    answers = [applied(client, preview).url for _click in range(2)]
    assert (answers, Batch.objects.count(), len(titles())) == (["/initiatives/"] * 2, 1, 2)


def test_plan_that_is_another_by_now_is_shown_again(client, rome_officer):
    client.force_login(rome_officer)
    preview = upload(client, TWO)
    InitiativeFactory(title="Casa Andina")
    answer = applied(client, preview)
    assert (answer.status_code, answer.context["new"]) == (200, 1)
    assert "The records changed while you were looking." in answer.content.decode()
    assert Initiative.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"step": "apply"}, {"step": "apply", "expected": "x", "one_time_key": "y"}])
def test_nothing_sent_imports_nothing(client, rome_officer, sent):
    client.force_login(rome_officer)
    assert client.post(IMPORT, sent).status_code in {200, 302}
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    "what", [what for what in REFUSED if isinstance(REFUSED[what][0], str) and len(REFUSED[what][0]) < 999]
)
def test_page_says_why_a_file_cannot_be_read(client, rome_officer, what):
    text, sentence = REFUSED[what]
    client.force_login(rome_officer)
    answer = upload(client, text)
    errors = " ".join(answer.context["form"].errors["file"])
    assert sentence in errors or (what == "nothing" and "empty" in errors)
    assert not Draft.objects.exists()


def test_page_refuses_more_rows_than_it_can_wait_for(client, rome_officer, monkeypatch):
    monkeypatch.setattr("associations.views.initiative_import.MOST_ROWS_HERE", 1)
    client.force_login(rome_officer)
    assert "more than 5,000 rows" in upload(client, TWO).content.decode()
