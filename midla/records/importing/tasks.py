"""Imports behind the pages: looking through a file, and writing it. Arguments hold keys."""

from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from midla.records.errors import Refused
from midla.records.importing.planning import make_plan
from midla.records.importing.writing import carry_out
from midla.records.jobs import running, tell
from midla.records.models import ImportFile, ImportState, Job, JobState

# The code of its kind of job, declared where permissions are known.
KIND = "import"


@task()
def go_on(job_id: int) -> None:
    """Do the step that an import is at. Broken off, it is asked for again and goes on: what is written is written."""
    file = ImportFile.objects.select_related("job", "user", "batch").filter(job_id=job_id).first()
    if file is not None and file.job is not None:
        with translation.override(file.language), timezone.override(file.time_zone), running(file.job):
            step(file, file.job)


def step(file: ImportFile, job: Job) -> None:
    """Look through the file, or write it; a sentence is kept where that cannot be."""
    try:
        if file.state == ImportState.PLANNING:
            make_plan(file, lambda done: tell(job, done))
        elif file.state == ImportState.WRITING:
            job.message = str(carry_out(file, by=file.user, good_rows=file.good_rows).size)
    except Refused as refused:
        back = ImportState.READ if file.state == ImportState.PLANNING else ImportState.PLANNED
        ImportFile.objects.filter(pk=file.pk).update(state=back, sentence=str(refused.sentence)[:500])
    else:
        job.done = job.total or 0


@transaction.atomic
def ask_for(file: ImportFile, state: ImportState, *, good_rows: bool = False) -> None:
    """Have the worker do a step; one that was broken off before is ended."""
    held = ImportFile.objects.select_for_update().get(pk=file.pk)
    if held.batch_id is not None:
        return
    Job.objects.filter(pk=held.job_id).live().update(state=JobState.FAILED, ended_at=timezone.now())
    held.job = Job.objects.create(kind=KIND, by=held.user, total=held.rows.count())
    held.state, held.good_rows, held.sentence = state, good_rows, ""
    held.save(update_fields=["job", "state", "good_rows", "sentence"])
    key = held.job.pk
    transaction.on_commit(lambda: go_on.enqueue(key))
