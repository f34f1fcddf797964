"""Works out derived rows anew."""

from typing import Any

from django.core.management.base import BaseCommand

from midla.records.registry import RECOUNTS


class Command(BaseCommand):
    """Repeatable: where everything is right it changes nothing."""

    help = "Work out anew what rests on other records, such as the dates of engagement."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, recount in RECOUNTS.items():
            self.stdout.write(f"{name}: {recount()} mended")
