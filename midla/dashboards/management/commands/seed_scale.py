"""Fills an empty database with 20,000 organisations, 100,000 people, 200,000 meetings and more, to measure against."""

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from associations.models import Organisation
from contacts.models import Person
from midla.dashboards.scale import Seeder
from midla.records.indexing import index_set_aside

SMALLEST_SHARE = 0.001
SEARCHED = (
    "associations_organisation",
    "contacts_person",
    "contacts_meeting",
    "contacts_followup",
    "partnerships_resource",
    "partnerships_partnership",
)


class Command(BaseCommand):
    """Refuses where there are organisations or people; otherwise everything or nothing."""

    help = "Fill an empty database at full size, or at a share of it, for measurements."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--share", type=float, default=1.0, help="part of the full size, such as 0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        if not SMALLEST_SHARE <= options["share"] <= 1:
            raise CommandError(f"--share is a part of the full size, from {SMALLEST_SHARE} to 1.")
        if Organisation.objects.exists() or Person.objects.exists():
            raise CommandError("There are organisations or people already. Use an empty database.")
        started = time.monotonic()
        for loader in ("load_territories", "load_words"):
            call_command(loader, stdout=self.stdout)
        with transaction.atomic(), index_set_aside(connection, *SEARCHED):
            for step in Seeder(options["share"]).fill():
                self.stdout.write(f"{time.monotonic() - started:6.1f} s  {step}")
        tidy()
        self.stdout.write(f"{time.monotonic() - started:6.1f} s  in all")


def tidy() -> None:
    """What a database does by itself after a while: it learns the sizes of its tables and what may be skipped."""
    vacuums = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if vacuums else "ANALYZE")
