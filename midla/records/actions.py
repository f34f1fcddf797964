"""Creating, editing, trashing, restoring and undoing any record, with its history."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from midla.records.errors import Conflict, Refused, UndoRefused
from midla.records.history import (
    change_of,
    column_values,
    differences,
    filled,
    keys_of,
    relation_values,
    tracked_relations,
)
from midla.records.models import Batch, Change, Merge, Record, Verb
from midla.records.registry import allow, follow

Many = Mapping[str, Iterable[Any]]
R = TypeVar("R", bound=Record)


@transaction.atomic(savepoint=False)
def create(record: R, *, by: Any, many: Many | None = None, batch: Batch | None = None) -> R:
    """Store a new record with its many-to-many choices, and the first row of its history."""
    record.created_by = record.updated_by = by
    allow(record)
    record.refresh_search_key()
    record.save(force_insert=True)
    many = {name: list(choice) for name, choice in (many or {}).items()}
    for name, choice in many.items():
        if choice:
            link(record, name, choice)
    after = filled({**column_values(record), **keys_of(many)})
    written(change_of(record, by=by, verb=Verb.CREATED, after=after, batch=batch), record)
    return record


def link(record: Record, name: str, choice: Iterable[Any]) -> None:
    """Store the first choices of a many-to-many field: a new record has none to compare with."""
    field: Any = record._meta.get_field(name)
    through, own, other = field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
    keys = dict.fromkeys(getattr(chosen, "pk", chosen) for chosen in choice)
    through._default_manager.bulk_create(through(**{f"{own}_id": record.pk, f"{other}_id": key}) for key in keys)


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
    rows: Any = records.model._base_manager
    keys = list(records.order_by().values_list("pk", flat=True))
    held = list(rows.select_for_update().filter(pk__in=keys, trashed_at=None).order_by("pk"))
    batch, now = Batch.objects.create(by=by, act=act[:100], size=len(held)), timezone.now()
    rows.filter(pk__in=[record.pk for record in held]).update(
        trashed_at=now, trashed_by=by, updated_at=now, updated_by=by, version=F("version") + 1
    )
    changes = [change_of(record, by=by, verb=Verb.TRASHED, batch=batch) for record in held]
    Change.objects.bulk_create(changes, batch_size=500)
    for record, change in zip(held, changes, strict=True):
        follow(record, change)
    return batch


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
    else:
        give_back(record, change, by=by, batch=batch)


def give_back(record: Record, change: Change, *, by: Any, batch: Batch | None) -> None:
    """Give a record the values it had before a change, where they are still what the change made them."""
    held = locked(record)
    now = {**column_values(held), **relation_values(held)}
    if later := [name for name, value in change.after.items() if now.get(name) != value]:
        fields = {field.name: field for field in held._meta.get_fields()}
        labels = ", ".join(str(getattr(fields.get(name), "verbose_name", name)) for name in later)
        raise UndoRefused(_("Changed again since: %(fields)s. Edit the record instead.") % {"fields": labels})
    relations = {field.name for field in tracked_relations(type(held))}
    many = {name: keys for name, keys in change.before.items() if name in relations}
    values = {
        held._meta.get_field(name).attname: held._meta.get_field(name).to_python(value)
        for name, value in change.before.items()
        if name not in relations
    }
    give(held, by=by, values=values, many=many, batch=batch, verb=Verb.UNDONE)


def written(change: Change, record: Record) -> None:
    """Store the row of history, and work out what rests on the record."""
    change.save(force_insert=True)
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
