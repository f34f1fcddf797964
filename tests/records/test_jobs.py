"""Long work: who sees it, how far it is, how it ends."""

import datetime
import re

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from midla.accounts.permissions import Permission
from midla.records import jobs
from midla.records.daily import forget_work
from midla.records.job_kinds import JobKind
from midla.records.jobs import running, start, tell
from midla.records.models import Job

KIND = JobKind("tests", _("Work out all matches"), Permission.EDIT_ANY, "%(number)s found")


@pytest.fixture(autouse=True)
def known_kind(monkeypatch):
    monkeypatch.setitem(jobs.JOB_KINDS, "tests", KIND)


def rows_of(client):
    page = client.get("/jobs/").content.decode()
    return int(re.search(r'data-total="(\d+)"', page)[1]), page


def test_one_sees_ones_own_jobs_and_those_one_may_start(client, rome_officer, manager, adviser):
    Job.objects.create(kind="tests", by=rome_officer)
    Job.objects.create(kind="tests", by=manager)
    for user, total in ((rome_officer, 1), (adviser, 0), (manager, 2)):
        client.force_login(user)
        assert rows_of(client)[0] == total


def test_a_job_tells_how_far_it_is_and_asks_for_itself_until_it_is_over(client, manager):
    job = Job.objects.create(kind="tests", by=manager)
    client.force_login(manager)
    assert "It has not begun yet" in rows_of(client)[1]
    with running(job):
        tell(job, 30, 120)
        page = rows_of(client)[1]
        assert "30 of 120. This page may be closed." in page
        assert 'aria-label="25 %"' in page
        assert 'hx-trigger="every 3s"' in page
        job.message = "7"
    page = rows_of(client)[1]
    assert "7 found" in page
    assert "hx-trigger" not in page[page.index('id="jobs"') :]
    assert job.ended_at is not None


def test_a_job_that_breaks_off_says_so(client, manager):
    job = Job.objects.create(kind="tests", by=manager)
    with pytest.raises(ValueError, match="broken"), running(job):
        raise ValueError("broken")
    job.refresh_from_db()
    assert job.state == "failed"
    client.force_login(manager)
    assert "It broke off" in rows_of(client)[1]


def test_a_second_one_waits_for_nothing_but_is_the_first(manager, django_capture_on_commit_callbacks):
    asked = []
    with django_capture_on_commit_callbacks(execute=True):
        first, second = (start(KIND, asked.append, by=manager) for _click in range(2))
    assert first == second
    assert asked == [first.pk]
    with running(first):
        pass
    assert start(KIND, asked.append, by=manager) != first


def test_what_ended_a_month_ago_is_forgotten_what_goes_on_is_not(manager):
    old, ended, going_on = (Job.objects.create(kind="tests", by=manager) for _number in range(3))
    month_ago = timezone.now() - datetime.timedelta(days=31)
    Job.objects.filter(pk=old.pk).update(state="done", ended_at=month_ago)
    Job.objects.filter(pk=ended.pk).update(state="done", ended_at=timezone.now())
    Job.objects.filter(pk=going_on.pk).update(asked_at=month_ago)
    forget_work()
    assert set(Job.objects.values_list("pk", flat=True)) == {ended.pk, going_on.pk}
