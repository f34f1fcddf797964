"""Bringing in official counts: a file is kept, looked through behind the page, and written when somebody says so.

What is done twice does no harm: numbers that are there already stay as they are.
"""

import zlib
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from midla.accounts.permissions import Permission
from midla.records.errors import Refused
from midla.records.forms import readable
from midla.records.job_kinds import JobKind, register_job
from midla.records.models import ImportFile, ImportState, Job, JobState
from midla.territories.population import Report, Taken, Tell, taken

# Figures are reference data: who looks after word lists brings them in.
POPULATION = register_job(
    JobKind(
        "population",
        gettext_lazy("Import of official counts"),
        Permission.WORDS,
        gettext_lazy("%(number)s figures written"),
    )
)
KIND = POPULATION.code
MOST_TOLD = 200
COUNTS = ("added", "changed", "same", "refusals")


def take_in(content: bytes, filename: str, vintage: str, *, by: Any) -> ImportFile:
    """Keep a file, to be looked through."""
    return ImportFile.objects.create(
        user=by,
        kind=KIND,
        filename=readable(filename)[-200:],
        language=(get_language() or "en")[:2],
        time_zone=timezone.get_current_timezone_name(),
        content=zlib.compress(content),
        report={"asked": vintage},
    )


@transaction.atomic
def ask_for(file: ImportFile, state: ImportState, enqueue: Any) -> None:
    """Have the worker do a step; one that was broken off before is ended."""
    held = ImportFile.objects.select_for_update().get(pk=file.pk)
    if held.state == ImportState.WRITTEN:
        return
    Job.objects.filter(pk=held.job_id).live().update(state=JobState.FAILED, ended_at=timezone.now())
    held.job = Job.objects.create(kind=KIND, by=held.user)
    held.state, held.sentence = state, ""
    held.save(update_fields=["job", "state", "sentence"])
    key = held.job.pk
    transaction.on_commit(lambda: enqueue(key))


def plan(file: ImportFile, tell: Tell) -> None:
    """Look through a file and keep what importing it would do."""
    report = numbers_of(file, tell).compared()
    told = {**told_of(file), **kept(report)}
    ImportFile.objects.filter(pk=file.pk).update(state=ImportState.PLANNED, report=told)


def carry_out(file: ImportFile, tell: Tell) -> int:
    """Write the numbers as the plan showed them; how many. The copy of the file goes with it."""
    numbers, planned = numbers_of(file, tell), told_of(file)
    with transaction.atomic():
        report = numbers.written()
        told = kept(report)
        if any(told[name] != planned[name] for name in COUNTS):
            raise Refused(_("The figures were changed meanwhile. Look through the file again: nothing was written."))
        done = {"state": ImportState.WRITTEN, "report": {**planned, **told}, "content": None}
        ImportFile.objects.filter(pk=file.pk).update(**done)
    return report.writes


def numbers_of(file: ImportFile, tell: Tell) -> Taken:
    """What a file holds, for the vintage that was asked for."""
    return taken(zlib.decompress(file.content or b""), told_of(file)["asked"], tell)


def told_of(file: ImportFile) -> dict[str, Any]:
    """What is kept of a file: the vintage asked for, and once it was looked through what that showed."""
    return file.report or {"asked": ""}


def kept(report: Report) -> dict[str, Any]:
    """A report as it is kept: counts and sentences, of very many the first."""
    return {
        "vintage": str(report.vintage),
        "code": report.vintage.code,
        "is_new": report.vintage.pk is None,
        "left_out": report.left_out_words,
        "refused": report.refused,
        "mismatches": report.mismatches[:MOST_TOLD],
        "mismatched": len(report.mismatches),
        **{name: getattr(report, name) for name in COUNTS},
    }
