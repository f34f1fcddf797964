"""Taking a whole import back: what it added goes to the trash, what it changed gets its former values."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from midla.records.actions import edit_some, locked_rows, trash_some
from midla.records.bulk import MOST_NAMED, UNDO_DAYS
from midla.records.errors import Refused
from midla.records.history import chosen_values, column_values, tracked_relations
from midla.records.importing.keys import Keys
from midla.records.importing.types import IMPORT_TYPES
from midla.records.models import Batch, Change, ImportedRow, ImportFile, ImportState, Record, Verb
from midla.records.registry import type_of
from midla.records.storing import AT_ONCE


@dataclass(frozen=True)
class Undone:
    """How many records went back, and the names of the first of those that stay because somebody wrote them since."""

    records: int
    stayed: int
    names: list[str]


class Stayed:
    """Records that stay as they are, because somebody wrote them since: how many, and what the first are called."""

    def __init__(self) -> None:
        self.records = 0
        self.names: list[str] = []

    def note(self, records: Iterable[Record]) -> None:
        """Count some records."""
        for record in records:
            self.records += 1
            if len(self.names) < MOST_NAMED:
                self.names.append(str(record))


def can_be_undone(batch: Batch | None) -> bool:
    """True within 30 days, once."""
    since = timezone.now() - datetime.timedelta(days=UNDO_DAYS)
    return batch is not None and batch.undone_at is None and batch.at >= since


@transaction.atomic
def undo_import(file: ImportFile, *, by: Any) -> Undone:
    """Take back what a file brought in; its rows may be imported again. Raises Refused where that is too late."""
    batch = Batch.objects.select_for_update().filter(pk=file.batch_id).first()
    if batch is None or not can_be_undone(batch):
        raise Refused(_("This import can be undone no more: it was undone already, or is older than 30 days."))
    undoing = Batch.objects.create(by=by, act=(_("Undone: %(act)s") % {"act": batch.act})[:100])
    stayed = Stayed()
    written = models_of(batch)
    # Asked before anything goes: a role is not seen any more once its person is in the trash.
    seen = Keys(((model.label(), key), key) for model in written for key in keys_seen(model, batch, by))
    undoing.size = IMPORT_TYPES[file.kind].take_back(batch, by=by)
    for model in written:
        undoing.size += undo_created(model, batch, undoing, stayed, seen)
        undoing.size += undo_edited(model, batch, undoing, stayed, seen)
    ImportedRow.objects.filter(batch=batch).delete()
    undoing.save(update_fields=["size"])
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    ImportFile.objects.filter(pk=file.pk).update(state=ImportState.UNDONE)
    return Undone(undoing.size, stayed.records, stayed.names)


def models_of(batch: Batch) -> list[type[Record]]:
    """The kinds of record that a batch wrote."""
    labels = batch.changes.order_by("model_label").values_list("model_label", flat=True).distinct()
    return [apps.get_model(label) for label in labels]


def keys_written(model: type[Record], batch: Batch, verb: Verb) -> Iterator[list[int]]:
    """The keys of the records that a batch added or changed, some thousand at a time, from the lowest on."""
    wrote = batch.changes.filter(model_label=model.label(), verb=verb).order_by("record_id")
    keys = wrote.values_list("record_id", flat=True)
    some = list(keys[:AT_ONCE])
    while some:
        yield some
        some = list(keys.filter(record_id__gt=some[-1])[:AT_ONCE]) if len(some) == AT_ONCE else []


def keys_seen(model: type[Record], batch: Batch, user: Any) -> Iterator[int]:
    """The keys of those that the user sees."""
    for verb in (Verb.CREATED, Verb.EDITED):
        for keys in keys_written(model, batch, verb):
            yield from type_of(model).visible_to(user).filter(pk__in=keys).order_by().values_list("pk", flat=True)


def undo_created(model: type[Record], batch: Batch, undoing: Batch, stayed: Stayed, seen: Keys) -> int:
    """Move what was added to the trash, unless somebody wrote it since; how many went."""
    went = 0
    for keys in keys_written(model, batch, Verb.CREATED):
        records = list(locked_rows(model, [key for key in keys if seen.of((model.label(), key))]))
        stayed.note(record for record in records if record.version != 1)
        went += trash_some(model, [record.pk for record in records if record.version == 1], undoing)
    return went


def undo_edited(model: type[Record], batch: Batch, undoing: Batch, stayed: Stayed, seen: Keys) -> int:
    """Give back former values, where they are still what the import made them; how many records got them."""
    back = 0
    for keys in keys_written(model, batch, Verb.EDITED):
        wrote = batch.changes.filter(model_label=model.label(), record_id__in=keys, verb=Verb.EDITED)
        changes = {change.record_id: change for change in wrote}
        records = list(locked_rows(model, [key for key in keys if seen.of((model.label(), key))]))
        relations = {field.name for field in tracked_relations(model)}
        names = {name for change in changes.values() for name in change.after if name in relations}
        chosen = {name: chosen_values(model, name, keys) for name in names}
        edits = []
        for record in records:
            change = changes[record.pk]
            now = {**column_values(record), **{name: chosen[name][record.pk] for name in names}}
            if any(now[name] != value for name, value in change.after.items()):
                stayed.note([record])
            else:
                edits.append((record, *former(model, change, relations)))
        edit_some(edits, by=undoing.by, batch=undoing, verb=Verb.UNDONE)
        back += len(edits)
    return back


def former(model: type[Record], change: Change, relations: set[str]) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """What a record held before a change: columns by attribute, choices of many."""
    columns = {column.name: column for column in model._meta.concrete_fields}
    values = {
        columns[name].attname: columns[name].to_python(value)
        for name, value in change.before.items()
        if name not in relations
    }
    return values, {name: keys for name, keys in change.before.items() if name in relations}
