"""Querysets that every record's own queryset stands on."""

from typing import Any, Self

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connections, models
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL

from midla.records.indexing import words_table
from midla.records.search import SHORTEST_FORGIVEN, distance_to_key, words_of

SHORTEST_INDEXED = 3
# How many rows with similar words are fetched to be weighed word by word.
MOST_SIMILAR = 300
# PostgreSQL's own 0.6 misses a wrong letter in the middle of a word; what comes is weighed again word by word.
LEAST_NEARNESS = "0.4"


class RecordQuerySet(models.QuerySet):
    """Rows that may lie in the trash and that a user sees only through `visible_to`."""

    _in_trash = False

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._in_trash = self._in_trash
        return clone

    def visible_to(self, user: Any) -> Self:
        """Rows this user may see, without the trash. Each record says how, so none can forget."""
        raise NotImplementedError(f"{type(self).__name__} does not say who sees {self.model.__name__}.")

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

    def similar_to(self, query: str, limit: int = 10, newest: int | None = None) -> list[Any]:
        """Rows whose key holds every word with small slips, the nearest first; none where a row holds them exactly.

        With `newest`, only so many of the newest rows are looked at: prose shares trigrams with almost every word.
        """
        words = words_of(query)
        if not any(len(word) >= SHORTEST_FORGIVEN for word in words):
            return []
        near = []
        candidates = self.order_by("-pk")[:newest] if newest else self._sharing_trigrams(words)
        for pk, key in candidates.values_list("pk", "search_key"):
            distance = distance_to_key(words, key)
            if distance:
                near.append((distance, len(key), pk))
        order = {pk: place for place, (_, _, pk) in enumerate(sorted(near)[:limit])}
        return sorted(self.filter(pk__in=order), key=lambda record: order[record.pk])

    def _holding(self, words: list[str]) -> Self:
        rows = self
        for word in words:
            rows = rows.filter(search_key__contains=word)
        return rows

    def _in_words_table(self, expression: str) -> Self:
        words = words_table(self.model._meta.db_table)
        return self.filter(pk__in=RawSQL(f"SELECT rowid FROM {words} WHERE {words} MATCH %s", [expression]))

    def _sharing_trigrams(self, words: list[str]) -> Self:
        """The rows that have most letters in a row in common with the longest word."""
        longest = max(words, key=len)
        if connections[self.db].vendor == "postgresql":
            with connections[self.db].cursor() as cursor:
                cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [LEAST_NEARNESS])
            nearness = TrigramWordSimilarity(longest, "search_key")
            similar = self.filter(search_key__trigram_word_similar=longest)
            return similar.annotate(nearness=nearness).order_by("-nearness", "pk")[:MOST_SIMILAR]
        return self._most_trigrams(longest)

    def _most_trigrams(self, word: str) -> Self:
        words = words_table(self.model._meta.db_table)
        expression = " OR ".join(quoted(word[start : start + 3]) for start in range(len(word) - 2))
        nearest = RawSQL(
            f"SELECT rowid FROM {words} WHERE {words} MATCH %s ORDER BY rank LIMIT {MOST_SIMILAR}", [expression]
        )
        return self.filter(pk__in=nearest)


def quoted(word: str) -> str:
    """A word as a phrase of SQLite's full-text language."""
    return '"' + word.replace('"', '""') + '"'


class ConfinedQuerySet(SearchedQuerySet):
    """Rows that may be confined to some users."""

    def open_to(self, user: Any) -> Self:
        """Rows confined to nobody, or to this user among others."""
        through = self.model.confined_to.through
        named = through.objects.filter(**{f"{self.model._meta.model_name}_id": OuterRef("pk")})
        return self.filter(~Exists(named) | Exists(named.filter(user_id=user.pk)))

    def unconfined(self) -> Self:
        """Rows confined to nobody: what figures and engagement may count."""
        return self.filter(confined_to__isnull=True)


class WordQuerySet(models.QuerySet):
    """Words of a list; open to everybody who is signed in."""

    def visible_to(self, user: Any) -> Self:
        """Every word, for whoever is signed in."""
        return self if user.is_authenticated else self.none()

    def active(self) -> Self:
        """Words still offered in forms."""
        return self.filter(active=True)
