"""Columns of lists: what each reads from the database, shows on the page, writes into an export, and sorts by."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Min, Model, OrderBy, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from midla.records.models import name_field
from midla.records.seeing import among
from midla.ui import marks

Row = dict[str, Any]
# Of many rows, the values of each path or column: as long, and in the same order, for all of them.
Table = Mapping[str, Sequence[Any]]
Gather = Callable[[Sequence[int], Any], Mapping[int, Any]]
# A word's name in the reader's language: "kind__name_*" reads kind__name_it for an Italian.
LOCAL_NAME = "name_*"
# So many of what was gathered are shown; the others are counted.
MOST_SHOWN = 3


@dataclass(frozen=True)
class Column:
    """One column of a list. A row is a dictionary of what the columns read: no model instance is made for it.

    `reads`: paths of values, one is enough for most. `gather` reads what is not in the row itself, once for all rows of
    a page: keys and reader -> values by key; it lies in the row under the column's name. `value` makes an export's cell
    of what the column reads and then what it gathered: an export makes whole columns and no row. `show` makes the
    page's of the row, where it is another; the row then holds its `url`, and under `called` what an export writes in
    the first column. `sort`: a path, or a function of the reader that makes an expression.
    """

    name: str
    label: str | Promise
    reads: tuple[str, ...] = ()
    show: Callable[[Row], Any] | None = None
    value: Callable[..., Any] | None = None
    # In the reader's language, what an export writes for each value read.
    in_words: Callable[[], Mapping[Any, str]] | None = None
    gather: Gather | None = None
    # For a reader from whom none of it is kept: the path of the value, read with the row and not gathered.
    plain: Callable[[Any], str | None] | None = None
    sort: str | Callable[[Any], Any] | None = None
    # The sorted column may be empty: the empty come first, on both databases.
    nullable: bool = False
    css: str = ""
    labelled: bool = False
    away: bool = False
    # Shown unless the reader chose columns; only in exports; never in exports.
    at_first: bool = True
    only_exported: bool = False
    never_exported: bool = False
    permission: Any = None

    def shown(self, row: Row) -> Any:
        """The cell on the page."""
        return self.show(row) if self.show else self.written(row)

    @property
    def takes(self) -> tuple[str, ...]:
        """What an export's cell is made of: what the column reads, then what it gathers."""
        return (*self.reads, self.name) if self.gather else self.reads

    def cells(self, table: Table) -> Sequence[Any]:
        """The cells of an export, one for each row."""
        first, *others = (table[name] for name in self.takes)
        if self.in_words:
            return list(map(self.in_words().__getitem__, first))
        return list(map(self.value, first, *others)) if self.value else first

    def written(self, row: Row) -> Any:
        """The cell of an export of one row."""
        taken = [row[name] for name in self.takes]
        if self.in_words:
            return self.in_words()[taken[0]]
        return self.value(*taken) if self.value else taken[0]

    def is_for(self, user: Any) -> bool:
        """True where the user may read it."""
        return self.permission is None or user.can(self.permission)

    def for_reader(self, user: Any) -> "Column":
        """The column as this reader gets it."""
        path = self.plain and self.plain(user)
        return replace(self, reads=(path,), show=None, value=None, gather=None) if path else self

    def order(self, user: Any, backwards: bool) -> OrderBy:
        """What the rows are ordered by."""
        asked = F(self.sort) if isinstance(self.sort, str) else self.sort(user)
        return ordered(asked, backwards, self.nullable)


def ordered(expression: Any, backwards: bool, nullable: bool) -> OrderBy:
    """An order in which what is empty comes first, or last where it is read backwards; so that it can be reversed."""
    if not nullable:
        return OrderBy(expression, descending=backwards)
    if backwards:
        return OrderBy(expression, descending=True, nulls_last=True)
    return OrderBy(expression, nulls_first=True)


def paths(columns: Sequence[Column]) -> list[str]:
    """Everything the columns read, each path once."""
    return list(dict.fromkeys(path for column in columns for path in column.reads))


def local(path: str) -> str:
    """The path in the reader's language."""
    return path.replace(LOCAL_NAME, name_field()) if LOCAL_NAME in path else path


def rows_of(queryset: Any, columns: Sequence[Column], user: Any) -> list[Row]:
    """The rows of an ordered and sliced queryset as dictionaries, with what the columns gather."""
    table = table_of(values_of(queryset, columns), columns, user)
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


def values_of(queryset: Any, columns: Sequence[Column]) -> Iterable[tuple[Any, ...]]:
    """The key of each row, then what the columns read."""
    return queryset.values_list("pk", *map(local, paths(columns)))


def table_of(rows: Iterable[tuple[Any, ...]], columns: Sequence[Column], user: Any) -> Table:
    """What was read, and what the columns gather."""
    read = ["pk", *paths(columns)]
    table = dict(zip(read, list(zip(*rows, strict=True)) or [()] * len(read), strict=True))
    return {**table, **gathered(table["pk"], columns, user)}


def gathered(keys: Sequence[int], columns: Sequence[Column], user: Any) -> Table:
    """What the columns gather; those that gather by the same function share one question."""
    asked: Any = among(keys)
    answers: dict[Gather, Sequence[Any]] = {}
    for column in columns:
        if column.gather and column.gather not in answers:
            found = column.gather(asked, user) if keys else {}
            answers[column.gather] = list(map(found.get, keys))
    return {column.name: answers[column.gather] for column in columns if column.gather}


def with_column(columns: Sequence[Column], added: Column, *, after: str) -> tuple[Column, ...]:
    """The columns with one more behind the one named: how a higher app adds to the list of a lower one."""
    place = [column.name for column in columns].index(after) + 1
    return (*columns[:place], added, *columns[place:])


# --- what a many-to-many relation holds ------------------------------------------------------------------------------
def grouped_by(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    """Pairs of key and value as lists of values by key."""
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def held_in(model: type[Model], relation: str, column: str) -> Gather:
    """Reads what a many-to-many relation holds: the values of one column of its table, sorted."""

    def gather(keys: Sequence[int], user: Any) -> Mapping[int, list[Any]]:
        through, own, path = getattr(model, relation).through, f"{model._meta.model_name}_id", local(column)
        rows = through.objects.filter(**{f"{own}__in": keys}).order_by(path)
        return grouped_by(rows.values_list(own, path))

    return gather


def first_in(model: type[Model], relation: str, column: str) -> Callable[[Any], Subquery]:
    """Sorts by the first of what a many-to-many relation holds."""

    def expression(user: Any) -> Subquery:
        through, own = getattr(model, relation).through, f"{model._meta.model_name}_id"
        rows = through.objects.filter(**{own: OuterRef("pk")}).order_by().values(own)
        return Subquery(rows.annotate(first=Min(column)).values("first"))

    return expression


def joined(values: Iterable[str] | None) -> str:
    """What was gathered, divided by commas."""
    return ", ".join(values or ())


def few(name: str) -> Callable[[Row], str]:
    """The first of what was gathered, and how many more there are."""

    def shown(row: Row) -> str:
        values = row[name] or ()
        more = len(values) - MOST_SHOWN
        words = ", ".join(values[:MOST_SHOWN])
        return gettext("%(names)s and %(count)d more") % {"names": words, "count": more} if more > 0 else words

    return shown


def coded(name: str) -> Callable[[Row], SafeString | str]:
    """What was gathered, as marks of countries."""
    return lambda row: marks.few_codes(row[name]) if row[name] else ""
