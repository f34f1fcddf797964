"""Which known people a text names. Words are compared folded, so that neither accents nor their form matter.

A person is named where one of their given names stands beside one of their family names, or two family names beside
each other; a single word is no name. What is told back are the words of the text, never the person's record.
"""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from contacts.models import Person
from midla.records.search import PARTICLES, fold

Pair = tuple[str, str]
AT_ONCE = 5_000
MOST_TOLD = 10


def words_in(text: str) -> list[str]:
    """The folded words of a text, without the little ones between names."""
    return [word for word in fold(text).split() if word not in PARTICLES]


def pairs_in(texts: Iterable[str]) -> set[Pair]:
    """Words that stand beside each other."""
    found: set[Pair] = set()
    for text in texts:
        words = words_in(text)
        found.update(itertools.pairwise(words))
    return found


def pairs_of(given_names: str, family_names: str) -> Iterator[Pair]:
    """How two words beside each other can name a person: given and family name, the reverse, two family names."""
    given, family = words_in(given_names), words_in(family_names)
    for first in given:
        for last in family:
            yield first, last
            yield last, first
    if not given or len(family) > 1:
        yield from itertools.pairwise(family)
    if not family:
        yield from itertools.pairwise(given)


def pairs_named(texts: Iterable[str]) -> set[Pair]:
    """The pairs of words in the texts that name known people."""
    pairs, found = pairs_in(texts), set[Pair]()
    words = {word for pair in pairs for word in pair}
    for given, family in candidates(words) if pairs else ():
        found.update(pairs.intersection(pairs_of(given, family)))
    return found


def people_named(*texts: str) -> list[str]:
    """The names of known people that stand in the texts, as they are written there; each once, at most ten."""
    told = {spelled(pair, texts): None for pair in sorted(pairs_named(texts))}
    return list(told)[:MOST_TOLD]


class Naming:
    """Whether texts name known people: the people are gone through once for all of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.named = pairs_named(texts)

    def unnamed(self, text: str) -> str:
        """A text that names nobody; of one that does, nothing."""
        return "" if self.named & pairs_in([text]) else text


def candidates(words: set[str]) -> Iterator[Pair]:
    """The names of people of whom at least two words stand in the texts."""
    rows: Any = Person.objects.kept().order_by().values_list("search_key", "given_names", "family_names")
    for key, given, family in rows.iterator(chunk_size=AT_ONCE):
        if len(words.intersection(key.split())) > 1:
            yield given, family


def spelled(pair: Pair, texts: Iterable[str]) -> str:
    """A pair of folded words as the text writes it."""
    for text in texts:
        written = [word.strip(".,;:!?()[]«»“”\"'’") for word in text.split()]
        written = [word for word in written if fold(word) and fold(word) not in PARTICLES]
        for first, second in itertools.pairwise(written):
            if (fold(first), fold(second)) == pair:
                return f"{first} {second}"
    return " ".join(word.capitalize() for word in pair)
