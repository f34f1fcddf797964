"""Seals the history of every full day."""

from typing import Any

from django.core.management.base import BaseCommand

from midla.records.sealing import seal_history


class Command(BaseCommand):
    """Repeatable: a day is sealed once."""

    help = "Seal the history of every full day that is not sealed yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{seal_history()} days sealed")
