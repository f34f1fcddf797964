"""Querysets that every record's own queryset stands on."""

from collections.abc import Iterable, Iterator
from typing import Any, Self

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connections, models
from django.db.models import BooleanField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from midla.records.indexing import words_table
from midla.records.search import PARTICLES, SHORTEST_FORGIVEN, distance_to_key, traces, words_of
from midla.records.seeing import ByRowOrWhole

SHORTEST_INDEXED = 3
# How many rows with similar words are fetched to be weighed word by word.
MOST_SIMILAR = 300
# And how many that hold traces of all words.
MOST_TRACED = 1_000
# In so many words of a query, the longest ones, a slip is looked for while all others are taken as they stand.
MOST_SUSPECTS = 4
# Words of four or five letters, of which one wrong letter leaves no three in a row.
SHORT_LENGTHS = (4, 5)
# PostgreSQL's own 0.6 misses a wrong letter in the middle of a word, and 0.4 two letters swapped; what comes is weighed
# again word by word.
LEAST_NEARNESS = ("0.4", "0.25")
ANY_NEARNESS = ("",)
THRESHOLD = "pg_trgm.word_similarity_threshold"


class RecordQuerySet(models.QuerySet):
    """Rows that may lie in the trash and that a user sees only through `visible_to`."""

    _in_trash = False

    def _clone(self) -> Self:
        clone = super()._clone()
        clone._in_trash = self._in_trash
        return clone

    def visible_to(self, user: Any) -> Self:
        """Rows this user may see, without the trash. Each record says how, so none can forget."""
        raise NotImplementedError(f"{type(self).__name__} does not say who sees {self.model.__name__}.")

    def whole(self) -> Self:
        """For questions that go through all rows, such as a list's count: what may be seen is worked out at once."""
        rows = self._chain()
        rows.query.as_whole = True
        return rows

    def kept(self) -> Self:
        """Rows that are not in the trash, unless `trashed` asked for those that are."""
        return self.filter(trashed_at__isnull=not self._in_trash)

    def trashed(self) -> Self:
        """Rows in the trash; `trashed().visible_to(user)` are those the user would see if they were not."""
        rows = self.filter(trashed_at__isnull=False)
        rows._in_trash = True
        return rows

    def for_list(self) -> Self:
        """Rows with what a list shows; owns the joins and prefetches."""
        return self


class SearchedQuerySet(RecordQuerySet):
    """Rows with a `search_key` and a search index."""

    def matching(self, query: str) -> Self:
        """Rows whose key holds every word of the query, in any order; all rows where the query has no word."""
        words = words_of(query)
        if connections[self.db].vendor == "postgresql":
            return self._holding(words)
        indexed = [word for word in words if len(word) >= SHORTEST_INDEXED]
        rows = self._holding([word for word in words if word not in indexed])
        return rows._in_words_table(" AND ".join(quoted(word) for word in indexed)) if indexed else rows

    def similar_to(self, query: str, limit: int = 10, newest: int | None = None, unlikely: bool = False) -> list[Any]:
        """Rows whose key holds every word with small slips, the nearest first; none where a row holds them exactly.

        With `newest`, only so many of the newest rows are looked at: prose shares trigrams with almost every word.
        `unlikely`: that there is none is asked first.
        """
        words = words_of(query)
        if not any(len(word) >= SHORTEST_FORGIVEN for word in words) or (unlikely and self._surely_none_near(words)):
            return []
        pools = [self.order_by("-pk")[:newest]] if newest else self._pools(words)
        near = next(filter(None, (nearest(words, pool.values_list("pk", "search_key")) for pool in pools)), [])
        order = {pk: place for place, (_, _, pk) in enumerate(near[:limit])}
        return sorted(self.filter(pk__in=order), key=lambda record: order[record.pk]) if order else []

    def _pools(self, words: list[str]) -> Iterator[Self]:
        """Where near rows may be: those like the longest word; then, word by word, those that hold all the others.

        Each is asked for only where the one before it held nothing near.
        """
        longest_first = sorted(words, key=len, reverse=True)
        for least in LEAST_NEARNESS if connections[self.db].vendor == "postgresql" else ANY_NEARNESS:
            yield self._like(longest_first[0], [], least)
        for word in longest_first[:MOST_SUSPECTS]:
            if others := [other for other in words if other != word]:
                yield self._like(word, others) if len(word) >= SHORTEST_FORGIVEN else self._all_of(others)

    def _surely_none_near(self, words: list[str]) -> bool:
        """True where the few rows that hold a trace of each of several words are none of them near.

        PostgreSQL's index finds traces much sooner than likeness, which it works out for each row.
        """
        if len(words) == 1 or connections[self.db].vendor != "postgresql":
            return False
        conditions = [holds_any(traces(word)) for word in words if word not in PARTICLES]
        traced = self.filter(*conditions).order_by().values_list("pk", "search_key")[: MOST_TRACED + 1]
        return len(traced) <= MOST_TRACED and not nearest(words, traced)

    def _holding(self, words: list[str]) -> Self:
        return self.filter(*(Q(search_key__contains=word) for word in words))

    def _in_words_table(self, expression: str) -> Self:
        words = words_table(self.model._meta.db_table)
        return self.filter(pk__in=RawSQL(f"SELECT rowid FROM {words} WHERE {words} MATCH %s", [expression]))

    def _all_of(self, words: list[str]) -> Self:
        return self.matching(" ".join(words)).order_by("-pk")[:MOST_SIMILAR]

    def _like(self, word: str, others: list[str], least: str = LEAST_NEARNESS[-1]) -> Self:
        """The rows that hold the other words and have most letters in a row in common with this one."""
        if connections[self.db].vendor == "postgresql":
            return self._holding(others)._like_in_trigrams(word, least)
        indexed = [other for other in others if len(other) >= SHORTEST_INDEXED]
        short = [other for other in others if other not in indexed]
        return self._holding(short)._like_in_words_table(word, indexed)

    def _like_in_trigrams(self, word: str, least: str) -> Self:
        nearness = TrigramWordSimilarity(word, "search_key")
        # What PostgreSQL takes for like is set in the same question: a condition on no column is asked once, and first.
        counted = RawSQL(f"(SELECT set_config('{THRESHOLD}', %s, false)) IS NOT NULL", [least], BooleanField())
        similar = self.filter(counted, search_key__trigram_word_similar=word).annotate(nearness=nearness)
        return similar.order_by("-nearness", "pk")[:MOST_SIMILAR]

    def _like_in_words_table(self, word: str, others: list[str]) -> Self:
        words = words_table(self.model._meta.db_table)
        some = " OR ".join(quoted(word[start : start + 3]) for start in range(len(word) - 2))
        expression = " AND ".join([f"({some})", *map(quoted, others)])
        nearest = f"SELECT rowid FROM {words} WHERE {words} MATCH %s ORDER BY rank LIMIT {MOST_SIMILAR}"
        condition = Q(pk__in=RawSQL(nearest, [expression]))
        for pattern in slips_without_trigram(word) if not others else ():
            table = self.model._meta.db_table
            condition |= Q(
                pk__in=RawSQL(f"SELECT id FROM {table} WHERE search_key LIKE %s LIMIT {MOST_SIMILAR}", [pattern])
            )
        return self.filter(condition)


def nearest(words: list[str], rows: Iterable[tuple[int, str]]) -> list[tuple[int, int, int]]:
    """Of rows, by primary and search key, those that hold the words with slips: slips, length of key, primary key."""
    weighed = ((distance_to_key(words, key), len(key), pk) for pk, key in rows)
    return sorted((slips, length, pk) for slips, length, pk in weighed if slips)


def slips_without_trigram(word: str) -> list[str]:
    """Patterns of a short word with a wrong letter in its middle: nothing of it is left that the index would know."""
    if len(word) not in SHORT_LENGTHS:
        return []
    return [f"%{word[:place]}_{word[place + 1 :]}%" for place in range(len(word) - 3, 3)]


def holds_any(pieces: Iterable[str]) -> Q:
    """The condition that ` search_key ` holds one of some pieces; its own ends are no spaces in the database."""
    condition = Q()
    for piece in pieces:
        condition |= Q(search_key__contains=piece)
        if piece[0] == " ":
            condition |= Q(search_key__startswith=piece[1:])
        elif piece[-1] == " ":
            condition |= Q(search_key__endswith=piece[:-1])
    return condition


def quoted(word: str) -> str:
    """A word as a phrase of SQLite's full-text language."""
    return '"' + word.replace('"', '""') + '"'


class ConfinedQuerySet(SearchedQuerySet):
    """Rows that may be confined to some users."""

    def open_to(self, user: Any) -> Self:
        """Rows confined to nobody, or to this user among others."""
        own, others = self._own_column(), self.confined_to_others(user)
        # In this form both databases join once; "nobody, or me" they would ask of each row. SQLite asks even this of
        # each row, so that a count takes the short list of what is confined to others.
        by_row = Exists(others.filter(**{own: OuterRef("pk")}))
        return self.filter(~ByRowOrWhole(by_row=by_row, keys=lambda: others.values(own)))

    def confined_to_others(self, user: Any) -> models.QuerySet:
        """The rows of `confined_to`'s own table that keep something from this user."""
        through, own = self.model.confined_to.through.objects, self._own_column()
        me = through.filter(**{own: OuterRef(own)}, user_id=user.pk)
        return through.filter(~Exists(me))

    def _own_column(self) -> str:
        return f"{self.model._meta.model_name}_id"

    def unconfined(self) -> Self:
        """Rows confined to nobody: what figures and engagement may count."""
        through, own = self.model.confined_to.through.objects, self._own_column()
        # Not as a join: databases would take for granted that almost nothing is left.
        return self.filter(~Exists(through.filter(**{own: OuterRef("pk")})))


class WordQuerySet(models.QuerySet):
    """Words of a list; open to everybody who is signed in."""

    def visible_to(self, user: Any) -> Self:
        """Every word, for whoever is signed in."""
        return self if user.is_authenticated else self.none()

    def active(self) -> Self:
        """Words still offered in forms."""
        return self.filter(active=True)
