"""Taking a file in: read, its columns recognised, its rows kept until the import is over or 30 days old."""

import datetime
from collections.abc import Callable, Sequence
from itertools import chain, compress, repeat
from pathlib import PurePath
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from midla.records.exporting import FORMULA_STARTS
from midla.records.forms import readable
from midla.records.importing.columns import check_mapping, known_words, recognised, remembered
from midla.records.importing.headings import is_reason
from midla.records.importing.planning import AT_ONCE
from midla.records.importing.tables import Anew, Table, opened_table
from midla.records.importing.types import IMPORT_TYPES
from midla.records.models import ImportFile, ImportRow
from midla.records.storing import in_lots, insert

LONGEST_LEFT_OUT = 500
KEPT_FOR = datetime.timedelta(days=30)


def take_in(code: str, content: bytes, filename: str, *, user: Any = None) -> ImportFile:
    """Read a file and keep its rows, some hundred at a time. Raises FileRefused."""
    with opened_table(content, known_words(IMPORT_TYPES[code].columns).keys()) as table:
        return keep(code, without_reasons(table), filename, user=user)


def keep(code: str, table: Table, filename: str, *, user: Any) -> ImportFile:
    """Keep a table as a file of one kind."""
    declared = IMPORT_TYPES[code]
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
        left_out=shortened(table.left_out),
    )
    for rows in in_lots(table.rows, AT_ONCE):
        insert([ImportRow(file=file, number=number, cells=list(map(as_kept, cells))) for number, cells in rows])
    return file


def as_kept(cell: str) -> str:
    """A cell without what spoils the rows it stands in; the apostrophe that keeps spreadsheets from running it goes."""
    kept: str = readable(cell)
    return kept[1:] if kept[:1] == "'" and kept[1:2] in FORMULA_STARTS else kept


def without_reasons(table: Table) -> Table:
    """A table without the column in which our own file says why rows were left out."""
    if not any(map(is_reason, table.headings)):
        return table
    kept = [not is_reason(heading) for heading in table.headings]
    rows = Anew(lambda: ((number, list(compress(cells, chain(kept, repeat(True))))) for number, cells in table.rows))
    return Table(list(compress(table.headings, kept)), rows, table.left_out)


def shortened(names: Sequence[str]) -> str:
    """Names of sheets in one line."""
    return ", ".join(readable(name)[:60] for name in names)[:LONGEST_LEFT_OUT]


def check_columns(file: ImportFile) -> None:
    """Raise FileRefused where the columns of a file cannot be read as they are recognised."""
    check_mapping(file.headings, file.mapping, IMPORT_TYPES[file.kind].columns)


def forget_imports(now: Callable[[], datetime.datetime] = timezone.now) -> int:
    """Delete the copies of files that were taken in over 30 days ago; part of the daily work."""
    return ImportFile.objects.filter(created_at__lt=now() - KEPT_FOR).delete()[0]
