"""Storing many rows in few statements, on both databases."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
# So many rows are written, or asked for by their keys, in one statement.
AT_ONCE = 2_000
# What SQLite takes in one statement since 3.32; Django asks for 999 at most, which makes a statement of every 30 rows.
MOST_VALUES = 32_766


@contextmanager
def large_statements() -> Iterator[None]:
    """Let SQLite take as many values in a statement as it can; PostgreSQL has no bound that matters."""
    if connection.vendor != "sqlite":
        yield
        return
    features: Any = connection.features
    before = features.max_query_params
    features.max_query_params = max(before, MOST_VALUES)
    try:
        yield
    finally:
        features.max_query_params = before


def store_many(model: type[M], rows: Iterable[M], **on_conflict: Any) -> list[M]:
    """Insert rows, which get their keys. `on_conflict` as Django's `bulk_create` takes it."""
    with large_statements():
        return model._base_manager.bulk_create(rows, batch_size=AT_ONCE, **on_conflict)
