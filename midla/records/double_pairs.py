"""The pairs of records that may be one: found again and again, decided once."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise

from midla.records.double_keys import blocks_with, chunks, compared_of, due_of, every_block, is_compared, renew_keys
from midla.records.double_pools import POOLS, Compared, Pool, pool_of
from midla.records.doubles import THRESHOLD, Pair, Rarity, Reason, pairs_in, total
from midla.records.models import DoublePair, PairState

AT_ONCE = 500
# Where more than one record in so many is due, all are compared: that is less work than asking for each.
SHARE_OF_WHOLE = 5
TOLD_EVERY = 20_000

# How much is done, and of how much.
Tell = Callable[[int, int], None]
Found = tuple[Pair, tuple[Reason, ...]]


@dataclass(frozen=True)
class Told:
    """One reason in words, with its points."""

    sentence: str | Promise
    points: int

    @property
    def sign(self) -> str:
        return f"{self.points:+d}".replace("-", "−")


def tell_nobody(done: int, of: int) -> None:
    """For who does not ask how far it is."""


def refresh_pairs(*, changed_only: bool = False, tell: Tell = tell_nobody) -> tuple[int, int]:
    """Find all pairs, or those of what changed since: how many are new, and how many are none any more.

    What was decided stays.
    """
    sizes = [pool.kept().count() for pool in POOLS]
    new = gone = before = 0
    for pool, size in zip(POOLS, sizes, strict=True):
        told = partial(tell_more, tell, before, sum(sizes))
        some_new, some_gone = refresh_pool(pool, changed_only=changed_only, tell=told)
        new, gone, before = new + some_new, gone + some_gone, before + size
    tell(sum(sizes), sum(sizes))
    return new, gone


def tell_more(tell: Tell, before: int, of: int, done: int) -> None:
    """Say how much of all is done."""
    tell(min(before + done, of), of)


def refresh_pool(
    pool: Pool, *, changed_only: bool, tell: Callable[[int], None], gone: Sequence[int] = ()
) -> tuple[int, int]:
    """The same for one pool, some of whose records are known to be gone."""
    gone = [*gone, *renew_keys(pool)]
    due = due_of(pool)
    if not changed_only or len(due) * SHARE_OF_WHOLE > compared_of(pool).count():
        return compare_all(pool, due, tell)
    return compare_some(pool, due, gone)


def refresh_records(label: str, keys: Sequence[int]) -> tuple[int, int]:
    """Find the pairs of records that were just written, and of what else is due; nothing where they are known."""
    pool = pool_of(label)
    gone = renew_keys(pool, keys)
    if not gone and not compared_of(pool, keys).filter(is_due=True).exists():
        return 0, 0
    return refresh_pool(pool, changed_only=True, tell=lambda done: None, gone=gone)


def compare_all(pool: Pool, due: Mapping[int, int], tell: Callable[[int], None]) -> tuple[int, int]:
    """Compare every record with those that share a key with it; of the pairs kept, what is found no more goes."""
    kept = list(open_pairs(pool))
    marks = dict(compared_of(pool).values_list("record_id", "pk"))
    records = {marks[record.key]: record for record in pool.rows(None) if record.key in marks}
    rarity = Rarity(pool.rules.words(record.known) for record in records.values())
    # In a large block neighbours change: a pair that is known is compared again, whether or not they are neighbours.
    known = ([marks[first], marks[second]] for _key, first, second in kept if first in marks and second in marks)
    pairs = pairs_in(chain((block for block in every_block() if block[0] in records), known))
    new, found = store(pool, scored(pool, told_of(pairs, sorted(records), tell), records, rarity))
    gone = delete_but(found, kept)
    is_compared(due)
    return new, gone


def told_of(pairs: Iterable[Pair], order: Sequence[int], tell: Callable[[int], None]) -> Iterator[Pair]:
    """Pairs, in the order of their first records; now and then it is told how many of these are done."""
    for number, pair in enumerate(pairs):
        if number % TOLD_EVERY == 0:
            tell(bisect_left(order, pair[0]))
        yield pair


def compare_some(pool: Pool, due: Mapping[int, int], gone: Sequence[int]) -> tuple[int, int]:
    """Compare the records that are due; of their pairs, and of those that are gone, what is found no more goes."""
    new, found = 0, set[Pair]()
    if due:
        pairs = [pair for pair in pairs_in(blocks_with(due)) if pair[0] in due or pair[1] in due]
        records = with_marks(pool, {*due, *(mark for pair in pairs for mark in pair)})
        new, found = store(pool, scored(pool, pairs, records, Rarity(pool.words_of_all())))
    touched = [*gone, *compared_keys(pool, due)]
    old = delete_but(found, (row for some in chunks(touched, AT_ONCE) for row in open_pairs(pool, some)))
    is_compared(due)
    return new, old


def compared_keys(pool: Pool, marks: Iterable[int]) -> Iterator[int]:
    """The keys of the records that marks stand for."""
    for some in chunks(marks):
        yield from compared_of(pool).filter(pk__in=some).values_list("record_id", flat=True)


def with_marks(pool: Pool, marks: Iterable[int]) -> dict[int, Compared]:
    """Some records as they are compared."""
    found = {}
    for some in chunks(sorted(marks)):
        keys = dict(compared_of(pool).filter(pk__in=some).values_list("record_id", "pk"))
        found.update({keys[record.key]: record for record in pool.rows([*keys])})
    return found


def scored(
    pool: Pool, pairs: Iterable[Pair], records: Mapping[int, Compared], rarity: Rarity
) -> Iterator[tuple[Pair, tuple[Reason, ...]]]:
    """Of pairs of marks, those that are likely, by the keys of their records, the lower first; with the reasons."""
    reasons_of = pool.rules.reasons
    for first, second in pairs:
        one, other = records.get(first), records.get(second)
        if one is None or other is None:
            continue
        reasons = reasons_of(one.known, other.known, rarity)
        if total(reasons) >= THRESHOLD:
            yield (min(one.key, other.key), max(one.key, other.key)), tuple(reasons)


def store(pool: Pool, found: Iterator[Found]) -> tuple[int, set[Pair]]:
    """Write what differs from what is kept, portion by portion: how many pairs are new, and all that were found."""
    new, every = 0, set[Pair]()
    while some := dict(islice(found, AT_ONCE)):
        new += store_some(pool, some)
        every.update(some)
    return new, every


@transaction.atomic
def store_some(pool: Pool, found: Mapping[Pair, tuple[Reason, ...]]) -> int:
    """The same for some pairs."""
    ends = {"first_id__in": {pair[0] for pair in found}, "second_id__in": {pair[1] for pair in found}}
    held = {(row.first_id, row.second_id): row for row in DoublePair.objects.filter(model_label=pool.label, **ends)}
    new = [described(pool, pair, reasons) for pair, reasons in found.items() if pair not in held]
    DoublePair.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
    known = [(held[pair], reasons) for pair, reasons in found.items() if pair in held]
    changed = [row for row, reasons in known if row.state == PairState.OPEN and redescribe(row, pool, reasons)]
    DoublePair.objects.bulk_update(changed, ["score", "open_score", "reasons"], batch_size=AT_ONCE)
    return len(new)


# The key of a pair's row, and its two records.
Row = tuple[int, int, int]


def open_pairs(pool: Pool, keys: Sequence[int] | None = None) -> Iterator[Row]:
    """The pairs that nobody has decided about, or those of some records."""
    rows = DoublePair.objects.filter(model_label=pool.label).open().order_by("pk")
    if keys is not None:
        rows = rows.filter(models.Q(first_id__in=keys) | models.Q(second_id__in=keys))
    yield from rows.values_list("pk", "first_id", "second_id")


def delete_but(found: set[Pair], rows: Iterable[Row]) -> int:
    """Delete the open pairs among rows that were not found; how many they are."""
    gone = {key for key, first, second in rows if (first, second) not in found}
    for some in chunks(sorted(gone), AT_ONCE):
        DoublePair.objects.open().filter(pk__in=some).delete()
    return len(gone)


def described(pool: Pool, pair: tuple[int, int], reasons: Iterable[Reason]) -> DoublePair:
    """A new row for a pair."""
    row = DoublePair(model_label=pool.label, first_id=pair[0], second_id=pair[1], score=0, open_score=0)
    redescribe(row, pool, reasons)
    return row


def redescribe(row: DoublePair, pool: Pool, reasons: Iterable[Reason]) -> bool:
    """Give a row scores and reasons; True where they are others than before."""
    before = (row.score, row.open_score, row.reasons)
    every = list(reasons)
    row.score = total(every)
    row.open_score = total(reason for reason in every if reason[0] not in pool.guarded)
    row.reasons = [[code, round(points)] for code, points in every]
    return before != (row.score, row.open_score, row.reasons)


def told(pair: DoublePair, *, with_contacts: bool) -> list[Told]:
    """The reasons in words, what speaks most for it first."""
    pool = pool_of(pair.model_label)
    shown = [(code, points) for code, points in pair.reasons if with_contacts or code not in pool.guarded]
    lines = [Told(pool.sentences[code], points) for code, points in shown if code in pool.sentences and points]
    return sorted(lines, key=lambda line: -line.points)


@transaction.atomic
def decide(pair: DoublePair, *, state: PairState, by: Any) -> DoublePair:
    """Write what was decided about a pair, by whom and when; to decide again empties that."""
    held = DoublePair.objects.select_for_update().get(pk=pair.pk)
    is_open = state == PairState.OPEN
    held.state, held.decided_at, held.decided_by = state, None if is_open else timezone.now(), None if is_open else by
    held.save(update_fields=["state", "decided_at", "decided_by"])
    return held
