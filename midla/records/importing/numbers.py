"""Numbers as spreadsheets spoil them: telephones made numbers, counts with points, shares as fractions."""

import re
from collections.abc import Iterable

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from midla.records.importing.days import day_of
from midla.records.phones import ITALY

SHORTENED = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
WITH_POINT = re.compile(r"(\+?\d{6,15})[.,]0+")
LABEL = re.compile(r"^(?:tel:|[^\W\d_]+[.:]*\s+(?=[+\d(]))|\s*\([^)]*[^\W\d_][^)]*\)\s*$")
GROUPED = re.compile(r"\d{1,3}([.,' ]\d{3})+")
WHOLE = re.compile(r"(\d+)[.,]0+")
FRACTION = re.compile(r"0?[.,](\d+)")
DECIMAL = re.compile(r"\d{1,2}[.,]\d{1,2}")
ALL_OR_LITTLE = re.compile(r"1(?:[.,]0+)?")
# 1:30, 1:30:00; 1 h 30, 2 ore; 90 min.
HOURS = re.compile(
    r"(?P<hours>\d{1,2})(?::(?P<beyond>\d{2})(?::\d{2})?|\s?(?:h|hrs?|hours?|ore|ora|horas?|heures?)\.?"
    r"(?:\s?[ey]?\s?(?P<minutes>\d{1,2})\s?(?:m|min|minut[a-z]*)?\.?)?)",
    re.I | re.ASCII,
)
MINUTES = re.compile(r"(\d{1,4})\s?(?:'|′|m|min|minut[a-z]*)\.?", re.I | re.ASCII)
YEAR = re.compile(r"(\d{4})([.,]0+)?")
BETWEEN_NUMBERS = re.compile(r"\s*[;,/|\n]\s*|\s+-\s+|\s+(?:o|e|y|u|or|and|ou|et)\s+")
FEWEST_DIGITS = 6
# How many digits are left of a number with its country, and of one of an Italian town.
LOST = {"+": range(10, 16), "0": range(9, 11)}


def number_written(text: str) -> str:
    """A telephone number without what stands beside it. Raises ValidationError where the spreadsheet shortened it."""
    bare = LABEL.sub("", text.strip())
    if SHORTENED.fullmatch(bare):
        raise shortened()
    match = WITH_POINT.fullmatch(bare)
    return match[1] if match else bare


def shortened() -> ValidationError:
    return ValidationError(
        _("The spreadsheet shortened this number. Format the column as text, and write the number again.")
    )


def number_restored(text: str, regions: Iterable[str]) -> str:
    """A telephone number with the plus or the zero that a spreadsheet took away, which kept it as a number.

    As it is where it is a real one in one of the regions, or is none either way. Raises ValidationError where it may
    have lost the one or the other.
    """
    if not (text.isascii() and text.isdecimal()) or any(is_real(text, region) for region in regions):
        return text
    signs = [sign for sign, lengths in LOST.items() if len(text) in lengths]
    found = [sign + text for sign in signs if is_real(sign + text, ITALY)]
    if len(found) > 1:
        raise shortened()
    return found[0] if found else text


def is_real(text: str, region: str) -> bool:
    """True for a number that can be given to somebody, read as in a region."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, region))
    except phonenumbers.NumberParseException:
        return False


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
    """A share in per cent: 45, 45 %, 0.45 as spreadsheets keep it; other text as it is.

    Raises ValidationError for 1, which spreadsheets keep for 100 %.
    """
    bare = text.strip()
    told = bare.removesuffix("%").strip()
    if told == bare and ALL_OR_LITTLE.fullmatch(told):
        raise ValidationError(_("This may be 1% or 100%: write it with the sign."))
    if told == bare and (match := FRACTION.fullmatch(told)):
        return str(round(float(f"0.{match[1]}") * 100))
    return str(round(float(told.replace(",", ".")))) if DECIMAL.fullmatch(told) else count_written(told)


def minutes_written(text: str) -> str:
    """A length of time in minutes: 90, 90 min, 1:30, 1 h 30; other text as it is."""
    bare = text.strip()
    if match := HOURS.fullmatch(bare):
        return str(int(match["hours"]) * 60 + int(match["beyond"] or match["minutes"] or 0))
    if match := MINUTES.fullmatch(bare):
        return match[1]
    return count_written(bare)


def year_written(text: str) -> str:
    """A year: of a day too; other text as it is."""
    if match := YEAR.fullmatch(text.strip()):
        return match[1]
    try:
        return str(day_of(text).year)
    except ValidationError:
        return text
