"""Fills an empty database with 20,000 organisations, 100,000 people and 200,000 meetings, to measure against."""

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from associations.models import Organisation
from midla.dashboards.scale import Seeder


class Command(BaseCommand):
    """Refuses where there are organisations; otherwise everything or nothing."""

    help = "Fill an empty database at full size, or at a share of it, for measurements."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--share", type=float, default=1.0, help="part of the full size, such as 0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        if Organisation.objects.exists():
            raise CommandError("There are organisations already. Use an empty database.")
        started = time.monotonic()
        for loader in ("load_territories", "load_words"):
            call_command(loader, stdout=self.stdout)
        with transaction.atomic():
            for step in Seeder(options["share"]).fill():
                self.stdout.write(f"{time.monotonic() - started:6.1f} s  {step}")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
