"""What the worker does with files of official counts. Arguments hold keys."""

from django.utils import timezone, translation
from django_tasks import task

from midla.dashboards.actions import population
from midla.records.errors import Refused
from midla.records.jobs import running, tell
from midla.records.models import ImportFile, ImportState, Job
from midla.territories.population_forms import FormRefused


@task()
def import_figures(job_id: int) -> None:
    """Do the step that a file of official counts is at. Broken off, it is asked for again: nothing is half written."""
    file = ImportFile.objects.select_related("job", "user").filter(job_id=job_id, kind=population.KIND).first()
    if file is not None and file.job is not None:
        with translation.override(file.language), timezone.override(file.time_zone), running(file.job):
            do_step(file, file.job)


def do_step(file: ImportFile, job: Job) -> None:
    """Look through the file, or write it; where that cannot be, a sentence is kept."""

    def progress(done: int, total: int) -> None:
        tell(job, done, total)

    try:
        if file.state == ImportState.PLANNING:
            population.plan(file, progress)
        elif file.state == ImportState.WRITING:
            job.message = str(population.carry_out(file, progress))
    except (FormRefused, Refused) as refused:
        back = ImportState.READ if file.state == ImportState.PLANNING else ImportState.PLANNED
        ImportFile.objects.filter(pk=file.pk).update(state=back, sentence=str(refused.sentence)[:500])
    else:
        job.done = job.total or 0
