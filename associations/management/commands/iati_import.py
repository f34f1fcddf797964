"""Loads existing efforts from a file of IATI activities."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from associations.iati_import import ActivitiesRefused, load_iati
from associations.management.commands.import_initiatives import content_of
from midla.records.errors import Refused


class Command(BaseCommand):
    """Repeatable: what people edited since stays; activities for other countries are counted and left out."""

    help = "Load existing efforts in the programme's countries from IATI activities (XML, version 2.0x)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--good-rows", action="store_true", help="load what fits, leave out the others")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_iati(content_of(options["file"]), good_rows=options["good_rows"])
        except ActivitiesRefused as refused:
            self.tell(refused.problems)
            raise CommandError(str(refused.sentence)) from refused
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused
        self.stdout.write(str(loaded))
        if loaded.problems:
            self.tell(loaded.problems)
            raise CommandError(f"{len(loaded.problems)} activities do not fit and were left out.")

    def tell(self, problems: list[str]) -> None:
        """One sentence for each."""
        for problem in problems:
            self.stderr.write(problem)
