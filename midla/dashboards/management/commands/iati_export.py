"""Writes the partnerships as IATI 2.03 activities."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from associations.models import Organisation
from midla.dashboards.iati.activities import iati_file
from midla.partnerships.models import Partnership


class Command(BaseCommand):
    """The whole programme's; a manager downloads what they see from the results page."""

    help = "Write the agreed, active and completed partnerships as IATI 2.03 activities, without natural persons."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", metavar="FILE", help="where to write; without it to the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        content = iati_file(Partnership.objects.kept(), Organisation.objects.kept())
        if not options["out"]:
            self.stdout.write(content.decode())
            return
        try:
            Path(options["out"]).write_bytes(content)
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{options['out']}: {content.count(b'<iati-activity ')} activities")
