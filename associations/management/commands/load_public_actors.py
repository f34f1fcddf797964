"""Adds Italy's regions and provincial capitals as partner actors."""

from typing import Any

from django.core.management.base import BaseCommand

from associations.public_actors import load_public_actors


class Command(BaseCommand):
    """Repeatable: what is there, or lies in the trash, is left as it is."""

    help = "Add the regions and provincial capitals of Italy as partner actors; never overwrites an edit."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_public_actors()} public bodies added")
