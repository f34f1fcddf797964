"""Spreadsheets (XLSX, ODS): looked into before they are parsed, then parsed by a process that may not harm this one."""

import json
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from midla.records.csv_files import MOST_BYTES, Cells, FileRefused

ZIP_BEGINS = b"PK"
# The name of a member of every workbook but those of open documents.
WORKBOOK = b"xl/workbook"
MOST_MEMBERS, AT_ONCE = 500, 256 * 1024
SECONDS = 30
# A document type declares entities, by which a short file becomes a long one; no spreadsheet needs it.
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
XML = (".xml", ".rels", ".vml")


# The rows of each sheet by its name, from the beginning each time they are asked for.
Sheets = dict[str, Callable[[], Iterator[Cells]]]


@contextmanager
def opened_sheets(content: bytes) -> Iterator[Sheets]:
    """Every visible sheet that has any rows; they can be read while this lasts. Raises FileRefused."""
    # The reader is told which of the two it is, so that it can say what is wrong.
    suffix = ".xlsx" if WORKBOOK in content else ".ods"
    with tempfile.TemporaryFile() as written:
        with tempfile.NamedTemporaryFile(suffix=suffix) as file:
            file.write(content)
            file.flush()
            look_into(Path(file.name))
            parse(Path(file.name), written)
        yield by_name(written)


def look_into(path: Path) -> None:
    """Refuse what opens to more than may be, holds macros or declares entities; by reading, not by what headers say."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise FileRefused(too_large())
            refuse_macros([member.filename for member in members])
            left = MOST_BYTES
            for member in members:
                left = read_through(archive, member, left)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise FileRefused(damaged()) from error


def read_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Open one member to its end; how many bytes the others may still have."""
    tail = b""
    with archive.open(member) as opened:
        while piece := opened.read(AT_ONCE):
            left -= len(piece)
            if left < 0:
                raise FileRefused(too_large())
            # Of text in two bytes a letter, the zeros are left out.
            seen = (tail + piece).replace(b"\0", b"").upper()
            if member.filename.lower().endswith(XML) and any(word in seen for word in DECLARATIONS):
                raise FileRefused(_("This file declares a document type, which no table needs. Save it once more."))
            tail = piece[-32:]
    return left


def refuse_macros(names: list[str]) -> None:
    """Programs in a spreadsheet are nothing to import."""
    if any(name.lower().endswith("vbaproject.bin") or name.lower().startswith("basic/") for name in names):
        raise FileRefused(_("This file holds macros. Save it as XLSX without them, and choose that file."))


def parse(path: Path, written: IO[bytes]) -> None:
    """Have a child process, bounded in memory and time, write the lines of a spreadsheet into a file."""
    command = [sys.executable, "-m", "midla.records.importing.sheet_child", str(path)]
    try:
        done = subprocess.run(
            command,
            stdout=written,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
            cwd=settings.BASE_DIR,
            env={"PATH": ""},
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(too_large()) from error
    if done.returncode != 0:
        raise FileRefused(reason(done.stderr))
    if written.tell() > 2 * MOST_BYTES:
        raise FileRefused(too_large())


def by_name(written: IO[bytes]) -> Sheets:
    """Where the rows of each sheet begin: below the line that names it."""
    written.seek(0)
    sheets: Sheets = {}
    while line := written.readline():
        if is_name(line):
            sheets[json.loads(line)] = partial(rows_from, written, written.tell())
    return sheets


def rows_from(written: IO[bytes], place: int) -> Iterator[Cells]:
    """The rows from one place on, to the end of the sheet."""
    written.seek(place)
    return map(json.loads, takewhile(lambda line: not is_name(line), written))


def is_name(line: bytes) -> bool:
    """True for the line that names a sheet; the others are lists."""
    return line.startswith(b'"')


def reason(told: bytes) -> str:
    """Why the child gave up; where it says nothing it was ended for taking too much."""
    if told.strip().endswith(b"locked"):
        return locked()
    if told.strip().endswith(b"no table"):
        return _("There is no table in this file. Save it as XLSX, ODS or CSV.")
    return damaged() if told.strip().endswith(b"damaged") else too_large()


def locked() -> str:
    return _("The file is locked with a password. Save it without one, and choose that file.")


def too_large() -> str:
    return _("The file opens to more than can be read: 20 MB, 50,000 rows, 100 columns. Divide it into smaller ones.")


def damaged() -> str:
    return _("The file is damaged, or no spreadsheet. Save it as XLSX, ODS or CSV once more.")
