"""The forms in which population figures come: two tidy ones, and the statistical institute's own download."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from midla.records.search import fold

LARGEST_FILE = 60 * 1024 * 1024
LONGEST_LINE = 10_000
MOST_COLUMNS = 100
ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ",;\t"
RECONSTRUCTED, FIRST_PUBLISHED = "reconstructed", "first-published"

# Central and South American citizenships as the statistical institute names them, and their ISO 3166-1 codes.
ISTAT_NAMES = {
    "antigua e barbuda": "AG", "argentina": "AR", "bahamas": "BS", "barbados": "BB", "belize": "BZ", "bolivia": "BO",
    "brasile": "BR", "cile": "CL", "colombia": "CO", "costa rica": "CR", "cuba": "CU", "dominica": "DM",
    "repubblica dominicana": "DO", "ecuador": "EC", "el salvador": "SV", "giamaica": "JM", "grenada": "GD",
    "guatemala": "GT", "guyana": "GY", "haiti": "HT", "honduras": "HN", "messico": "MX", "nicaragua": "NI",
    "panama": "PA", "paraguay": "PY", "peru": "PE", "saint kitts e nevis": "KN", "saint lucia": "LC",
    "saint vincent e grenadine": "VC", "suriname": "SR", "trinidad e tobago": "TT", "uruguay": "UY",
    "venezuela": "VE",
}  # fmt: skip


class FormRefused(Exception):
    """The file is none of the forms; carries the sentence that says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Cell:
    """One number of a file, as text, with where it stood."""

    line: int
    year: str
    territory: str
    territory_name: str
    citizenship: str
    sex: str
    residents: str


@dataclass
class PopulationFile:
    """A file that was recognised: its usual vintage and its cells; `left_out` counts what is none of ours."""

    usual_vintage: str
    cells: Iterator[Cell]
    left_out: dict[str, int]


Row = dict[str, str]


def read(path: Path) -> PopulationFile:
    """Recognise a file by its headings. Raises FormRefused."""
    if path.stat().st_size > LARGEST_FILE:
        raise FormRefused(_("The file is larger than 60 MB."))
    return recognised(text_of(path.read_bytes()))


def text_of(content: bytes) -> IO[str]:
    """The content as text, in whichever usual encoding it is."""
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return io.StringIO(text, newline="")
    raise FormRefused(_("This is not a text file. Save the table as CSV and send that."))


def recognised(text: IO[str]) -> PopulationFile:
    """The form that a file's first line tells."""
    head = text.readline(LONGEST_LINE)
    separator = max(SEPARATORS, key=head.count)
    text.seek(0)
    lines = csv.reader(text, delimiter=separator)
    headings = [fold(heading).replace("_", " ") for heading in next(lines, [])]
    if len(headings) > MOST_COLUMNS:
        raise FormRefused(_("The file has more than 100 columns."))
    if twice := next((name for name in headings if name and headings.count(name) > 1), None):
        raise FormRefused(_("The heading “%(name)s” stands there twice.") % {"name": twice})
    left_out: dict[str, int] = {}
    for needed, vintage, cells in FORMS:
        if set(needed) <= set(headings):
            rows = numbered(lines, headings)
            return PopulationFile(vintage, cells(rows, left_out), left_out)
    raise FormRefused(
        _("The headings are none of those known. The first line names year, territory_code, citizenship_iso, sex and"
          " residents; or it is the institute's own file of citizenships.")
    )  # fmt: skip


def numbered(lines: Iterator[list[str]], headings: list[str]) -> Iterator[tuple[int, Row]]:
    """The rows with the number of their line, each by heading; what is missing at the end is empty."""
    try:
        for number, values in enumerate(lines, 2):
            if any(value.strip() for value in values):
                padded = [*values, *[""] * (len(headings) - len(values))]
                yield number, {name: value.strip() for name, value in zip(headings, padded, strict=False)}
    except csv.Error as error:
        raise FormRefused(_("The file cannot be read as a table: %(why)s.") % {"why": error}) from error


def tidy(territory: str, name: str) -> Callable[[Iterator[tuple[int, Row]], dict[str, int]], Iterator[Cell]]:
    """The reader of a tidy form: one number a line, the sex in a column."""

    def cells(rows: Iterator[tuple[int, Row]], left_out: dict[str, int]) -> Iterator[Cell]:
        for line, row in rows:
            yield Cell(
                line,
                row["year"],
                row[territory],
                row.get(name, ""),
                row["citizenship iso"].upper(),
                row["sex"].upper(),
                row["residents"],
            )

    return cells


def own_form(rows: Iterator[tuple[int, Row]], left_out: dict[str, int]) -> Iterator[Cell]:
    """The institute's own file: men, women and all in three columns; municipalities and other citizenships left out."""
    for line, row in rows:
        # Regions have two digits, provinces three, municipalities six.
        if len(row["codice istat"]) > 3:
            count(left_out, "municipality")
            continue
        citizenship = ISTAT_NAMES.get(fold(row["stato di cittadinanza"]), "")
        if not citizenship:
            count(left_out, "citizenship")
            continue
        for sex, heading in (("M", "maschi"), ("F", "femmine"), ("T", "totale")):
            yield Cell(line, row["anno"], row["codice istat"], row["denominazione"], citizenship, sex, row[heading])


def count(left_out: dict[str, int], what: str) -> None:
    """One more row that is none of ours."""
    left_out[what] = left_out.get(what, 0) + 1


TIDY = ("year", "citizenship iso", "sex", "residents")
FORMS = (
    ((*TIDY, "territory code"), RECONSTRUCTED, tidy("territory code", "territory name")),
    ((*TIDY, "province code"), FIRST_PUBLISHED, tidy("province code", "province name")),
    (
        ("anno", "codice istat", "denominazione", "stato di cittadinanza", "maschi", "femmine", "totale"),
        RECONSTRUCTED,
        own_form,
    ),
)
