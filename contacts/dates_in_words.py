"""Days as people say them: "venerdì", "in two weeks", "el viernes", "dans deux semaines", "15/12".

Said of the future unless the year says otherwise. The four languages are understood whatever the reader's own is; what
this small grammar does not know, dateparser may.
"""

import calendar
import datetime
import re
from collections.abc import Callable
from typing import Any

import dateparser
from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from midla.records.fields import FIRST_DAY, LAST_DAY, YEAR_SENTENCE
from midla.records.search import fold

LONGEST = 60
EXAMPLES = gettext_lazy("For example: friday, in two weeks, 15/12.")
LANGUAGES = ("it", "es", "en", "fr")
WEEKDAY_NAMES = {
    "it": "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    "es": "lunes martes miercoles jueves viernes sabado domingo",
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
MONTH_NAMES = {
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "en": "january february march april may june july august september october november december",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
}
NUMBER_NAMES = {
    "it": "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
    "fr": "une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze",
}
DAYS_FROM_NOW = {
    **dict.fromkeys(("oggi", "hoy", "today", "aujourdhui"), 0),
    **dict.fromkeys(("domani", "manana", "tomorrow", "demain"), 1),
    **dict.fromkeys(("dopodomani", "pasado manana", "day after tomorrow", "apres demain"), 2),
}
UNITS = {
    **dict.fromkeys("giorno giorni dia dias day days jour jours".split(), "day"),
    **dict.fromkeys("settimana settimane semana semanas week weeks semaine semaines".split(), "week"),
    **dict.fromkeys("mese mesi mes meses month months mois".split(), "month"),
    **dict.fromkeys("anno anni ano anos year years an ans annee annees".split(), "year"),
}
NEXT = frozenset("prossimo prossima proximo proxima next prochain prochaine".split())
END = frozenset("fine fin end".split())
# Words that carry no date: articles and "by", "on", "within"; "que viene" is Spanish for next.
FILLERS = frozenset(
    "il lo la el los las le les the of de del di du des entro per para pour on by at before antes avant prima questo"
    " questa este esta this ce cette al au alla a dello della tra fra in dentro en dans within dici".split()
)


def numbered(names: dict[str, str], first: int = 0, abbreviated: int = 0) -> dict[str, int]:
    """Each name of four languages with its place, and its first letters where those are unmistakable."""
    found: dict[str, int] = {}
    for line in names.values():
        for place, name in enumerate(line.split(), first):
            found[name] = place
            if abbreviated:
                found.setdefault(name[:abbreviated], place)
    return found


WEEKDAYS = numbered(WEEKDAY_NAMES, 0, 3)
MONTHS = {**numbered(MONTH_NAMES, 1, 3), "sept": 9, "juil": 7}
NUMBERS = {**numbered(NUMBER_NAMES, 1), **dict.fromkeys(("un", "una", "an", "one"), 1), "venti": 20, "trenta": 30}

# A number below zero or with a part, and the word after it.
NOT_WHOLE = re.compile(r"(?:[-−]\s*\d+|\d[.,]\d+|[¼½¾])\s*([^\W\d]+)")


class NotADay(ValueError):
    """Nothing here says a day."""


def day_in_words(text: str, today: datetime.date | None = None, language: str | None = None) -> datetime.date:
    """The day a text says, seen from `today` (the reader's own day unless told). Raises ValidationError, a sentence."""
    today = today or timezone.localdate()
    if len(text) > LONGEST or counts_in_parts(text):
        raise forms.ValidationError(sentence(), code="invalid")
    try:
        day = numeric(text, today) or said(words_in(text), today) or understood(text, today, language)
    except (OverflowError, ValueError) as error:
        raise forms.ValidationError(sentence(), code="invalid") from error
    if day is None:
        raise forms.ValidationError(sentence(), code="invalid")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise forms.ValidationError(str(YEAR_SENTENCE), code="invalid")
    return day


def sentence() -> str:
    """What to write instead."""
    return _("This is no day that can be understood. Write 15/12, or words such as “friday” or “in two weeks”.")


def counts_in_parts(text: str) -> bool:
    """True for "1.5 weeks" or "-3 days", which would be read as 5 weeks and as 3 days to come."""
    found = NOT_WHOLE.search(text)
    return found is not None and fold(found[1]) in UNITS


def numeric(text: str, today: datetime.date) -> datetime.date | None:
    """15/12, 15.12.26, 15-12-2026 or 2026-12-15; without a year, the next such day."""
    if whole := re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", text, re.ASCII):
        return datetime.date(*map(int, whole.groups()))
    short = re.fullmatch(r"\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*(?:[/.\-]\s*(\d{4}|\d{2})?)?\s*", text, re.ASCII)
    if short is None:
        return None
    day, month, year = short.groups()
    return in_year(int(day), int(month), year, today)


def in_year(day: int, month: int, year: str | None, today: datetime.date) -> datetime.date:
    """A day of a month in the year told, or the next one from today; the 29th of February waits for a leap year."""
    if year:
        return datetime.date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if not 1 <= month <= 12:
        raise NotADay
    for later in range(9):
        if day <= calendar.monthrange(today.year + later, month)[1]:
            found = datetime.date(today.year + later, month, day)
            if found >= today:
                return found
    raise NotADay


def words_in(text: str) -> list[str]:
    """The words without accents, case and punctuation; "1er" and "3rd" are numbers."""
    folded = re.sub(r"[^\w ]", " ", fold(text), flags=re.ASCII)
    folded = re.sub(r"\b(\d{1,4})(?:st|nd|rd|th|er|o|a|e)\b", r"\1", folded, flags=re.ASCII)
    folded = re.sub(r"\bque viene\b", "next", folded)
    return folded.split()


def said(words: list[str], today: datetime.date) -> datetime.date | None:
    """What the words say by the first rule that fits; None where none does."""
    told = [word for word in words if word not in FILLERS]
    rules: tuple[Callable[[list[str], datetime.date], datetime.date | None], ...] = (
        near_day,
        weekday,
        next_unit,
        end_of_month,
        some_units_on,
        day_of_month,
    )
    return next((day for rule in rules if (day := rule(told, today)) is not None), None)


def near_day(words: list[str], today: datetime.date) -> datetime.date | None:
    """Today, tomorrow, the day after."""
    days = DAYS_FROM_NOW.get(" ".join(words))
    return None if days is None else today + datetime.timedelta(days=days)


def weekday(words: list[str], today: datetime.date) -> datetime.date | None:
    """The next such day of the week, never today."""
    names = [word for word in words if word not in NEXT]
    if len(names) != 1 or names[0] not in WEEKDAYS:
        return None
    ahead = (WEEKDAYS[names[0]] - today.weekday() - 1) % 7 + 1
    return today + datetime.timedelta(days=ahead)


def next_unit(words: list[str], today: datetime.date) -> datetime.date | None:
    """Next week, next month, next year: the same day there."""
    units = [UNITS[word] for word in words if word in UNITS]
    if len(words) != 2 or len(units) != 1 or not NEXT & set(words):
        return None
    return later(today, 1, units[0])


def end_of_month(words: list[str], today: datetime.date) -> datetime.date | None:
    """The last day of this month."""
    if len(words) != 2 or words[0] not in END or UNITS.get(words[1]) != "month":
        return None
    return today.replace(day=calendar.monthrange(today.year, today.month)[1])


def some_units_on(words: list[str], today: datetime.date) -> datetime.date | None:
    """So many days, weeks, months or years from today."""
    if len(words) != 2 or words[1] not in UNITS:
        return None
    count = int(words[0]) if re.fullmatch(r"\d{1,3}", words[0], re.ASCII) else NUMBERS.get(words[0])
    return None if count is None else later(today, count, UNITS[words[1]])


def later(today: datetime.date, count: int, unit: str) -> datetime.date:
    """A day so many units on; the 31st becomes the month's last day where there is none."""
    if unit in {"day", "week"}:
        return today + datetime.timedelta(days=count * (7 if unit == "week" else 1))
    months = today.month - 1 + count * (12 if unit == "year" else 1)
    year, month = today.year + months // 12, months % 12 + 1
    return datetime.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def day_of_month(words: list[str], today: datetime.date) -> datetime.date | None:
    """3 December, December 3rd, 3 dicembre 2027, or only "the 5th"; a day of the week before it is not weighed."""
    words = words[1:] if len(words) > 1 and words[0] in WEEKDAYS and words[0] not in MONTHS else words
    numbers = [word for word in words if re.fullmatch(r"\d{1,2}|\d{4}", word, re.ASCII)]
    months = [MONTHS[word] for word in words if word in MONTHS]
    if not numbers or len(numbers) + len(months) != len(words) or len(numbers[0]) > 2 or len(numbers) > 2:
        return None
    if len(months) == 1:
        return in_year(int(numbers[0]), months[0], numbers[1] if len(numbers) == 2 else None, today)
    return next_numbered(int(numbers[0]), today) if len(words) == 1 else None


def next_numbered(day: int, today: datetime.date) -> datetime.date:
    """The next day with this number."""
    for months in range(13):
        first = later(today.replace(day=1), months, "month")
        if 1 <= day <= calendar.monthrange(first.year, first.month)[1] and first.replace(day=day) >= today:
            return first.replace(day=day)
    raise NotADay


def understood(text: str, today: datetime.date, language: str | None) -> datetime.date | None:
    """What dateparser makes of it, asked in the reader's language first; None where a day is not part of it."""
    own = (language or get_language() or "en")[:2]
    moment = dateparser.parse(
        text,
        languages=sorted(LANGUAGES, key=lambda known: known != own),
        settings={
            "RELATIVE_BASE": datetime.datetime.combine(today, datetime.time(12)),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
            "REQUIRE_PARTS": ["day", "month"],
            "PARSERS": ["relative-time", "absolute-time"],
        },
    )
    return moment.date() if moment else None


class DayInWordsInput(forms.TextInput):
    """A line that says below which day was understood."""

    template_name = "contacts/_day_in_words.html"


class DayInWordsField(forms.CharField):
    """One line for a day, as a date or in words."""

    widget = DayInWordsInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST, "help_text": EXAMPLES, **kwargs})
        self.widget.attrs.update({"autocomplete": "off"})

    def clean(self, value: Any) -> datetime.date | None:
        text = super().clean(value)
        return day_in_words(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")
