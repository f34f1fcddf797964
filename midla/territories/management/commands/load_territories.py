"""Loads countries, subdivisions, regions, provinces and municipalities."""

from typing import Any

from django.core.management.base import BaseCommand

from midla.territories.loading import load_territories


class Command(BaseCommand):
    """Repeatable; values that somebody edited stay as they are."""

    help = "Load the territories; never overwrites an edit."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, result in load_territories().items():
            self.stdout.write(f"{name}: {result}")
