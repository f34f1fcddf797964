"""Reading CSV files as offices send them: usual encodings and separators, headings in four languages, all bounded."""

import codecs
import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TextIO

from django.utils.translation import gettext as _

from midla.records.errors import Refused
from midla.records.search import fold

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 20_000_000, 50_000, 100
# Among so many rows the headings are looked for: offices put a title above them.
MOST_ABOVE = 20
SEPARATORS = ";,\t"
# So many bytes tell how a file is written.
LOOKED_AT = 400
# So many letters are decoded at once.
PIECE = 65_536
# Half a letter, as no text holds it.
SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
# An accented letter, or a quotation mark or dash, in UTF-8: in Windows-1252 nobody writes these signs side by side.
LETTER_IN_UTF_8 = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x90-\xa6]")
# An accented letter as MS-DOS wrote it, which would become a sign such as a cent or a pound within a word.
LETTER_OF_MS_DOS = re.compile(rb"[A-Za-z](?:[\x82\xa1-\xa5][A-Za-z]|\x82[\s;,\"])")
Cells = list[str]
# The lines of a text, from the beginning each time they are asked for.
Lines = Callable[[], Iterable[str]]


class FileRefused(Refused):
    """A file cannot be read as a whole; the sentence says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One row below the headings: its number in the file, and its cells by field."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class CsvFile:
    """What a file holds: the heading of each known field, the unknown headings, the rows that say something."""

    headings: Mapping[str, str]
    unknown: Sequence[str]
    lines: Sequence[Line]


def text_of(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 (as spreadsheets save "Unicode text"), Windows-1252 or Mac Roman."""
    return content.decode(encoding_of(content))


def encoding_of(content: bytes) -> str:
    """What a file is written in. Raises FileRefused where nobody can read it."""
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 20 MB. Divide it into smaller ones."))
    encoding = next((encoding for encoding in encodings_of(content) if is_written_in(content, encoding)), None)
    if encoding is None:
        raise FileRefused(_("The letters of this file cannot be read. Save it as CSV in UTF-8."))
    if any("\x00" in piece for piece in pieces(content, encoding)):
        raise FileRefused(_("This is no text file. Save the table as CSV and choose that file."))
    return encoding


def opened(content: bytes, encoding: str, errors: str = "strict") -> TextIO:
    """The text of a file, read as it is asked for; its lines keep their ends."""
    return io.TextIOWrapper(io.BytesIO(content), encoding, errors, newline="")


def pieces(content: bytes, encoding: str, errors: str = "strict") -> Iterator[str]:
    """The text of a file piece by piece."""
    text = opened(content, encoding, errors)
    while piece := text.read(PIECE):
        yield piece


def encodings_of(content: bytes) -> tuple[str, ...]:
    """What a file may be written in, the likeliest first."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    # Without a mark, every other byte of Latin letters is zero.
    first, second = content[:LOOKED_AT:2], content[1:LOOKED_AT:2]
    if first.count(0) * 10 > len(first) * 9:
        return ("utf-16-be",)
    if second.count(0) * 10 > len(second) * 9:
        return ("utf-16-le",)
    if is_spoiled(content) or LETTER_OF_MS_DOS.search(content):
        return ("utf-8-sig",)
    # Lines that end as on a Macintosh of old come with its letters.
    return ("utf-8-sig", "mac-roman" if b"\r" in content and b"\n" not in content else "cp1252")


def is_spoiled(content: bytes) -> bool:
    """True where some letters are in UTF-8 and some in no way at all: read in another encoding, some would be wrong."""
    wrong = sum(piece.count("\ufffd") for piece in pieces(content, "utf-8", "replace"))
    mixed = any(letters.search(content) for letters in (SURROGATE, LETTER_IN_UTF_8))
    return wrong > 0 and (mixed or beyond_ascii(content) > 2 * wrong)


def beyond_ascii(content: bytes) -> int:
    """How many letters of a file are none of ASCII, read in UTF-8."""
    return sum(not sign.isascii() for piece in pieces(content, "utf-8", "replace") for sign in piece)


def is_written_in(content: bytes, encoding: str) -> bool:
    """True where all the letters of a file can be read in an encoding."""
    try:
        for _piece in pieces(content, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def decoded(content: bytes, encoding: str) -> str | None:
    """The text in one encoding; None where it is in another."""
    return content.decode(encoding) if is_written_in(content, encoding) else None


def records(lines: Lines, separator: str) -> Iterator[Cells]:
    """The rows of a text."""
    number = 1
    try:
        for cells in csv.reader(lines(), delimiter=separator):
            number += 1
            yield cells
    except csv.Error as error:
        raise unpaired(number) from error
    if sum(line.count('"') for line in lines()) % 2 and ends_inside(lines, separator):
        # All that follows the mark would be taken for one cell.
        raise unpaired(number - 1)


def unpaired(row: int) -> FileRefused:
    sentence = _("Row %(row)d cannot be read: a quotation mark may be missing its partner.")
    return FileRefused(sentence % {"row": row})


def ends_inside(lines: Lines, separator: str) -> bool:
    """True where a text ends within quotation marks."""
    try:
        for _cells in csv.reader(lines(), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def letters(place: int) -> str:
    """The name that spreadsheets give a column: A, B … Z, AA."""
    return chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)


def read_csv(text: str, known: Mapping[str, Sequence[str]], needed: str) -> CsvFile:
    """The rows of a text under the headings known: field -> what it may be called. Raises FileRefused.

    `needed` is the field without which no row can be read.
    """
    fields = {fold(word): field for field, words in known.items() for word in words}
    lines = partial(io.StringIO, text, "")
    separator, above = headings_found(lines, fields)
    rows = records(lines, separator)
    heads = narrow([next(rows) for _row in range(above)][-1], above)
    places = places_of(heads, fields)
    if needed not in places:
        sentence = _("No column is called “%(heading)s”. Give the headings in the first row of the file.")
        raise FileRefused(sentence % {"heading": known[needed][0]})
    while not heads[-1].strip():
        heads.pop()
    unknown = [head.strip() or letters(place) for place, head in enumerate(heads) if fold(head) not in fields]
    headings = {field: heads[place].strip() for field, place in places.items()}
    return CsvFile(headings, unknown, list(lines_of(rows, above, places, len(heads))))


def headings_found(lines: Lines, fields: Mapping[str, str]) -> tuple[str, int]:
    """The separator and the number of the row of headings: where most of them are known."""
    best = (0, 0, "")
    for separator in SEPARATORS:
        for number, cells in enumerate(first_records(lines, separator), 1):
            score = len({fields[fold(cell)] for cell in cells if is_heading(cell, fields)})
            if score > best[0]:
                best = (score, number, separator)
    if not best[0]:
        raise FileRefused(_("No heading of this file is known. Name the columns in its first row."))
    return best[2], best[1]


def is_heading(cell: str, fields: Mapping[str, str]) -> bool:
    """True for the name of a column; not where another separator divides it into several."""
    return fold(cell) in fields and not any(sign in cell for sign in SEPARATORS)


def first_records(lines: Lines, separator: str) -> list[Cells]:
    """The rows among which the headings are; none where the text makes no sense with this separator."""
    found: list[Cells] = []
    try:
        found.extend(islice(records(lines, separator), MOST_ABOVE))
    except FileRefused:
        return found
    return found


def narrow(cells: Cells, number: int) -> Cells:
    """The cells of a row. Raises FileRefused where they are too many."""
    if len(cells) > MOST_COLUMNS:
        raise FileRefused(_("Row %(row)d has more than 100 columns. Leave out some.") % {"row": number})
    return cells


def places_of(heads: Sequence[str], fields: Mapping[str, str]) -> dict[str, int]:
    """Which column holds which field. Raises FileRefused where two hold the same, or are called the same."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, head in enumerate(heads):
        if head.strip():
            found[fields.get(fold(head), f"?{head.strip().casefold()}")].append(place)
    for places in found.values():
        if len(places) > 1:
            names = {"heading": heads[places[0]].strip(), "columns": ", ".join(map(letters, places))}
            raise FileRefused(_("The heading “%(heading)s” stands twice: columns %(columns)s. Keep one.") % names)
    return {field: places[0] for field, places in found.items() if not field.startswith("?")}


def lines_of(rows: Iterator[Cells], above: int, places: Mapping[str, int], width: int) -> Iterator[Line]:
    """The rows that say anything, numbered as a spreadsheet numbers them."""
    count = 0
    for number, cells in enumerate(rows, above + 1):
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise FileRefused(_("The file has more than 50,000 rows. Divide it into smaller ones."))
        if any(cell.strip() for cell in narrow(cells, number)[width:]):
            raise FileRefused(_("Row %(row)d has more cells than there are headings.") % {"row": number})
        held = {field: cells[place].strip() for field, place in places.items() if place < len(cells)}
        yield Line(number, held)
