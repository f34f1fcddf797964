"""Imports official counts of residents by territory, citizenship, sex and year."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from midla.territories.population import import_population
from midla.territories.population_forms import FormRefused


class Command(BaseCommand):
    """Repeatable: what is stored already stays as it is."""

    help = "Import residents by territory, citizenship, sex and year from a CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--vintage", default="", help="the vintage the figures belong to; usually told by the form")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_population(options["file"], options["vintage"])
        except FormRefused as refused:
            raise CommandError(refused.sentence) from refused
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from error
        for line in report.lines():
            self.stdout.write(line)
        if report.refusals and not (report.added or report.changed or report.same):
            raise CommandError("Nothing was imported.")
