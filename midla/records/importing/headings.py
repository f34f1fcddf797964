"""What the heading of a column means, however an office writes it."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from midla.records.search import fold

BRACKETED = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
# What divides two languages in one heading: “Nome / Nombre”.
BETWEEN = re.compile(r"\s*[/|\n]\s*|\s+[-–—]\s+")


@cache
def reasons() -> frozenset[str]:
    """Folded headings of the column that our own file of rows left out adds: not read again, and missed by nobody."""
    found = {fold("reason")}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(fold(reason_heading()))
    return frozenset(found)


def reason_heading() -> str:
    """What the column is called that says why a row was left out."""
    return gettext("Why it was left out")


def known_heading(heading: str, words: Collection[str]) -> str:
    """The word among those known that a heading is; empty where it is none of them.

    Known are a heading as it stands, without what is in brackets, and where several languages stand in one cell.
    """
    return next((word for word in written_otherwise(heading) if word in words), "")


def written_otherwise(heading: str) -> Iterator[str]:
    """The folded heading, and what it may be short for."""
    yield fold(heading)
    bare = BRACKETED.sub(" ", heading)
    yield fold(bare)
    parts = BETWEEN.split(bare)
    if len(parts) > 1:
        yield from map(fold, parts)


def is_reason(heading: str) -> bool:
    """True for the heading of why a row was left out."""
    return fold(heading) in reasons()
