"""Storing many rows in few statements, on both databases.

`insert` is for new rows: several times as quick as Django's `bulk_create`, which it does not replace where rows may be
there already (`store_many`). PostgreSQL takes the rows as one text of JSON, SQLite as the values of one statement: one
statement a row would have it write its search index row by row.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import chain, islice
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.utils import timezone

from midla.records.fields import LineField, NoteField, composed

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")
# So many rows are written, or asked for by their keys, in one statement.
AT_ONCE = 2_000
# What SQLite takes in one statement since 3.32; Django asks for 999 at most, which makes a statement of every 30 rows.
MOST_VALUES = 32_766
# Fields whose values are stored as they are: Django's own way to prepare them changes nothing.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


def in_lots(things: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """Things some thousand at a time."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


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
    """Store rows some of which may be there. `on_conflict` as Django's `bulk_create` takes it."""
    with large_statements():
        return model._base_manager.bulk_create(rows, batch_size=AT_ONCE, **on_conflict)


def insert(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model; they get their keys, which both databases give back in the order of the rows."""
    if not rows:
        return
    columns = columns_of(type(rows[0]))
    write, most = (
        (in_values, MOST_VALUES // len(columns.fields)) if connection.vendor == "sqlite" else (in_text, AT_ONCE)
    )
    columns.note_time(rows)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), most):
            some = rows[start : start + most]
            write(cursor, columns, some)
            for row, (key,) in zip(some, cursor.fetchall(), strict=True):
                row.pk = key
                row._state.adding, row._state.db = False, connection.alias


def store_new(row: models.Model) -> None:
    """Insert one new row; one with a file goes Django's way, which puts the file where it belongs."""
    if columns_of(type(row)).has_files:
        row.save(force_insert=True)
    else:
        insert([row])


def insert_unless_there(row: models.Model) -> bool:
    """Insert a new row unless it is there already: False then. Where somebody is writing it, this waits for them."""
    columns = columns_of(type(row))
    columns.note_time([row])
    [values] = columns.values([row])
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {columns.table} ({columns.listed}) VALUES ({places}) ON CONFLICT DO NOTHING RETURNING id",
            values,
        )
        key = cursor.fetchone()
    if key:
        [row.pk] = key
    return key is not None


def in_values(cursor: Any, columns: "Columns", rows: Sequence[models.Model]) -> None:
    """The way of SQLite."""
    places = ", ".join([f"({', '.join(['%s'] * len(columns.fields))})"] * len(rows))
    statement = f"INSERT INTO {columns.table} ({columns.listed}) VALUES {places} RETURNING id"
    cursor.execute(statement, list(chain.from_iterable(columns.values(rows))))


def in_text(cursor: Any, columns: "Columns", rows: Sequence[models.Model]) -> None:
    """The way of PostgreSQL."""
    told = [dict(zip(columns.names, values, strict=True)) for values in columns.values(rows)]
    # Amounts are written out: as numbers of JSON they might lose hundredths.
    cursor.execute(columns.from_text, [json.dumps(told, default=str)])


class Columns:
    """The columns of a table without its key, and how the values of a row become what the database takes."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model, self.table = model, connection.ops.quote_name(model._meta.db_table)
        self.fields: list[Any] = [field for field in model._meta.concrete_fields if not field.primary_key]
        self.names = [field.column for field in self.fields]
        self.read = attrgetter(*(field.attname for field in self.fields))
        prepared = ((place, way_of(field)) for place, field in enumerate(self.fields))
        self.ways = [(place, way) for place, way in prepared if way is not None]
        self.times = [field.attname for field in self.fields if notes_time(field)]
        self.has_files = any(isinstance(field, models.FileField) for field in self.fields)

    def values(self, rows: Iterable[models.Model]) -> Iterator[list[Any]]:
        """What is stored of each row."""
        for row in rows:
            values = list(self.read(row))
            for place, way in self.ways:
                if values[place] is not None:
                    values[place] = way(values[place])
            yield values

    def note_time(self, rows: Iterable[models.Model]) -> None:
        """Fill in the moments that a row notes by itself."""
        now = timezone.now()
        for name in self.times:
            for row in rows:
                setattr(row, name, now)

    @property
    def listed(self) -> str:
        """The names of the columns."""
        return ", ".join(map(connection.ops.quote_name, self.names))

    @property
    def from_text(self) -> str:
        """The statement that inserts from a text of JSON; what is JSON itself comes as text in the text."""
        kinds = {connection.ops.quote_name(field.column): str(field.db_type(connection)) for field in self.fields}
        told = ", ".join(f"{name} {'text' if kind == 'jsonb' else kind}" for name, kind in kinds.items())
        taken = ", ".join(f"x.{name}::{kind}" for name, kind in kinds.items())
        return (
            f"INSERT INTO {self.table} ({self.listed}) SELECT {taken}"
            f" FROM json_to_recordset(%s::json) AS x({told}) RETURNING id"
        )


@cache
def columns_of(model: type[models.Model]) -> Columns:
    return Columns(model)


def notes_time(field: Any) -> bool:
    """True for a moment that is noted when the row is stored."""
    return bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


def way_of(field: Any) -> Callable[[Any], Any] | None:
    """How a value becomes what the database takes; nothing where it is that already."""
    if isinstance(field, models.JSONField):
        return partial(json.dumps, cls=field.encoder)
    if isinstance(field, models.DateTimeField):
        return moment if connection.vendor == "sqlite" else isoformat
    if isinstance(field, models.DateField):
        return isoformat
    if isinstance(field, LineField | NoteField):
        return composed
    return None if isinstance(field, PLAIN) else partial(field.get_db_prep_save, connection=connection)


def isoformat(value: Any) -> str:
    return value if isinstance(value, str) else value.isoformat()


def moment(value: Any) -> str:
    """A moment as SQLite keeps it."""
    return str(connection.ops.adapt_datetimefield_value(value))
