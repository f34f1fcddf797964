"""Cells whose formula failed: made text before a spreadsheet is parsed, as the parser takes them for empty ones."""

import io
import re
import zipfile

# What programs show where a formula failed, in any language, and where a number is too wide for its column.
SHOWN = re.compile(r"#(?:N/[AD]|[¡¿]?[A-Z0/]{2,15}[!?])|Err:5\d\d|#{3,}")
# Where the cells of XLSX and of ODS stand.
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml|content\.xml")
# Of XLSX a formula that failed, and one that no program has worked out yet; of ODS one that failed. What stands within
# a cell's first mark is bounded, so that a hostile file takes no time.
FAILED = (
    (b't="e"', re.compile(rb'(<c [^<>]{0,200}?)t="e"'), rb'\1t="str"'),
    (
        b"<f",
        re.compile(rb"(<c (?:(?! t=)[^<>]){0,200})>(?:<f [^<>]*/>|<f(?: [^<>]*)?>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>"),
        rb'\1 t="str"><v>#N/A</v></c>',
    ),
    (b'="error"', re.compile(rb'office:string-value=""([^<>]{0,200}value-type="error")'), rb"\1"),
)


def with_errors_told(path: str) -> str | io.BytesIO:
    """The same file; where formulas failed, a copy in which these cells say how."""
    with zipfile.ZipFile(path) as archive:
        changed = {}
        for name in filter(SHEET.fullmatch, archive.namelist()):
            content, count = told(archive.read(name))
            if count:
                changed[name] = content
        return copied(archive, changed) if changed else path


def told(content: bytes) -> tuple[bytes, int]:
    """A sheet whose failed cells are text, and how many these were."""
    found = 0
    for mark, pattern, text in FAILED:
        # Most sheets hold no such cell, which is seen sooner this way.
        if mark not in content:
            continue
        content, count = pattern.subn(text, content)
        found += count
    return content, found


def copied(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> io.BytesIO:
    """The archive with some members changed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for name in archive.namelist():
            copy.writestr(name, changed.get(name) or archive.read(name))
    written.seek(0)
    return written
