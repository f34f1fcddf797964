"""Adds existing efforts from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from associations.initiative_import import Verdict, carry_out, plan_import
from midla.records.csv_files import MOST_BYTES, text_of
from midla.records.errors import Refused


def content_of(path: str, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file, at most one more than may be; CommandError where it cannot be opened."""
    try:
        with Path(path).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


class Command(BaseCommand):
    """All or nothing, unless told to take the rows that fit; what is there already is not added again."""

    help = "Add existing efforts from a CSV file; importing a file twice adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--good-rows", action="store_true", help="add the rows that fit, leave out the others")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = plan_import(text_of(content_of(options["file"])))
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused
        for name in plan.unknown:
            self.stdout.write(f"Column left out, because its heading is not known: {name}")
        refused_rows = plan.of(Verdict.REFUSED)
        for row in refused_rows:
            self.stderr.write(row.sentence)
        if refused_rows and not options["good_rows"]:
            raise CommandError(f"{len(refused_rows)} rows do not fit; nothing was added.")
        for row in plan.of(Verdict.CREATE):
            if row.why:
                self.stdout.write(row.sentence)
        added = carry_out(plan, by=None).size
        self.stdout.write(f"{added} added, {plan.counts[Verdict.THERE]} there already")
        if refused_rows:
            raise CommandError(f"{len(refused_rows)} rows do not fit and were left out.")
