"""Delete for good what has lain in the trash for 30 days."""

from typing import Any

from django.core.management.base import BaseCommand

from midla.records.once import forget_keys
from midla.records.purging import forget_steps, purge_trash


class Command(BaseCommand):
    """Part of the daily work; running it again does no harm."""

    help = "Deletes what was trashed over 30 days ago, with its copies, and one-time keys of old forms."

    def handle(self, *args: Any, **options: Any) -> None:
        purged, left = purge_trash()
        forgotten = forget_keys()
        forget_steps()
        self.stdout.write(f"{purged} deleted, {left} kept because others point at them, {forgotten} old keys forgotten")
