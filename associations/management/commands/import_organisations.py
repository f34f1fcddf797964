"""Imports organisations from a file."""

from midla.records.importing.commands import ImportCommand


class Command(ImportCommand):
    """All or nothing, unless told to take the rows that fit."""

    help = "Import organisations from a CSV, XLSX, ODS or vCard file; importing a file twice adds nothing."
    code = "organisations"
