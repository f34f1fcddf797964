"""What the search page finds: pages and actions by their names, and of each kind of record the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.http import urlencode

from midla.records.registry import RecordType, record_types
from midla.records.search import distance_to_key, search_key, words_of
from midla.ui.menu import Link

MOST_ROWS = 10
# Slips in prose are forgiven in so many of the newest records.
NEWEST_PROSE = 1_000


@dataclass
class Found:
    """The rows of one kind: `total` counts all of them, `rows` are the first ten; `similar` where none is exact."""

    type: RecordType
    rows: list[models.Model]
    total: int
    similar: bool = False
    query: str = ""

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """Address, name and summary of each row."""
        return [(self.type.detail_url(row), str(row), self.type.summary(row)) for row in self.rows]

    @property
    def more_url(self) -> str:
        """The list of this kind, narrowed to the same words."""
        return f"{self.type.list_url()}?{urlencode({'q': self.query})}"


def commands(query: str, known: Iterable[Link]) -> list[Link]:
    """The pages and actions whose name holds every word, small slips forgiven; all of them where there is no word."""
    words = words_of(query)
    near = [(distance_to_key(words, search_key(str(link.entry.label))), link) for link in known]
    return [link for distance, link in sorted(near, key=lambda pair: pair[0] or 0) if distance is not None]


def find(query: str, user: Any) -> list[Found]:
    """Every kind in which the user may find something; empty where the query has no word."""
    if not words_of(query):
        return []
    types = [declared for declared in record_types() if declared.searched]
    found = [exact(declared, query, user) for declared in types]
    anything = any(kind.total for kind in found)
    for place, kind in enumerate(found):
        if not kind.total and not (anything and kind.type.is_prose):
            found[place] = similar(kind.type, query, user, unlikely=anything)
    return [kind for kind in found if kind.total]


def exact(declared: RecordType, query: str, user: Any) -> Found:
    """The rows that hold every word; they are counted only where more than a screenful is found."""
    matching = declared.visible_to(user).matching(query)
    rows = list(declared.for_search(matching)[: MOST_ROWS + 1])
    total = len(rows) if len(rows) <= MOST_ROWS else matching.count()
    return Found(declared, rows[:MOST_ROWS], total, query=query)


def similar(declared: RecordType, query: str, user: Any, unlikely: bool) -> Found:
    """The rows that hold every word with small slips; `unlikely` where another kind holds them exactly."""
    newest = NEWEST_PROSE if declared.is_prose else None
    seen = declared.for_search(declared.visible_to(user))
    rows = seen.similar_to(query, MOST_ROWS, newest, unlikely)
    return Found(declared, rows, len(rows), similar=True, query=query)
