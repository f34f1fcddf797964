"""What the worker does with matches. Arguments hold keys."""

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from midla.accounts.permissions import Permission
from midla.partnerships import computing
from midla.partnerships.models import Resource
from midla.records.job_kinds import JobKind, register_job
from midla.records.jobs import running, tell
from midla.records.models import Job

MATCH_ALL = register_job(
    JobKind("match_all", _("Work out all matches"), Permission.EDIT_ANY, _("%(number)s pairs are proposed"))
)


@task()
def match_all(job_id: int) -> None:
    """Work out the matches of all needs, telling how far it is."""
    job = Job.objects.filter(pk=job_id).first()
    if job is not None:
        run(job)


def run(job: Job) -> int:
    """Do the job; how many pairs are proposed."""
    with running(job):
        found = computing.match_all(lambda done, total: tell(job, done, total))
        job.message = str(found)
    return found


@task()
def match_one(resource_id: int) -> None:
    """Work out the matches of one need or offer that was written."""
    resource = Resource.objects.filter(pk=resource_id).first()
    if resource is not None:
        computing.match_one(resource)
