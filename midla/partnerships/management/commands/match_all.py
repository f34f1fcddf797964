"""Works out all matches at once, as the button on the page of matching does by the worker."""

from typing import Any

from django.core.management.base import BaseCommand

from midla.partnerships.tasks import MATCH_ALL, run
from midla.records.models import Job


class Command(BaseCommand):
    """Repeatable; what was decided about a pair stays."""

    help = "Work out the matches of every open need."

    def handle(self, *args: Any, **options: Any) -> None:
        found = run(Job.objects.create(kind=MATCH_ALL.code))
        self.stdout.write(str(MATCH_ALL.result) % {"number": found})
