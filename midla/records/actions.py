"""Creating, editing, trashing, restoring and undoing any record, with its history."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from midla.records.errors import Conflict, Refused, UndoRefused
from midla.records.history import (
    change_of,
    chosen_values,
    column_values,
    differences,
    filled,
    keys_of,
    relation_values,
    tracked_relations,
)
from midla.records.models import Batch, Change, Merge, Record, Verb
from midla.records.registry import allow, allow_all, follow, follow_all, kept_beside
from midla.records.storing import AT_ONCE, insert, store_many, store_new

Many = Mapping[str, Iterable[Any]]
R = TypeVar("R", bound=Record)


@transaction.atomic(savepoint=False)
def create(record: R, *, by: Any, many: Many | None = None, batch: Batch | None = None) -> R:
    """Store a new record with its many-to-many choices, and the first row of its history."""
    record.created_by = record.updated_by = by
    allow(record)
    record.refresh_search_key()
    store_new(record)
    many = {name: list(choice) for name, choice in (many or {}).items()}
    for name, choice in many.items():
        if choice:
            add_links(record, name, [(record.pk, choice)])
    after = filled({**column_values(record), **keys_of(many)})
    written(change_of(record, by=by, verb=Verb.CREATED, after=after, batch=batch), record)
    return record


@transaction.atomic
def create_many(records: Sequence[tuple[R, Many]], *, by: Any, batch: Batch) -> None:
    """Store new records of one model with their choices and history: set by set, however many."""
    if not records:
        return
    fresh = [record for record, _many in records]
    for record in fresh:
        record.created_by = record.updated_by = by
        record.refresh_search_key()
    allow_all(fresh)
    insert(fresh)
    for name in {name for _record, many in records for name in many}:
        add_links(fresh[0], name, ((record.pk, many.get(name, ())) for record, many in records))
    changes = [
        change_of(
            record, by=by, verb=Verb.CREATED, after=filled({**column_values(record), **keys_of(many)}), batch=batch
        )
        for record, many in records
    ]
    insert(changes)
    follow_all(fresh, changes)


def add_links(record: Record, name: str, chosen: Iterable[tuple[int, Iterable[Any]]]) -> None:
    """Store the rows that tie records of one model, by their keys, to what was chosen."""
    field: Any = record._meta.get_field(name)
    through, own, other = (
        field.remote_field.through,
        f"{field.m2m_field_name()}_id",
        f"{field.m2m_reverse_field_name()}_id",
    )
    rows = [
        through(**{own: record_id, other: key})
        for record_id, choice in chosen
        for key in dict.fromkeys(getattr(one, "pk", one) for one in choice)
    ]
    insert(rows)


@transaction.atomic
def edit(
    record: R,
    *,
    by: Any,
    values: Mapping[str, Any],
    many: Many | None = None,
    version: int | None = None,
    batch: Batch | None = None,
    verb: Verb = Verb.EDITED,
    reason: str = "",
) -> R:
    """Give a record new values. Raises Conflict where its version is no longer the one that was read.

    Nothing is written where nothing changes.
    """
    held = locked(record)
    if version is not None and held.version != version:
        raise Conflict(held)
    return give(held, by=by, values=values, many=many or {}, batch=batch, verb=verb, reason=reason)


def give(
    held: R,
    *,
    by: Any,
    values: Mapping[str, Any],
    many: Many,
    batch: Batch | None = None,
    verb: Verb = Verb.EDITED,
    reason: str = "",
) -> R:
    """Give a locked record new values, where they are new."""
    before = {**column_values(held), **relation_values(held, many)}
    for name, value in values.items():
        setattr(held, name, value)
    if not held.is_trashed:
        allow(held)
    old, new = differences(before, {**column_values(held), **keys_of(many)})
    if not new:
        return held
    held.refresh_search_key()
    stamp(held, by=by)
    held.save()
    for name in new.keys() & many.keys():
        getattr(held, name).set(many[name])
    change = change_of(held, by=by, verb=verb, before=old, after=new, batch=batch, reason=reason)
    written(change, held)
    return held


# A record's key, its new columns by attribute, its choices of many, and the version that was read.
Edit = tuple[int, Mapping[str, Any], Mapping[str, Sequence[int]], int]


@transaction.atomic
def edit_many(model: type[R], edits: Sequence[Edit], *, by: Any, batch: Batch) -> dict[int, R]:
    """Give records of one model new values and choices, set by set. The records, by their keys.

    Raises Conflict where one was written since it was read, or is in the trash.
    """
    held: dict[int, R] = {}
    for start in range(0, len(edits), AT_ONCE):
        some = edits[start : start + AT_ONCE]
        records = {record.pk: record for record in locked_rows(model, [key for key, *_rest in some])}
        for key, _values, _many, version in some:
            if key not in records or records[key].version != version:
                raise Conflict(records.get(key))
        edit_some([(records[key], values, many) for key, values, many, _version in some], by=by, batch=batch)
        held |= records
    return held


def edit_some(
    edits: Sequence[tuple[R, Mapping[str, Any], Mapping[str, Sequence[int]]]],
    *,
    by: Any,
    batch: Batch,
    verb: Verb = Verb.EDITED,
) -> None:
    """Write some locked records in a few statements."""
    records = [record for record, _values, _many in edits]
    names = {name for _record, _values, many in edits for name in many}
    chosen = {name: chosen_values(type(records[0]), name, [record.pk for record in records]) for name in names}
    changes, touched, now = [], [], timezone.now()
    for record, values, many in edits:
        before = {**column_values(record), **{name: chosen[name][record.pk] for name in many}}
        for name, value in values.items():
            setattr(record, name, value)
        old, new = differences(before, {**column_values(record), **keys_of(many)})
        if new:
            record.refresh_search_key()
            record.version, record.updated_by, record.updated_at = record.version + 1, by, now
            changes.append(change_of(record, by=by, verb=verb, before=old, after=new, batch=batch))
            touched.append(record)
    allow_all(touched)
    store_columns(touched, {name for change in changes for name in change.after} - names)
    for name in names:
        choose(name, [(record, chosen[name][record.pk], many[name]) for record, _values, many in edits if name in many])
    insert(changes)
    follow_all(touched, changes)


def choose(name: str, choices: Sequence[tuple[Record, Sequence[int], Sequence[int]]]) -> None:
    """Give records what they shall hold in a choice of many, beside what they hold."""
    record = choices[0][0]
    add_links(record, name, ((one.pk, sorted(set(wanted) - {*held})) for one, held, wanted in choices))
    field: Any = record._meta.get_field(name)
    own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    gone: dict[int, list[Any]] = {}
    for one, held, wanted in choices:
        for key in set(held) - {*wanted}:
            gone.setdefault(key, []).append(one.pk)
    for key, owners in gone.items():
        field.remote_field.through._default_manager.filter(**{f"{own}__in": owners, other: key}).delete()


def store_columns(records: Sequence[Record], names: Collection[str]) -> None:
    """Write the named columns of stored records, their stamps and keys: an insertion that finds its row is quickest."""
    if not records:
        return
    columns = {field.name for field in records[0]._meta.concrete_fields}
    always = {"version", "updated_by", "updated_at", "search_key", "sort_key"} & columns
    store_many(
        type(records[0]),
        records,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=sorted({*names, *always}),
    )


@transaction.atomic
def trash(record: Record, *, by: Any, reason: str = "", batch: Batch | None = None) -> None:
    """Move a record to the trash, from where it can be restored for 30 days."""
    held = locked(record)
    if held.is_trashed:
        return
    held.trashed_at, held.trashed_by = timezone.now(), by
    stamp(held, by=by)
    held.save(update_fields=["trashed_at", "trashed_by", "version", "updated_at", "updated_by"])
    written(change_of(held, by=by, verb=Verb.TRASHED, batch=batch, reason=reason), held)


@transaction.atomic
def trash_many(records: models.QuerySet[Any], *, by: Any, act: str) -> Batch:
    """Move rows to the trash as one batch: a few queries, however many; what rests on them is worked out row by row."""
    keys = sorted(records.order_by().values_list("pk", flat=True))
    batch = Batch.objects.create(by=by, act=act[:100])
    for start in range(0, len(keys), AT_ONCE):
        batch.size += trash_some(records.model, keys[start : start + AT_ONCE], batch)
    batch.save(update_fields=["size"])
    return batch


def trash_some(model: Any, keys: Sequence[int], batch: Batch) -> int:
    """Move the rows with these keys to the trash; how many were not there already."""
    held, by, now = list(locked_rows(model, keys)), batch.by, timezone.now()
    model._base_manager.filter(pk__in=[record.pk for record in held]).update(
        trashed_at=now, trashed_by=by, updated_at=now, updated_by=by, version=F("version") + 1
    )
    changes = [change_of(record, by=by, verb=Verb.TRASHED, batch=batch) for record in held]
    insert(changes)
    follow_all(held, changes)
    return len(held)


def locked_rows(model: Any, keys: Sequence[int]) -> models.QuerySet:
    """The kept rows with these keys, locked in one order until the transaction ends."""
    return model._base_manager.select_for_update().filter(pk__in=keys, trashed_at=None).order_by("pk")


@transaction.atomic
def restore(record: Record, *, by: Any, batch: Batch | None = None) -> None:
    """Take a record back from the trash. Raises Refused where it lies there because it was merged into another one."""
    held = locked(record)
    if not held.is_trashed:
        return
    if Merge.objects.standing().filter(model_label=held.label(), loser_id=held.pk).exists():
        raise Refused(_("It was merged into another record. Undo the merge there instead."))
    held.trashed_at = held.trashed_by = None
    allow(held)
    stamp(held, by=by)
    held.save(update_fields=["trashed_at", "trashed_by", "version", "updated_at", "updated_by"])
    written(change_of(held, by=by, verb=Verb.RESTORED, batch=batch), held)


@transaction.atomic
def undo(record: Record, change: Change, *, by: Any, batch: Batch | None = None) -> None:
    """Take one change of a record back. Raises UndoRefused, naming the fields, where they were changed again since."""
    if change.verb in {Verb.CREATED, Verb.RESTORED}:
        trash(record, by=by, batch=batch)
    elif change.verb == Verb.TRASHED:
        restore(record, by=by, batch=batch)
    elif beside := [kept for name, kept in kept_beside(type(record)).items() if name in change.after]:
        beside[0].take_back(locked(record), change, by=by)
    else:
        give_back(record, change, by=by, batch=batch)


def give_back(record: Record, change: Change, *, by: Any, batch: Batch | None) -> None:
    """Give a record the values it had before a change, where they are still what the change made them."""
    held = locked(record)
    now = {**column_values(held), **relation_values(held)}
    if later := [name for name, value in change.after.items() if now.get(name) != value]:
        fields = {field.name: field for field in held._meta.get_fields()}
        labels = ", ".join(str(getattr(fields.get(name), "verbose_name", name)) for name in later)
        raise changed_since(labels)
    give_values_back(held, change, by=by, batch=batch)


def changed_since(labels: Any) -> UndoRefused:
    """Why a change is not taken back: what it wrote was written again."""
    return UndoRefused(_("Changed again since: %(fields)s. Edit the record instead.") % {"fields": labels})


def give_values_back(
    held: Record, change: Change, *, by: Any, names: Collection[str] | None = None, batch: Batch | None = None
) -> None:
    """Give a locked record the values it had before a change, in all fields or in some."""
    before = {name: value for name, value in change.before.items() if names is None or name in names}
    relations = {field.name for field in tracked_relations(type(held))}
    many = {name: keys for name, keys in before.items() if name in relations}
    values = {
        held._meta.get_field(name).attname: held._meta.get_field(name).to_python(value)
        for name, value in before.items()
        if name not in relations
    }
    give(held, by=by, values=values, many=many, batch=batch, verb=Verb.UNDONE)


def written(change: Change, record: Record) -> None:
    """Store the row of history, and work out what rests on the record."""
    insert([change])
    record.newest_change = change
    follow(record, change)


def locked(record: R) -> R:
    """The record as the database holds it now, locked until the transaction ends."""
    rows: models.QuerySet[R] = type(record)._base_manager.select_for_update()
    return rows.get(pk=record.pk)


def stamp(record: Record, *, by: Any) -> None:
    """Count the version up and note who changed it."""
    record.version += 1
    record.updated_by = by
