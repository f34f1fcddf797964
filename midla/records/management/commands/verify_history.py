"""Holds the history against its seals."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from midla.records.sealing import verify_history


class Command(BaseCommand):
    """Reads only."""

    help = "Say whether the history is what was sealed; exits with 1 where it is not."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = 0
        for sentence in verify_history():
            self.stdout.write(sentence)
            problems += 1
        if problems:
            raise CommandError(f"{problems} differences from what was sealed.")
        self.stdout.write("The history is what was sealed.")
