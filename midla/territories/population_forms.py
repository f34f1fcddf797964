"""The forms in which population figures come: two tidy ones, and the statistical institute's own download."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from midla.records.csv_files import decoded, encodings_of
from midla.records.search import fold
from midla.territories.models import Sex

LARGEST_FILE = 60 * 1024 * 1024
# Among so many lines the headings are looked for: offices put a title above them.
MOST_ABOVE = 20
MOST_COLUMNS, LONGEST_HEADING = 100, 200
SEPARATORS = ",;\t|"
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
RECONSTRUCTED, FIRST_PUBLISHED = "reconstructed", "first-published"

# Central and South American citizenships as the statistical institute names them, and their ISO 3166-1 codes.
ISTAT_NAMES = {
    "antigua e barbuda": "AG", "argentina": "AR", "bahamas": "BS", "barbados": "BB", "belize": "BZ", "bolivia": "BO",
    "brasile": "BR", "cile": "CL", "colombia": "CO", "costa rica": "CR", "cuba": "CU", "dominica": "DM",
    "repubblica dominicana": "DO", "ecuador": "EC", "el salvador": "SV", "giamaica": "JM", "grenada": "GD",
    "guatemala": "GT", "guyana": "GY", "haiti": "HT", "honduras": "HN", "messico": "MX", "nicaragua": "NI",
    "panama": "PA", "paraguay": "PY", "peru": "PE", "saint kitts e nevis": "KN", "saint lucia": "LC",
    "santa lucia": "LC", "saint vincent e grenadine": "VC", "suriname": "SR", "trinidad e tobago": "TT",
    "uruguay": "UY", "venezuela": "VE",
}  # fmt: skip

# Their numbers with the institute, which stay where a name is written otherwise.
ISTAT_NUMBERS = {
    "503": "AG", "505": "BS", "506": "BB", "507": "BZ", "513": "CR", "514": "CU", "515": "DM", "516": "DO", "517": "SV",
    "518": "JM", "519": "GD", "523": "GT", "524": "HT", "525": "HN", "527": "MX", "529": "NI", "530": "PA", "532": "LC",
    "533": "VC", "534": "KN", "602": "AR", "604": "BO", "605": "BR", "606": "CL", "608": "CO", "609": "EC", "612": "GY",
    "614": "PY", "615": "PE", "616": "SR", "617": "TT", "618": "UY", "619": "VE",
}  # fmt: skip
# How it calls the part of the world they are in.
OUR_ZONE = "america centro meridionale"

# The five parts into which the institute divides Italy: sums of regions, which are none of our territories.
PARTS_OF_ITALY = {"nord ovest", "nord est", "centro", "sud", "isole"}
# Thousands set apart by points, marks or spaces of any width.
THOUSANDS = re.compile(r"\d{1,3}(?:[.'’ \u00a0\u2009\u202f]\d{3})+")
# How men, women and all are written: letters, the institute's codes, words in four languages.
SEXES = {
    Sex.MEN: "m 1 male males man men maschio maschi uomini hombre hombres masculino masculin homme hommes",
    Sex.WOMEN: "f 2 w female females woman women femmina femmine donne mujer mujeres femenino feminin femme femmes",
    Sex.ALL: "t 9 _t total totale tot all both entrambi ambos ensemble tous todos",
}
SEX_WORDS = {word: sex for sex, words in SEXES.items() for word in words.split()}


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
    """A file that was recognised: its usual vintage and its cells; `left_out` counts what is none of ours.

    `lines` is about how many lines it has.
    """

    usual_vintage: str
    cells: Iterator[Cell]
    left_out: dict[str, int]
    lines: int


Row = dict[str, str]
Rows = Iterator[tuple[int, Row]]


def read(path: Path) -> bytes:
    """The content of a file. Raises FormRefused."""
    if path.stat().st_size > LARGEST_FILE:
        raise FormRefused(_("The file is larger than 60 MB."))
    return path.read_bytes()


def text_of(content: bytes) -> str:
    """The content as text, in whichever usual encoding it is. Raises FormRefused."""
    found = (decoded(content, encoding) for encoding in encodings_of(content))
    text = next((text for text in found if text is not None), None)
    if text is None or "\0" in text:
        raise FormRefused(_("This is not a text file. Save the table as CSV and send that."))
    return text


def recognised(content: bytes) -> PopulationFile:
    """The form that the headings tell. Raises FormRefused where they tell none."""
    text = text_of(content)
    for separator in SEPARATORS:
        for above, headings in enumerate(first_lines(text, separator)):
            for needed, vintage, cells in FORMS:
                if set(needed) <= set(headings):
                    check_headings(headings)
                    left_out: dict[str, int] = {}
                    rows = numbered(text, separator, above, headings)
                    return PopulationFile(vintage, cells(rows, left_out), left_out, text.count("\n"))
    raise FormRefused(
        _("The headings are none of those known. The first line names year, territory_code, citizenship_iso, sex and"
          " residents; or it is the institute's own file of citizenships.")
    )  # fmt: skip


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text one after the other: to read it as a file would hold it four times."""
    return (found[0] for found in LINE.finditer(text))


def first_lines(text: str, separator: str) -> Iterator[list[str]]:
    """The lines among which the headings are, folded; as many as make sense with this separator."""
    try:
        for cells in islice(csv.reader(lines_of(text), delimiter=separator), MOST_ABOVE):
            yield [fold(cell[:LONGEST_HEADING]).replace("_", " ").strip() for cell in cells[: MOST_COLUMNS + 1]]
    except csv.Error:
        return


def check_headings(headings: list[str]) -> None:
    """Refuse a table that is too wide, or that calls two columns the same."""
    if len(headings) > MOST_COLUMNS:
        raise FormRefused(_("The file has more than 100 columns."))
    if twice := next((name for name in headings if name and headings.count(name) > 1), None):
        raise FormRefused(_("The heading “%(name)s” stands there twice.") % {"name": twice})


def numbered(text: str, separator: str, above: int, headings: list[str]) -> Iterator[tuple[int, Row]]:
    """The rows below the headings with the number of their line, each by heading; what is missing is empty."""
    lines = csv.reader(lines_of(text), delimiter=separator)
    try:
        for values in islice(lines, above + 1, None):
            if any(value.strip() for value in values):
                padded = [*values, *[""] * (len(headings) - len(values))]
                yield lines.line_num, {name: value.strip() for name, value in zip(headings, padded, strict=False)}
    except csv.Error as error:
        raise FormRefused(_("The file cannot be read as a table: %(why)s.") % {"why": error}) from error


def tidy(territory: str, name: str, digits: int = 0) -> Callable[[Rows, dict[str, int]], Iterator[Cell]]:
    """The reader of a tidy form: one number a line, the sex in a column.

    `digits`: how many a code has, where all are of one kind, so that zeros a spreadsheet took away can be put back.
    """

    def cells(rows: Rows, left_out: dict[str, int]) -> Iterator[Cell]:
        for line, row in rows:
            yield Cell(
                line,
                row["year"],
                row[territory].zfill(digits) if row[territory] else "",
                row.get(name, ""),
                row["citizenship iso"].upper(),
                sex_of(row["sex"]),
                row["residents"],
            )

    return cells


@lru_cache(maxsize=64)
def sex_of(text: str) -> str:
    """Men, women or all, however it is written; as it was where it is none of them."""
    return SEX_WORDS.get(fold(text), text)


def own_form(rows: Rows, left_out: dict[str, int]) -> Iterator[Cell]:
    """The institute's own file: men, women and all in three columns; what is none of ours is left out."""
    for line, row in rows:
        if what := none_of_ours(row):
            left_out[what] = left_out.get(what, 0) + 1
            continue
        citizenship = own_citizenship(row) or row["stato di cittadinanza"]
        for sex, heading in ((Sex.MEN, "maschi"), (Sex.WOMEN, "femmine"), (Sex.ALL, "totale")):
            residents = own_number(row[heading])
            yield Cell(line, row["anno"], row["codice istat"], row["denominazione"], citizenship, sex, residents)


def own_citizenship(row: Row) -> str:
    """The country of a row of the institute's, by its name or its number; empty where it is none of ours."""
    name, number = fold(row["stato di cittadinanza"]), row.get("codice stato di cittadinanza", "")
    return ISTAT_NAMES.get(name) or ISTAT_NUMBERS.get(number, "")


def own_number(text: str) -> str:
    """A number as the institute writes it: thousands may be set apart, a dash says that there is nobody."""
    if text == "-":
        return "0"
    return re.sub(r"\D", "", text) if THOUSANDS.fullmatch(text) else text


def none_of_ours(row: Row) -> str:
    """What a row of the institute's is about that is not kept: municipalities, parts of Italy, other citizenships."""
    # Regions have two digits, provinces three, municipalities six.
    if len(row["codice istat"]) > 3:
        return "municipality"
    if fold(row["denominazione"]).replace("-", " ") in PARTS_OF_ITALY:
        return "part of italy"
    # One of our part of the world that is not known is refused, and not left out in silence.
    ours = own_citizenship(row) or fold(row.get("zona", "")).replace("-", " ") == OUR_ZONE
    return "" if ours else "citizenship"


TIDY = ("year", "citizenship iso", "sex", "residents")
FORMS = (
    ((*TIDY, "territory code"), RECONSTRUCTED, tidy("territory code", "territory name")),
    ((*TIDY, "province code"), FIRST_PUBLISHED, tidy("province code", "province name", 3)),
    (
        ("anno", "codice istat", "denominazione", "stato di cittadinanza", "maschi", "femmine", "totale"),
        RECONSTRUCTED,
        own_form,
    ),
)
