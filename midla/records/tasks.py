"""What the worker does about doubles. Arguments hold keys."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django_tasks import task

from midla.records.double_pairs import refresh_pairs, refresh_records
from midla.records.jobs import running, tell
from midla.records.models import Job

# The code of its kind of job, declared where permissions are known.
KIND = "find_duplicates"
# More records than so many are found by their versions.
MOST_KEYS = 500


@task()
def find_doubles(job_id: int) -> None:
    """Compare everything, telling how far it is."""
    job = Job.objects.filter(pk=job_id).first()
    if job is not None:
        with running(job):
            new, _gone = refresh_pairs(tell=lambda done, total: tell(job, done, total))
            job.message = str(new)


@task()
def compare_written(label: str, keys: list[int]) -> None:
    """Compare records that were just written."""
    refresh_records(label, keys)


@task()
def compare_changed() -> None:
    """Compare whatever was written since it was compared."""
    refresh_pairs(changed_only=True)


def compare_soon(record: Any, change: Any) -> None:
    """Have a record that was just written compared, whoever wrote it."""
    compare_all_soon([record], [change])


def compare_all_soon(records: Sequence[Any], changes: Sequence[Any]) -> None:
    """The same for records of one model."""
    if not records:
        return
    label, keys = records[0].label(), [record.pk for record in records]
    if len(keys) > MOST_KEYS:
        transaction.on_commit(lambda: compare_changed.enqueue())
    else:
        transaction.on_commit(lambda: compare_written.enqueue(label, keys))
