"""Numbers as spreadsheets spoil them: telephones made powers of ten, counts with points, shares as fractions."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from midla.records.importing.days import day_of

SHORTENED = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
WITH_POINT = re.compile(r"(\+?\d{6,15})[.,]0+")
LABEL = re.compile(r"^(?:tel:|[^\W\d_]+[.:]*\s+(?=[+\d(]))|\s*\([^)]*[^\W\d_][^)]*\)\s*$")
GROUPED = re.compile(r"\d{1,3}([.,' ]\d{3})+")
WHOLE = re.compile(r"(\d+)[.,]0+")
FRACTION = re.compile(r"0?[.,](\d{1,4})")
YEAR = re.compile(r"(\d{4})([.,]0+)?")
BETWEEN_NUMBERS = re.compile(r"\s*[;,/|\n]\s*|\s+-\s+|\s+(?:o|e|y|u|or|and|ou|et)\s+")
FEWEST_DIGITS = 6


def number_written(text: str) -> str:
    """A telephone number without what stands beside it. Raises ValidationError where the spreadsheet shortened it."""
    bare = LABEL.sub("", text.strip())
    if SHORTENED.fullmatch(bare):
        raise ValidationError(
            _("The spreadsheet shortened this number. Format the column as text, and write the number again.")
        )
    match = WITH_POINT.fullmatch(bare)
    return match[1] if match else bare


def numbers_written(text: str) -> list[str]:
    """The telephone numbers in a cell that holds several; the cell as one where its parts are none."""
    parts = [part for part in BETWEEN_NUMBERS.split(text) if part.strip()]
    told = [sum(letter.isdigit() for letter in part) for part in parts]
    return list(map(number_written, parts if parts and min(told) >= FEWEST_DIGITS else [text]))


def count_written(text: str) -> str:
    """A whole number without points between the thousands and without “.0”; other text as it is."""
    bare = text.strip()
    if GROUPED.fullmatch(bare):
        return re.sub(r"\D", "", bare)
    match = WHOLE.fullmatch(bare)
    return match[1] if match else bare


def share_written(text: str) -> str:
    """A share in per cent: 45, 45 %, 0.45 as spreadsheets keep it; other text as it is."""
    bare = text.strip().removesuffix("%").strip()
    if match := FRACTION.fullmatch(bare):
        return str(round(float(f"0.{match[1]}") * 100))
    return count_written(bare)


def year_written(text: str) -> str:
    """A year: of a day too; other text as it is."""
    if match := YEAR.fullmatch(text.strip()):
        return match[1]
    try:
        return str(day_of(text).year)
    except ValidationError:
        return text
