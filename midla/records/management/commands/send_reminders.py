"""Sends each user the morning's reminder."""

import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from midla.records.fields import FIRST_DAY, LAST_DAY
from midla.records.reminders import NotSent, send_reminders


class Command(BaseCommand):
    """Repeatable: nobody gets two reminders for one day."""

    help = "Send each user what is due by today, once; nothing where nothing is due or no mail server is set."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", help="another day, as 2026-11-24")

    def handle(self, *args: Any, **options: Any) -> None:
        day = day_of(options["day"]) if options["day"] else timezone.localdate()
        if not settings.MAIL_CONFIGURED:
            self.stdout.write("No mail server is set: nothing was sent. Set EMAIL_URL to send reminders.")
            return
        try:
            self.stdout.write(f"{send_reminders(day)} reminders sent")
        except NotSent as error:
            raise CommandError(f"{error}. The log says why; the next run tries again.") from error


def day_of(text: str) -> datetime.date:
    """The day a text names."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is no day: write it as 2026-11-24.") from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise CommandError("The day must lie between 1900 and 2100.")
    return day
