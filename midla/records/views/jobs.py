"""Long work: one's own, and that which one may start; how far each is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from midla.records.jobs import label_of, result_of
from midla.records.models import Job, JobState
from midla.ui.marks import grouped

MOST_ROWS = 50
KINDS = {JobState.WAITING: "plain", JobState.RUNNING: "note", JobState.DONE: "good", JobState.FAILED: "bad"}


@dataclass(frozen=True)
class JobLine:
    """One job as its page shows it."""

    job: Job

    @property
    def label(self) -> str:
        return label_of(self.job)

    @property
    def kind(self) -> str:
        """The look of its state."""
        return KINDS[JobState(self.job.state)]

    @property
    def text(self) -> str:
        """How far it is, or what came of it."""
        if self.job.state == JobState.FAILED:
            return _("It broke off: start it once more. What was done before stays.")
        if self.job.total is None:
            return result_of(self.job) or _("It has not begun yet. This page may be closed.")
        shown = {"done": grouped(self.job.done), "total": grouped(self.job.total)}
        if self.job.is_live:
            return _("%(done)s of %(total)s. This page may be closed.") % shown
        return result_of(self.job) or _("%(done)s of %(total)s.") % shown


def jobs(request: HttpRequest) -> HttpResponse:
    """The newest jobs that the reader may see; the page asks for itself anew while one is not over."""
    seen = Job.objects.visible_to(request.user)
    lines = [JobLine(job) for job in seen.select_related("by")[:MOST_ROWS]]
    context = {"lines": lines, "total": seen.count(), "live": any(line.job.is_live for line in lines)}
    return render(request, "records/jobs.html", context)
