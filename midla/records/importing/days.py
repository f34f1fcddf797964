"""Days and times as files write them: the day before the month, or ISO; names of months in four languages."""

import datetime
import re

import dateparser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})(?:[T ,]+\d.*)?")
CLOCK = re.compile(r"(?:.*\s|.*T|)(\d{1,2})[:.hH](\d{2})?(?::\d{2})?")
LANGUAGES = ["it", "es", "en", "fr"]
LONGEST = 40


def day_of(text: str) -> datetime.date:
    """The day in a cell. Raises ValidationError."""
    text = text.strip()
    if match := ISO.fullmatch(text):
        return real(text, *map(int, match.groups()))
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
        return real(text, year, month, day)
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
    if len(text) <= LONGEST and re.search(r"[^\W\d]{3}", text) and re.search(r"\d{4}", text):
        found = dateparser.parse(
            text,
            languages=LANGUAGES,
            settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]},
        )
        if found:
            return real(text, found.year, found.month, found.day)
    raise impossible(text)


def impossible(text: str) -> ValidationError:
    sentence = _("“%(text)s” is no day. Write day, month and year, such as 31/12/2024.")
    return ValidationError(sentence % {"text": text[:LONGEST]})


def clock_of(text: str) -> datetime.time | None:
    """The time of day at the end of a cell; None where it tells none. Raises ValidationError."""
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return datetime.time(int(match[1]), int(match[2] or 0))
    except ValueError as error:
        raise ValidationError(_("“%(text)s” is no time. Write it as 18:30.") % {"text": text[:LONGEST]}) from error
