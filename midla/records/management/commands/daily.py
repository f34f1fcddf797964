"""Runs the work of every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from midla.records.daily import do_all


class Command(BaseCommand):
    """Repeatable: a server calls it by a timer, `make run` every hour."""

    help = "Empty the trash after 30 days, seal the history, send reminders, forget old drafts, keys and sessions."

    def handle(self, *args: Any, **options: Any) -> None:
        if failed := do_all():
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why; the other steps were done.")
