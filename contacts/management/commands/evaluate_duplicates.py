"""Measures the rules for doubles by a file in which it is known who is who."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contacts import labelled_people
from midla.records.errors import Refused


class Command(BaseCommand):
    """Reads and counts; nothing is stored."""

    help = (
        "Print precision, recall and F1 of the rules for doubles, by a CSV file with the headings of people, an id,"
        " a cluster (rows of one cluster are one person), and optionally a source (then only pairs across sources)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = labelled_people.read(options["file"])
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused
        for line in labelled_people.told(labelled_people.measure(rows)):
            self.stdout.write(line)
