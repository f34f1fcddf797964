"""Finds the pairs of records that may be one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from midla.records.double_pairs import refresh_pairs


class Command(BaseCommand):
    """Repeatable: a second run changes nothing; what somebody decided stays decided."""

    help = "Find people and organisations that are probably there twice, for /duplicates/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--changed", action="store_true", help="only what was written since it was compared")

    def handle(self, *args: Any, **options: Any) -> None:
        new, gone = refresh_pairs(changed_only=options["changed"])
        self.stdout.write(f"{new} new pairs, {gone} that are none any more")
