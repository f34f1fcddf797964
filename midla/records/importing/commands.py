"""What the commands that import have in common: all or nothing, one sentence a problem."""

from pathlib import Path
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from midla.records.csv_files import MOST_BYTES
from midla.records.errors import Refused
from midla.records.importing.columns import unknown
from midla.records.importing.planning import make_plan
from midla.records.importing.staging import take_in
from midla.records.importing.types import IMPORT_TYPES
from midla.records.importing.writing import carry_out
from midla.records.models import ImportFile, Verdict


def content_of(path: str) -> bytes:
    """The bytes of a file, at most one more than may be; CommandError where it cannot be opened."""
    try:
        with Path(path).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


class ImportCommand(BaseCommand):
    """Imports one file: CSV, XLSX, ODS or vCard. Importing it twice adds nothing."""

    code: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--good-rows", action="store_true", help="import the rows that fit, leave out the others")
        parser.add_argument("--by", metavar="EMAIL", help="the user who imports, with their permissions and limit")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take in, plan, write. What was staged is forgotten at once, unless somebody can see it on their page."""
        user = self.user(options["by"])
        content, file = content_of(options["file"]), None
        try:
            file = take_in(self.code, content, options["file"], user=user)
            make_plan(file)
            self.tell(file)
            self.write(file, user, good_rows=options["good_rows"])
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused
        finally:
            if file is not None and user is None:
                file.delete()

    def user(self, email: str | None) -> Any:
        """Who imports; nobody where none is named."""
        if not email:
            return None
        found = get_user_model()._default_manager.filter(email__iexact=email, is_active=True).first()
        if found is None:
            raise CommandError(f"No active user has the address {email}.")
        if not found.can(IMPORT_TYPES[self.code].permission):
            raise CommandError(f"{email} may not import files.")
        return found

    def tell(self, file: ImportFile) -> None:
        """Name the columns that are left out, and the rows that are not written as they stand."""
        for heading in unknown(file.headings, file.mapping):
            self.stdout.write(f"Column left out, because its heading is not known: {heading}")
        if file.left_out:
            self.stdout.write(f"Sheets left out, because only one is read: {file.left_out}")
        for row in file.rows.of(Verdict.DOUBT):
            self.stdout.write(f"Row {row.number}, possibly a double, left out: {row.why}")
        for row in file.rows.of(Verdict.REFUSED):
            self.stderr.write(f"Row {row.number}: {row.why}")

    def write(self, file: ImportFile, user: Any, *, good_rows: bool) -> None:
        """Write what fits, and say how much that was."""
        count = {verdict: file.rows.of(verdict).count() for verdict in Verdict}
        refused = count[Verdict.REFUSED]
        if refused and not good_rows:
            raise CommandError(f"{refused} rows do not fit; nothing was imported.")
        carry_out(file, by=user, good_rows=good_rows)
        self.stdout.write(
            f"{count[Verdict.CREATE]} added, {count[Verdict.UPDATE]} completed, {count[Verdict.THERE]} there already, "
            f"{count[Verdict.DOUBT]} possibly doubles"
        )
        if refused:
            raise CommandError(f"{refused} rows do not fit and were left out.")
