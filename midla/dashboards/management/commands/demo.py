"""Fills the database with a fictional office, or takes it away."""

import io
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from midla.accounts.demo_users import DOMAIN, PASSWORD
from midla.dashboards.demo.filling import USERS, Demo, refuse_unless_empty
from midla.dashboards.demo.removing import remove
from midla.records.errors import Refused


class Command(BaseCommand):
    """Asks nothing; refuses where there are organisations or people."""

    help = "Fill an empty database with a fictional office, or take it away again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="take the demo away")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.remove() if options["remove"] else self.fill()
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused

    def fill(self) -> None:
        """Load what is missing of the reference data, fill, and say who can sign in."""
        refuse_unless_empty()
        for loader in ("load_territories", "load_words"):
            call_command(loader, verbosity=0, stdout=io.StringIO())
        Demo().fill()
        self.stdout.write(f"Sign in with one of these; the password of all is: {PASSWORD}")
        for _name, key, role, _office, codes in USERS:
            limit = f", sees only {', '.join(codes)}" if codes else ""
            self.stdout.write(f"  {key}@{DOMAIN}  ({role.value}{limit})")

    def remove(self) -> None:
        """Take the demo away."""
        self.stdout.write(f"{remove()} records of the demo removed")
