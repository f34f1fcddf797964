"""Days and times as files write them: the day before the month, or ISO; names of months in four languages.

Also as spreadsheets count them: the days since the end of 1899.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from midla.records.search import fold

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})(?:[T ,]+\d.*)?")
# 18:30, 18.30, 18h, 6:30 PM; of 18:30-20:00 the beginning. Not 18:30Z, which is another hour here.
CLOCK = re.compile(
    r"(?:|.*?\s|.*?T)(\d{1,2})[:.hH](\d{2})?(?::\d{2}(?:[.,]\d+)?)?(?:\s?([apAP])\.?\s?[mM]\.?)?"
    r"(?:\s?(?:[-–]|alle|a las|to|à)\s?\d{1,2}[:.hH]\d{2})?"
)
LONGEST = 40
MONTHS = (
    "gennaio enero january janvier | febbraio febrero february fevrier | marzo march mars | aprile abril april avril |"
    "maggio mayo may mai | giugno junio june juin | luglio julio july juillet | agosto august aout |"
    "settembre septiembre setiembre september septembre | ottobre octubre october octobre |"
    "novembre noviembre november | dicembre diciembre december decembre"
)
MONTH_NAMES = [names.split() for names in MONTHS.split("|")]
# 3 marzo 2024, domenica 3 marzo 2024, 3 de marzo de 2024, 3rd March 2024, 3-mar-2024; March 3, 2024; a time may follow.
TIME = r"(?: \D*\d{1,2}[: h]\d{0,2}.*)?"
WORDED = re.compile(
    rf"(?:[^\W\d]+ )?(\d{{1,2}})(?:st|nd|rd|th|er|º|°)?(?: de| of)? ([^\W\d]{{3,}})(?: de| del)? (\d{{4}}){TIME}", re.I
)
MONTH_FIRST = re.compile(rf"(?:[^\W\d]+ )?([^\W\d]{{3,}}) (\d{{1,2}})(?:st|nd|rd|th)? (\d{{4}}){TIME}", re.I)
BETWEEN = re.compile(r"[\s,./-]+")
COUNTED = re.compile(r"(\d{5})(?:[.,]\d+)?")
PART_OF_DAY = re.compile(r"(?:\d{5}|0)[.,](\d+)")
DAY_ZERO = datetime.date(1899, 12, 30)
MINUTES_A_DAY = 24 * 60


def day_of(text: str) -> datetime.date:
    """The day in a cell. Raises ValidationError."""
    text = text.strip()
    if match := ISO.fullmatch(text):
        return real(text, *map(int, match.groups()))
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
        return real(text, year, month, day)
    if match := COUNTED.fullmatch(text):
        counted = DAY_ZERO + datetime.timedelta(days=int(match[1]))
        return real(text, counted.year, counted.month, counted.day)
    return in_words(text)


def real(text: str, year: int, month: int, day: int) -> datetime.date:
    """A day that exists, in a year that can be kept."""
    try:
        found = datetime.date(year, month, day)
    except ValueError as error:
        raise impossible(text) from error
    if not 1900 <= year <= 2100:
        raise ValidationError(_("The year must be between 1900 and 2100."))
    return found


def in_words(text: str) -> datetime.date:
    """A day whose month is written as a word, such as 3 marzo 2024."""
    if len(text) > LONGEST:
        raise impossible(text)
    told = BETWEEN.sub(" ", text).strip()
    if match := WORDED.fullmatch(told):
        day, word, year = match.groups()
    elif match := MONTH_FIRST.fullmatch(told):
        word, day, year = match.groups()
    else:
        raise impossible(text)
    return real(text, int(year), month_of(word, text), int(day))


def month_of(word: str, text: str) -> int:
    """The number of the month whose name begins so, in any of four languages."""
    begins = fold(word)
    found = [number for number, names in enumerate(MONTH_NAMES, 1) if any(name.startswith(begins) for name in names)]
    if len(found) != 1:
        raise impossible(text)
    return found[0]


def impossible(text: str) -> ValidationError:
    sentence = _("“%(text)s” is no day. Write day, month and year, such as 31/12/2024.")
    return ValidationError(sentence % {"text": text[:LONGEST]})


def is_counted(text: str) -> bool:
    """True for a day, or a part of one, as spreadsheets count them."""
    return bool(COUNTED.fullmatch(text.strip()) or PART_OF_DAY.fullmatch(text.strip()))


def clock_of(text: str) -> datetime.time | None:
    """The time of day at the end of a cell, or as spreadsheets count it; None where it tells none.

    Raises ValidationError.
    """
    bare = text.strip()
    if match := PART_OF_DAY.fullmatch(bare):
        minutes = round(float(f"0.{match[1]}") * MINUTES_A_DAY) % MINUTES_A_DAY
        return datetime.time(*divmod(minutes, 60)) if minutes or bare.startswith("0") else None
    match = CLOCK.fullmatch(bare)
    if match is None:
        return None
    try:
        return datetime.time(hour_of(match[1], match[3]), int(match[2] or 0))
    except ValueError as error:
        raise no_time(text) from error


def hour_of(hour: str, half: str | None) -> int:
    """The hour of the day, told within one half of it or not. Raises ValueError where there is none such."""
    told = int(hour)
    if half and not 1 <= told <= 12:
        raise ValueError
    return told % 12 + (12 if half in {"p", "P"} else 0) if half else told


def no_time(text: str) -> ValidationError:
    return ValidationError(_("“%(text)s” is no time. Write it as 18:30.") % {"text": text[:LONGEST]})
