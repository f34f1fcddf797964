"""Issuing a donor report, printing it, and beginning its next edition. What is issued never changes."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from midla.accounts.permissions import Permission
from midla.dashboards.models import Report, ReportFile, ReportState
from midla.dashboards.models.report import NARRATIVES
from midla.dashboards.reporting.files import can_print, first_files
from midla.dashboards.reporting.frozen import freeze
from midla.dashboards.tasks import print_report
from midla.records.actions import create, give, locked
from midla.records.errors import Conflict, Refused
from midla.records.models import Verb
from midla.records.registry import register_condition, register_consequence

COPIED = ("title", "starts_on", "ends_on", "country_id", *NARRATIVES)


@transaction.atomic
def issue(*, report: Report, by: Any, version: int | None = None) -> Report:
    """Freeze what the report counts, and store page and spreadsheet in four languages: all of it or nothing.

    Raises Refused where it is issued already or nothing may be issued, Conflict where it changed since it was read.
    """
    held = locked(report)
    if not by.can(Permission.STEER):
        raise Refused(_("Only a manager can issue reports."))
    refuse_issued(held)
    if version is not None and held.version != version:
        raise Conflict(held)
    held.frozen = freeze(held, by)
    values = {"state": ReportState.ISSUED, "issued_at": timezone.now(), "issued_by_id": by.pk}
    issued = give(held, by=by, values=values, many={})
    ReportFile.objects.bulk_create(first_files(issued, issued.frozen, issued.previous))
    ask_for_print(issued)
    return issued


def ask_for_print(report: Report) -> None:
    """Let a worker make the PDF, which takes seconds; once what it reads is stored."""
    if can_print():
        transaction.on_commit(partial(print_report.enqueue, report.pk))


@transaction.atomic
def begin_edition(*, report: Report, by: Any) -> Report:
    """A draft of the next edition, with what was written; the one that there is already, where somebody began it.

    Raises Refused where the report is not issued: a draft is simply edited.
    """
    held = locked(report)
    if not held.is_issued:
        raise Refused(_("It is still a draft: edit it."))
    begun = Report.objects.kept().filter(previous=held).order_by("pk").first()
    if begun is not None:
        return begun
    values = {name: getattr(held, name) for name in COPIED}
    return create(Report(**values, previous=held, edition=held.edition + 1), by=by)


def refuse_issued(report: Report) -> None:
    """Refuse to change what was issued: form, admin, undo alike."""
    if report.pk and Report.objects.issued().filter(pk=report.pk).exists():
        raise Refused(_("The report is issued and does not change any more. Begin a new edition."))


def keep_issued(report: Report, change: Any) -> None:
    """Refuse to move to the trash what was issued."""
    if change.verb == Verb.TRASHED and report.is_issued:
        raise Refused(_("An issued report is kept: the donor has it."))


register_condition(Report, refuse_issued)
register_consequence(Report, keep_issued)
