"""Taking a file in: read, its columns recognised, its rows kept until the import is over or 30 days old."""

import datetime
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from midla.records.forms import readable
from midla.records.importing.columns import check_mapping, known_words, recognised, remembered
from midla.records.importing.tables import read_table
from midla.records.importing.types import IMPORT_TYPES
from midla.records.models import ImportFile, ImportRow

AT_ONCE = 500
KEPT_FOR = datetime.timedelta(days=30)


def take_in(code: str, content: bytes, filename: str, *, user: Any = None) -> ImportFile:
    """Read a file and keep its rows, some hundred at a time. Raises FileRefused."""
    declared = IMPORT_TYPES[code]
    table = read_table(content, known_words(declared.columns).keys())
    headings = [readable(heading) for heading in table.headings]
    known = remembered(user, code, headings, declared.columns) if user is not None else None
    name = readable(PurePath(filename.replace("\\", "/")).name)[-200:]
    file = ImportFile.objects.create(
        user=user,
        kind=code,
        filename=name,
        language=(get_language() or "en")[:2],
        time_zone=timezone.get_current_timezone_name(),
        headings=headings,
        mapping=known or recognised(table, declared.columns),
    )
    for start in range(0, len(table.rows), AT_ONCE):
        rows = table.rows[start : start + AT_ONCE]
        ImportRow.objects.bulk_create(
            [ImportRow(file=file, number=number, cells=[readable(cell) for cell in cells]) for number, cells in rows]
        )
    return file


def check_columns(file: ImportFile) -> None:
    """Raise FileRefused where the columns of a file cannot be read as they are recognised."""
    check_mapping(file.headings, file.mapping, IMPORT_TYPES[file.kind].columns)


def forget_imports(now: Callable[[], datetime.datetime] = timezone.now) -> int:
    """Delete the copies of files that were taken in over 30 days ago; part of the daily work."""
    return ImportFile.objects.filter(created_at__lt=now() - KEPT_FOR).delete()[0]
