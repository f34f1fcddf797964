"""Conditions of what a user sees that databases answer quickly, for one page as for all rows."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import BigAutoField, BooleanField, Exists, Expression, F, ForeignKey, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In

MOST_PARAMETERS = 100


class Keys(RawSQL):
    """Many keys as one text, which a database reads in a fraction of the time that thousands of parameters take.

    The question reads the same whatever the keys are: the driver of SQLite keeps its last hundred questions prepared,
    and those with the numbers in them held more memory than an export's rows.
    """

    def __init__(self, keys: Sequence[int]) -> None:
        # In their order a database reads an index from one end to the other.
        super().__init__(",".join(map(str, sorted(map(int, keys)))), ())

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "(SELECT value FROM json_each(%s))", (f"[{self.sql}]",)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "(SELECT unnest(%s::bigint[]))", (self.array,)

    @property
    def array(self) -> str:
        """The keys as PostgreSQL writes an array."""
        return f"{{{self.sql}}}"


@BigAutoField.register_lookup
class AmongKeys(In):
    """`…__in` of many keys, for PostgreSQL as an array: it walks the index once, where it looks up each of a set."""

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if not isinstance(self.rhs, Keys):
            return self.as_sql(compiler, connection)
        sql, parameters = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s::bigint[])", (*parameters, self.rhs.array)


@ForeignKey.register_lookup
class ReferenceAmongKeys(AmongKeys, RelatedIn):
    """The same of a key that points to another row."""


def among(keys: Sequence[int]) -> Any:
    """Keys for `…__in`."""
    return keys if len(keys) <= MOST_PARAMETERS else Keys(keys)


def one_of(rows: QuerySet, reference: str) -> Exists:
    """The condition that `reference` points to one of these rows, asked of each.

    Of `…__in`, where an index begins with another column, SQLite looks up every key of the set for each row.
    """
    return Exists(rows.filter(pk=OuterRef(reference)))


class ExistsByRow(Exists):
    """EXISTS that PostgreSQL asks of each row it comes to; written as EXISTS it may first make the set for all rows."""

    template = "((%(subquery)s) IS NOT NULL)"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """SQLite always asks by row, and its parser holds few parentheses within each other."""
        return self.as_sql(compiler, connection, template=Exists.template)


class ByRowOrWhole(Expression):
    """One condition in two forms that mean the same: `by_row` asks of each row, `keys` makes the set of all keys once.

    Databases cannot tell which is quicker: a page of fifty rows or one record is found by row in a millisecond, and
    counting all rows so takes a hundred times as long as making the set. `RecordQuerySet.whole` chooses.
    """

    conditional = True

    def __init__(self, *, by_row: Any, keys: Callable[[], QuerySet]) -> None:
        super().__init__(output_field=BooleanField())
        self.by_row, self.keys, self.own_key = Q(by_row), keys, F("pk")

    def get_source_expressions(self) -> list[Any]:
        return [self.by_row, self.own_key]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.by_row, self.own_key = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if not getattr(compiler.query, "as_whole", False):
            return compiler.compile(self.by_row)
        keys = self.keys().resolve_expression(compiler.query)
        return compiler.compile(In(self.own_key, keys))
