"""The keys by which doubles are looked for, kept in the database: made anew for what was written since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from midla.records.double_pools import Compared, Pool
from midla.records.doubles import blocks, digests
from midla.records.models import ComparedRecord, DoubleKey

AT_ONCE = 1_000
# So many records are keyed once more to see whether keys are still made the same way.
MOST_TRIED = 20
COLUMNS = "INSERT INTO {table} (compared_id, digest, place) "
# One statement for all rows: PostgreSQL takes lists, and SQLite is its own server.
FROM_LISTS = "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[])"


def chunks(keys: Iterable[int], size: int = AT_ONCE) -> Iterator[list[int]]:
    """Keys in portions that a database takes."""
    rest = iter(keys)
    while some := list(islice(rest, size)):
        yield some


def compared_of(pool: Pool, only: Sequence[int] | None = None) -> QuerySet[ComparedRecord]:
    """What is kept of a pool's records, or of those with some keys."""
    kept = ComparedRecord.objects.filter(model_label=pool.label)
    return kept if only is None else kept.filter(record_id__in=only)


def renew_keys(pool: Pool, only: Sequence[int] | None = None) -> list[int]:
    """Key what was written since it was keyed, and forget what is gone, whose keys are told."""
    if only is None and not made_the_same_way(pool):
        forget(compared_of(pool).values_list("pk", flat=True))
    records = pool.kept() if only is None else pool.kept().filter(pk__in=only)
    now = dict(records.values_list("pk", "version"))
    before = dict(compared_of(pool, only).values_list("record_id", "compared_version"))
    gone = sorted(before.keys() - now.keys())
    for some in chunks(gone):
        forget(compared_of(pool, some).values_list("pk", flat=True))
    for some in chunks(sorted(key for key, version in now.items() if before.get(key) != version)):
        key_anew(pool, list(pool.rows(some)))
    return gone


def made_the_same_way(pool: Pool) -> bool:
    """False where rules or secret have changed since keys were made: then all are made anew."""
    tried = {row.record_id: row for row in compared_of(pool).order_by("-pk")[:MOST_TRIED]}
    held: dict[int, set[tuple[int, int]]] = {row.pk: set() for row in tried.values()}
    for mark, digest, place in DoubleKey.objects.filter(compared__in=held).values_list("compared", "digest", "place"):
        held[mark].add((digest, place))
    return all(
        digests(pool.rules.keys(record.known), pool.secret) == held[tried[record.key].pk]
        for record in (pool.rows([*tried]) if tried else ())
        if record.version == tried[record.key].compared_version
    )


@transaction.atomic
def key_anew(pool: Pool, records: Sequence[Compared]) -> None:
    """Make the keys of some records anew; they are due to be compared."""
    ComparedRecord.objects.bulk_create(
        [
            ComparedRecord(model_label=pool.label, record_id=record.key, compared_version=record.version)
            for record in records
        ],
        update_conflicts=True,
        unique_fields=["model_label", "record_id"],
        update_fields=["compared_version", "is_due"],
    )
    marks = dict(compared_of(pool, [record.key for record in records]).values_list("record_id", "pk"))
    DoubleKey.objects.filter(compared__in=marks.values()).delete()
    insert(
        [
            (marks[record.key], digest, place)
            for record in records
            for digest, place in digests(pool.rules.keys(record.known), pool.secret)
        ]
    )


def insert(rows: Sequence[tuple[int, int, int]]) -> None:
    """Store many keys: as instances of a model they would take several times as long."""
    into = COLUMNS.format(table=connection.ops.quote_name(DoubleKey._meta.db_table))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(into + FROM_LISTS, [list(column) for column in zip(*rows, strict=True)] or [[], [], []])
        else:
            cursor.executemany(f"{into}VALUES (%s, %s, %s)", rows)


def forget(marks: Iterable[int]) -> None:
    """Delete what is kept of some records, with their keys."""
    for some in chunks(list(marks)):
        with transaction.atomic():
            DoubleKey.objects.filter(compared__in=some).delete()
            ComparedRecord.objects.filter(pk__in=some).delete()


def due_of(pool: Pool) -> dict[int, int]:
    """The records that are due to be compared, and in which version."""
    return dict(compared_of(pool).filter(is_due=True).order_by("pk").values_list("pk", "compared_version"))


def is_compared(due: Mapping[int, int]) -> None:
    """Note that records were compared, but for those that were keyed anew meanwhile."""
    for some in chunks(due):
        now = dict(ComparedRecord.objects.filter(pk__in=some).values_list("pk", "compared_version"))
        done = [mark for mark in some if now.get(mark) == due[mark]]
        ComparedRecord.objects.filter(pk__in=done).update(is_due=False)


def sharing(pool: Pool, known: Iterable[Any], most: int) -> list[int]:
    """The keys of the records that share most with what is known, of so many at most."""
    shared = {digest for one in known for digest, _place in digests(pool.rules.keys(one), pool.secret)}
    # Of keys alone: joined with their records, SQLite would begin with all of these.
    times = DoubleKey.objects.filter(digest__in=shared).values_list("compared_id").annotate(times=Count("pk"))
    marks = [mark for mark, _times in times.order_by("-times", "compared_id")[:most]] if shared else []
    return list(compared_of(pool).filter(pk__in=marks).values_list("record_id", flat=True)) if marks else []


def every_block() -> Iterator[list[int]]:
    """All blocks, read from the index in its order; in a block neighbours stand beside each other."""
    yield from blocks(in_order(DoubleKey.objects.all()).iterator(chunk_size=10_000))


def blocks_with(marks: Iterable[int]) -> Iterator[list[int]]:
    """The blocks in which some records are; one may come several times."""
    for some in chunks(marks, 100):
        shared = DoubleKey.objects.filter(compared__in=some).values("digest")
        yield from blocks(in_order(DoubleKey.objects.filter(digest__in=shared)).iterator(chunk_size=10_000))


def in_order(keys: QuerySet[DoubleKey]) -> QuerySet[DoubleKey, tuple[int, int]]:
    """Digest and record, block after block."""
    return keys.order_by("digest", "place", "compared_id").values_list("digest", "compared_id")
