"""Small marks drawn as strings: lists call these for every row, so each distinct one is drawn once per process."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from midla.ui.icons import ICONS

PROGRAMME_COUNTRIES = {"BO": _("Bolivia"), "CO": _("Colombia"), "EC": _("Ecuador"), "PE": _("Peru")}
MARK_ICONS = {"good": "check-lg", "warn": "clock", "bad": "x-lg", "note": "info-circle", "plain": "dash-lg"}
STEPS = 5
CONSENT_MARKS = {"given": ("good", "check-lg"), "withdrawn": ("bad", "x-lg"), "not_asked": ("plain", "question-lg")}


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; it says nothing by itself, so a word stands beside it."""
    if name not in ICONS:
        raise ValueError(
            f"There is no icon {name!r}: write it into midla/ui/icons.py and run scripts/vendor_assets.py."
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("vendor/icons.svg"), name
    )


def codes(countries: Iterable) -> SafeString:
    """Draw the marks of the communities; countries are codes, or things with a `code` and a name."""
    named = tuple((country, "") if isinstance(country, str) else (country.code, str(country)) for country in countries)
    return drawn_codes(tuple(sorted(named, key=programme_first)), get_language())


def few_codes(countries: Iterable) -> SafeString:
    """Draw the marks of the communities in a list, two by two where the column is narrow."""
    return format_html('<span class="codes">{}</span>', codes(countries))


def programme_first(named: tuple[str, str]) -> tuple[bool, str]:
    """The order of codes: the programme's four, then the others."""
    return named[0] not in PROGRAMME_COUNTRIES, named[0]


@lru_cache(maxsize=1024)
def drawn_codes(named: tuple[tuple[str, str], ...], language: str) -> SafeString:
    """Draw codes with their names; `language` is part of the key, because the names are."""
    return mark_safe(" ".join(code_mark(code, name) for code, name in named))  # joined from safe parts


def code_mark(code: str, name: str = "") -> SafeString:
    """Draw one country's code; only the programme's four have a colour."""
    if code in PROGRAMME_COUNTRIES:
        title = name or PROGRAMME_COUNTRIES[code]
        return format_html('<abbr class="com com-{}" title="{}">{}</abbr>', code.lower(), title, code)
    return format_html('<abbr class="tag" title="{}">{}</abbr>', name or code, code)


def mark(kind: str, text: str | Promise, icon_name: str = "") -> SafeString:
    """Draw a status: a word, a shape and a colour. Kinds: good, warn, bad, note, plain."""
    kind_class = "" if kind == "plain" else f" mark-{kind}"
    return format_html('<span class="mark{}">{}{}</span>', kind_class, icon(icon_name or MARK_ICONS[kind]), text)


def consent(state: str) -> SafeString:
    """Draw a state of consent: given, withdrawn or not_asked."""
    kind, icon_name = CONSENT_MARKS[state]
    words = {
        "given": gettext("consent given"),
        "withdrawn": gettext("consent withdrawn"),
        "not_asked": gettext("consent not asked"),
    }
    return mark(kind, words[state], icon_name)


@lru_cache(maxsize=128)
def drawn_ladder(reached: int, dormant: bool) -> SafeString:
    """Draw the five steps of engagement, without the word."""
    rects = format_html_join(
        "",
        '<rect class="{}" x="{}.5" y=".5" width="8" height="7" rx="1.5"></rect>',
        (("on" if step < reached else "off", step * 10) for step in range(STEPS)),
    )
    return format_html(
        '<span class="ladder{}"><svg viewBox="0 0 50 8" aria-hidden="true">{}</svg>',
        " dormant" if dormant else "",
        rects,
    )


def ladder(reached: int, word: str | Promise, dormant: bool = False) -> SafeString:
    """Draw how far engagement has come: steps reached (1 to 5) and the word for it."""
    return format_html("{}{}</span>", drawn_ladder(reached, dormant), word)


@lru_cache(maxsize=1024)
def initials(name: str) -> SafeString:
    """Draw the first letters of a name in a disc: of the first and the last word."""
    words = name.replace(".", " ").replace("@", " ").split() or ["–"]
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return format_html('<span class="initials" aria-hidden="true">{}</span>', letters.upper())


def person_chip(name: str, url: str = "", sub: str | Promise = "") -> SafeString:
    """Draw a person: initials, name (a link where there is an address) and a line below."""
    shown = format_html('<a href="{}">{}</a>', url, name) if url else name
    below = format_html('<span class="sub">{}</span>', sub) if sub else ""
    return format_html('{}<span class="grow">{}{}</span>', initials(name), shown, below)


def tag(text: str | Promise) -> SafeString:
    """Draw a word from a list: a theme, a tag."""
    return format_html('<span class="tag">{}</span>', text)


def figure(number: int, url: str = "") -> SafeString:
    """Draw a number that leads to its records; the list it opens carries the same number in data-total."""
    shown = format_html("{}", grouped(number))
    return format_html('<a href="{}" data-figure="{}">{}</a>', url, number, shown) if url else shown


def grouped(number: int | float | Decimal | None, decimals: int | None = None) -> str:
    """Write a number in the reader's language; what is not known is a dash, never 0."""
    if number is None:
        return "–"
    return number_format(number, decimals, use_l10n=True, force_grouping=True)


def euros(amount: Decimal | int | None) -> str:
    """Write whole euros in the reader's language; what is not known is a dash, never 0."""
    return gettext("%(amount)s €") % {"amount": grouped(None if amount is None else round(amount))}
