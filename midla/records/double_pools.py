"""What is compared with what: each app declares its records and how they are told apart, or found while typed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise

from midla.records.doubles import Rules
from midla.records.panels import Row


class Compared(NamedTuple):
    """A record as it is compared: its key, its version, and what is known of it."""

    key: int
    version: int
    known: Any


@dataclass(frozen=True)
class Pool:
    """Records that are compared with each other: whose, by which rules, what each reason means in words, and which
    reasons rest on contact data. `rows` tells them all, or those with some keys; `words_of_all` the words of their
    names alone, which is much less work."""

    model: type[models.Model]
    rules: Rules[Any]
    rows: Callable[[Sequence[int] | None], Iterator[Compared]]
    words_of_all: Callable[[], Iterator[Iterable[str]]]
    sentences: Mapping[str, str | Promise]
    guarded: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """The name under which pairs know the model."""
        return self.model.label()

    def kept(self) -> models.QuerySet:
        """The records outside the trash, whoever sees them."""
        return self.model._default_manager.filter(trashed_at=None).order_by()

    @cached_property
    def secret(self) -> bytes:
        """What makes digests of keys say nothing to who reads the database alone."""
        return salted_hmac("midla.doubles", self.label, algorithm="sha256").digest()


POOLS: list[Pool] = []
# What is likely to be there already, for who is typing it: by kind, from what was typed and for whom.
Typed = Callable[[Mapping[str, Any], Any], list[Row]]
TYPED: dict[str, Typed] = {}


def register_pool(pool: Pool) -> None:
    """Have the records of a model compared with each other."""
    POOLS.append(pool)


def register_typed(kind: str, find_like: Typed) -> None:
    """Name a function that finds what is like what somebody types into a form."""
    TYPED[kind] = find_like


def pool_of(label: str) -> Pool:
    """The pool whose rules and words hold for a kind of record."""
    return next(pool for pool in POOLS if pool.label == label)
