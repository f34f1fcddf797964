"""Long work that shows how far it is, and can be left and found again.

An app declares a kind of job with the permission that starting one takes; a page calls `start`, and the task does its
work inside `running`, telling now and then how much is done.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from midla.records.job_kinds import JOB_KINDS, JobKind
from midla.records.models.job import Job, JobState


def label_of(job: Job) -> str:
    """What a job does, in words."""
    known = JOB_KINDS.get(job.kind)
    return str(known.label) if known else job.kind


def result_of(job: Job) -> str:
    """What came of a job that is done, in words."""
    known = JOB_KINDS.get(job.kind)
    is_told = known is not None and job.state == JobState.DONE and job.message
    return str(known.result) % {"number": job.message} if known and is_told else ""


@transaction.atomic
def start(kind: JobKind, enqueue: Callable[[int], object], *, by: Any) -> Job:
    """Ask for a job, whose key `enqueue` hands to the worker; where one of its kind is not over yet, that one."""
    going_on = Job.objects.filter(kind=kind.code).live().first()
    if going_on is not None:
        return going_on
    job = Job.objects.create(kind=kind.code, by=by)
    transaction.on_commit(lambda: enqueue(job.pk))
    return job


@contextmanager
def running(job: Job) -> Iterator[Job]:
    """While a job is done: it runs, then it is done; whatever breaks it off leaves it failed, and goes on breaking."""
    job.state, job.began_at = JobState.RUNNING, timezone.now()
    job.save()
    ended = JobState.FAILED
    try:
        yield job
        ended = JobState.DONE
    finally:
        job.state, job.ended_at = ended, timezone.now()
        job.save()


def tell(job: Job, done: int, total: int | None = None) -> None:
    """Say how much is done."""
    job.done, job.total = done, job.total if total is None else total
    job.save(update_fields=["done", "total"])
