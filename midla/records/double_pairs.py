"""The pairs of records that may be one: found again and again, decided once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise

from midla.records.doubles import THRESHOLD, Reason, Rules, find, total
from midla.records.models import DoublePair, PairState
from midla.records.panels import Row

AT_ONCE = 500


@dataclass(frozen=True)
class Pool:
    """Records that are compared with each other: whose, by which rules, what each reason means in words, and which
    reasons rest on contact data."""

    model: type[models.Model]
    rules: Rules[Any]
    rows: Callable[[], Iterator[tuple[int, Any]]]
    sentences: Mapping[str, str | Promise]
    guarded: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """The name under which pairs know the model."""
        return self.model.label()  # type: ignore[attr-defined]


POOLS: list[Pool] = []
# What is likely to be there already, for who is typing it: by kind, from what was typed and for whom.
Typed = Callable[[Mapping[str, Any], Any], list[Row]]
TYPED: dict[str, Typed] = {}


@dataclass(frozen=True)
class Told:
    """One reason in words, with its points."""

    sentence: str | Promise
    points: int

    @property
    def sign(self) -> str:
        return f"{self.points:+d}".replace("-", "−")


def register_pool(pool: Pool) -> None:
    """Have the records of a model compared with each other."""
    POOLS.append(pool)


def register_typed(kind: str, find_like: Typed) -> None:
    """Name a function that finds what is like what somebody types into a form."""
    TYPED[kind] = find_like


def refresh_pairs() -> tuple[int, int]:
    """Find all pairs anew: how many are new, and how many are none any more. What was decided stays."""
    found = [refresh_pool(pool, keys) for pool, keys in zip(POOLS, map(keys_of, POOLS), strict=True)]
    return sum(new for new, _gone in found), sum(gone for _new, gone in found)


def keys_of(pool: Pool) -> set[int]:
    """The keys of the records of a pool, whoever sees them."""
    return set(pool.model._default_manager.filter(trashed_at=None).values_list("pk", flat=True))


def refresh_pool(pool: Pool, kept: set[int]) -> tuple[int, int]:
    """The same for one pool."""
    keys, records = [], []
    for key, known in pool.rows():
        keys.append(key)
        records.append(known)
    found = {}
    for pair in find(pool.rules, records):
        first, second = sorted((keys[pair.first], keys[pair.second]))
        found[first, second] = pair.reasons
    return store(pool, found, kept)


@transaction.atomic
def store(pool: Pool, found: dict[tuple[int, int], tuple[Reason, ...]], kept: set[int]) -> tuple[int, int]:
    """Write what differs from what is kept; pairs of records that are gone go too, unless decided."""
    rows = DoublePair.objects.filter(model_label=pool.label)
    known = {(row.first_id, row.second_id): row for row in rows.iterator()}
    of_pool = {pair: row for pair, row in known.items() if row.state == PairState.OPEN and (pair[0] in kept)}
    gone = [row.pk for pair, row in of_pool.items() if pair not in found]
    for some in chunks(gone):
        rows.filter(pk__in=some).delete()
    new = [described(pool, pair, reasons) for pair, reasons in found.items() if pair not in known]
    DoublePair.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
    changed = [row for pair, row in of_pool.items() if pair in found and redescribe(row, pool, found[pair])]
    DoublePair.objects.bulk_update(changed, ["score", "open_score", "reasons"], batch_size=AT_ONCE)
    return len(new), len(gone)


def chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """Keys in portions that a database takes."""
    rest = iter(keys)
    while some := list(islice(rest, AT_ONCE)):
        yield some


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


def pool_of(label: str) -> Pool:
    """The pool whose rules and words hold for a kind of record."""
    return next(pool for pool in POOLS if pool.label == label)


def told(pair: DoublePair, *, with_contacts: bool) -> list[Told]:
    """The reasons in words, what speaks most for it first."""
    pool = pool_of(pair.model_label)
    shown = [(code, points) for code, points in pair.reasons if with_contacts or code not in pool.guarded]
    lines = [Told(pool.sentences[code], points) for code, points in shown if code in pool.sentences and points]
    return sorted(lines, key=lambda line: -line.points)


def likely(pairs: Any, user: Any, *, reads_contacts: bool) -> Any:
    """Of pairs, those that are likely by what the user may read."""
    return pairs if reads_contacts else pairs.filter(open_score__gte=THRESHOLD)


@transaction.atomic
def decide(pair: DoublePair, *, state: PairState, by: Any) -> DoublePair:
    """Write what was decided about a pair, by whom and when; to decide again empties that."""
    held = DoublePair.objects.select_for_update().get(pk=pair.pk)
    is_open = state == PairState.OPEN
    held.state, held.decided_at, held.decided_by = state, None if is_open else timezone.now(), None if is_open else by
    held.save(update_fields=["state", "decided_at", "decided_by"])
    return held
