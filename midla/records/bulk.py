"""Changing many records at once: which rows, what changes in each, one transaction, one batch that can be undone.

An act names the field it writes. Acts are for fields on which nothing else rests: no consequence of a change is run.
"""

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midla.records.errors import Refused
from midla.records.filters import LARGEST_KEY
from midla.records.lists import Listing
from midla.records.models import Batch, Change, Verb
from midla.records.registry import RecordType

CHUNK = 2_000
MOST_PICKS, MOST_NAMED = 1_000, 10
UNDO_DAYS = 30
NOTHING_PICKED = gettext_lazy("Nothing was picked. Tick some rows first.")
# Stands, in a preview, for the key of something that is made when the act is applied.
NOT_MADE_YET = 0
# A key -> what the record held -> what it shall hold, as history keeps it.
Changes = dict[int, tuple[Any, Any]]


def picked_keys(values: Iterable[str]) -> list[int]:
    """The keys among what was posted; what could be no key is not there."""
    digits = [value for value in list(values)[:MOST_PICKS] if value.isascii() and value.isdecimal() and len(value) < 19]
    return [key for key in map(int, digits) if key <= LARGEST_KEY]


@dataclass(frozen=True)
class Selection:
    """The rows an act reaches: those ticked, or all that a list's address finds. Always what the user sees."""

    declared: RecordType
    user: Any
    picks: tuple[int, ...]
    query: str
    everything: bool

    @classmethod
    def posted(cls, declared: RecordType, user: Any, post: QueryDict) -> "Selection":
        picks = tuple(dict.fromkeys(picked_keys(post.getlist("pick"))))
        return cls(declared, user, picks, post.get("query", "")[:2000], post.get("everything") == "1")

    @property
    def listing(self) -> Listing:
        return Listing(self.declared, self.user, QueryDict(self.query))

    def rows(self) -> QuerySet:
        """The rows, through what the user sees."""
        if self.everything:
            return self.listing.narrowed
        return self.declared.visible_to(self.user).filter(pk__in=self.picks)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What a form carries to ask for the same rows again."""
        if self.everything:
            return [("everything", "1"), ("query", self.query)]
        return [("query", self.query), *(("pick", str(key)) for key in self.picks)]


class BulkAct:
    """One thing that can be done with many rows."""

    # In the address, and the field of the record it writes.
    name: ClassVar[str]
    field: ClassVar[str]
    label: ClassVar[str | Promise]

    def form(self, posted: QueryDict | None = None) -> Any:
        """The form that asks for the value, in a field named `value`."""
        raise NotImplementedError

    def before(self, rows: QuerySet) -> Mapping[int, Any]:
        """What each row holds in the field now, as history keeps it."""
        raise NotImplementedError

    def after(self, held: Any, value: Any) -> Any:
        """What a row that holds something shall hold."""
        raise NotImplementedError

    def store(self, model: type[models.Model], changes: Changes) -> None:
        """Write the new values, set by set."""
        raise NotImplementedError

    def words(self, keys: Collection[Any], value: Any) -> Mapping[Any, str]:
        """What values of the field are called, the chosen one too."""
        raise NotImplementedError

    def prepared(self, value: Any) -> Any:
        """The value to store, made where it does not exist yet; called once, when the act is applied."""
        return value

    def changes(self, rows: QuerySet, value: Any) -> Changes:
        """The rows that would change, with both values."""
        found = {}
        for key, held in self.before(rows).items():
            wanted = self.after(held, value)
            if wanted != held:
                found[key] = (held, wanted)
        return found


class SetColumn(BulkAct):
    """Gives a foreign key one value."""

    def before(self, rows: QuerySet) -> Mapping[int, Any]:
        return dict(rows.values_list("pk", f"{self.field}_id"))

    def after(self, held: Any, value: Any) -> Any:
        return value.pk

    def store(self, model: Any, changes: Changes) -> None:
        wanted: dict[Any, list[int]] = {}
        for key, (_held, value) in changes.items():
            wanted.setdefault(value, []).append(key)
        for value, keys in wanted.items():
            for chunk in chunks(keys):
                model._base_manager.filter(pk__in=chunk).update(**{f"{self.field}_id": value})


class AddToMany(BulkAct):
    """Adds one thing to a many-to-many field."""

    def before(self, rows: QuerySet) -> Mapping[int, Any]:
        held: dict[int, list[int]] = {key: [] for key in rows.values_list("pk", flat=True)}
        through, own, other = self.table(rows.model)
        for chunk in chunks(list(held)):
            pairs = through.objects.filter(**{f"{own}__in": chunk}).values_list(own, other)
            for key, held_key in pairs:
                held[key].append(held_key)
        return {key: sorted(keys) for key, keys in held.items()}

    def after(self, held: Any, value: Any) -> Any:
        return sorted({*held, value.pk or NOT_MADE_YET})

    def store(self, model: Any, changes: Changes) -> None:
        through, own, other = self.table(model)
        added = [(key, new) for key, (held, wanted) in changes.items() for new in set(wanted) - set(held)]
        gone = [(key, old) for key, (held, wanted) in changes.items() for old in set(held) - set(wanted)]
        made = [through(**{own: key, other: new}) for key, new in added]
        through.objects.bulk_create(made, batch_size=CHUNK, ignore_conflicts=True)
        by_value: dict[int, list[int]] = {}
        for key, old in gone:
            by_value.setdefault(old, []).append(key)
        for old, keys in by_value.items():
            for chunk in chunks(keys):
                through.objects.filter(**{f"{own}__in": chunk, other: old}).delete()

    def table(self, model: Any) -> tuple[Any, str, str]:
        """The table of the relation, and its two columns."""
        relation = model._meta.get_field(self.field)
        return (
            relation.remote_field.through,
            f"{relation.m2m_field_name()}_id",
            f"{relation.m2m_reverse_field_name()}_id",
        )


def chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """The keys in sets that a database takes as parameters."""
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


@dataclass(frozen=True)
class Preview:
    """What an act would change: each old value with the new one and how many rows; and how many stay as they are.

    `digest` stands for exactly these rows, what they hold and the value chosen: who applies sends it back.
    """

    lines: list[tuple[str, str, int]]
    changing: int
    staying: int
    digest: str


def preview(act: BulkAct, rows: QuerySet, value: Any) -> Preview:
    """Work out what an act would change, writing nothing."""
    rows = rows.order_by()
    held, changes = act.before(rows), act.changes(rows, value)
    counted = Counter((frozen(old), frozen(new)) for old, new in changes.values())
    keys = {key for pair in counted for one in pair for key in keys_of(one)}
    names = act.words(keys, value)
    lines = [(said(old, names), said(new, names), number) for (old, new), number in counted.most_common()]
    return Preview(lines, len(changes), len(held) - len(changes), digest_of(changes, value))


def digest_of(changes: Changes, value: Any) -> str:
    """Stands for the rows that change, what they held and the value chosen; the same before and after it is made."""
    told = [value.pk, str(value), sorted((key, held) for key, (held, _wanted) in changes.items())]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def frozen(value: Any) -> Any:
    """A value that can be counted."""
    return tuple(value) if isinstance(value, list) else value


def said(value: Any, names: Mapping[Any, str]) -> str:
    """A value in words; nothing is a dash."""
    return ", ".join(names.get(key, str(key)) for key in keys_of(value)) or "–"


def keys_of(value: Any) -> tuple[Any, ...]:
    """The keys in a value: many, one or none."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


@transaction.atomic
def apply(act: BulkAct, rows: QuerySet, value: Any, *, by: Any, expected: str | None = None) -> Batch:
    """Give all rows the new value, as one batch with its history. Raises Refused where the rows are not those shown.

    `expected` is the digest of the preview that was shown.
    """
    stored = act.prepared(value)
    changes: Changes = {}
    rows = rows.order_by()
    for chunk in chunks(list(rows.values_list("pk", flat=True))):
        # Locked by themselves and in one order: the rows' own conditions join tables that cannot be locked. They are
        # asked again afterwards, because a row may have gone to the trash while this waited.
        list(rows.model._base_manager.filter(pk__in=chunk).order_by("pk").select_for_update().values_list("pk"))
        changes |= act.changes(rows.filter(pk__in=chunk), stored)
    if expected is not None and digest_of(changes, value) != expected:
        raise Refused(_("The records changed while you were looking. Check the new preview."))
    batch = Batch.objects.create(by=by, act=str(act.label)[:100], size=len(changes))
    write(act, rows.model, changes, by=by, batch=batch, verb=Verb.EDITED)
    return batch


def write(act: BulkAct, model: Any, changes: Changes, *, by: Any, batch: Batch, verb: Verb) -> None:
    """Store the values, count the versions up, and write the history."""
    act.store(model, changes)
    now = timezone.now()
    for chunk in chunks(list(changes)):
        touched = model._base_manager.filter(pk__in=chunk)
        touched.update(version=F("version") + 1, updated_by=by, updated_at=now)
    rows = [
        Change(
            by=by,
            at=now,
            verb=verb,
            batch=batch,
            model_label=model.label(),
            record_id=key,
            before={act.field: old},
            after={act.field: new},
        )
        for key, (old, new) in changes.items()
    ]
    for row in rows:
        row.sign()
    Change.objects.bulk_create(rows, batch_size=CHUNK)


@dataclass(frozen=True)
class Undone:
    """How many rows went back, the names of those changed again since, and how many lie out of reach: these stayed."""

    rows: int
    skipped: list[str]
    out_of_reach: int


@transaction.atomic
def undo_batch(declared: RecordType, act: BulkAct, batch: Batch, *, by: Any) -> Undone:
    """Take a batch back, row by row where the field still holds what the batch wrote; the others are named."""
    held_batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if held_batch.undone_at is not None:
        raise Refused(_("This was undone already."))
    if held_batch.at < timezone.now() - datetime.timedelta(days=UNDO_DAYS):
        raise Refused(_("This is too long ago to be undone: more than 30 days."))
    wrote = {
        change.record_id: (change.before[act.field], change.after[act.field])
        for change in held_batch.changes.filter(model_label=declared.label())
        if act.field in change.after
    }
    back, skipped = still_so(declared, act, wrote, by)
    undoing = Batch.objects.create(by=by, act=_("Undone: %(act)s")[:100] % {"act": batch.act[:80]}, size=len(back))
    write(act, declared.model, back, by=by, batch=undoing, verb=Verb.UNDONE)
    held_batch.undone_at = timezone.now()
    held_batch.save(update_fields=["undone_at"])
    return Undone(len(back), names_of(declared, skipped, by), len(wrote) - len(back) - len(skipped))


def changes_of(declared: RecordType) -> QuerySet:
    """The history of records of this type; two faces of one table have one label, and are told apart by their rows."""
    rows = declared.model.objects.order_by().values("pk")
    return Change.objects.filter(model_label=declared.label(), record_id__in=rows)


def recent_batches(declared: RecordType, reader: Any, *, own: bool) -> QuerySet:
    """The bulk changes of rows the reader sees that can still be taken back, the newest first; `own`: only theirs."""
    since = timezone.now() - datetime.timedelta(days=UNDO_DAYS)
    seen = declared.visible_to(reader).order_by().values("pk")
    changed = Exists(changes_of(declared).filter(batch=OuterRef("pk"), record_id__in=seen))
    batches = Batch.objects.filter(changed, at__gte=since, undone_at=None).select_related("by")
    return (batches.filter(by=reader) if own else batches).order_by("-at", "-pk")


def still_so(declared: RecordType, act: BulkAct, wrote: Changes, user: Any) -> tuple[Changes, list[int]]:
    """What goes back, and the keys of rows that were changed since; rows the user does not see are in neither."""
    back: Changes = {}
    skipped: list[int] = []
    for chunk in chunks(list(wrote)):
        held = act.before(declared.visible_to(user).filter(pk__in=chunk).order_by())
        for key, now in held.items():
            old, new = wrote[key]
            if now == new:
                back[key] = (new, old)
            else:
                skipped.append(key)
    return back, skipped


def names_of(declared: RecordType, keys: Sequence[int], user: Any) -> list[str]:
    """The names of the first of some rows, and how many more there are."""
    named = [str(record) for record in declared.visible_to(user).filter(pk__in=keys[:MOST_NAMED])]
    more = len(keys) - len(named)
    return [*named, _("and %(count)d more") % {"count": more}] if more > 0 else named
