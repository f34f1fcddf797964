"""Taking a whole import back: what it added goes to the trash, what it changed gets its former values."""

import datetime
from collections.abc import Iterator
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
    stayed: list[Record] = []
    # Asked before anything goes: a role is not seen any more once its person is in the trash.
    seen = {model: keys_seen(model, batch, by) for model in models_of(batch)}
    declared = IMPORT_TYPES[file.kind]
    undoing.size = len(declared.take_back(batch, by=by) - seen.get(declared.model, set()))
    for model, keys in seen.items():
        undoing.size += undo_created(model, batch, undoing, stayed, keys)
        undoing.size += undo_edited(model, batch, undoing, stayed, keys)
    ImportedRow.objects.filter(batch=batch).delete()
    undoing.save(update_fields=["size"])
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    ImportFile.objects.filter(pk=file.pk).update(state=ImportState.UNDONE)
    return Undone(undoing.size, len(stayed), [str(record) for record in stayed[:MOST_NAMED]])


def models_of(batch: Batch) -> list[type[Record]]:
    """The kinds of record that a batch wrote."""
    labels = batch.changes.order_by("model_label").values_list("model_label", flat=True).distinct()
    return [apps.get_model(label) for label in labels]


def keys_written(model: type[Record], batch: Batch, verb: Verb) -> Iterator[list[int]]:
    """The keys of the records that a batch added or changed, some hundred at a time."""
    keys = list(batch.changes.filter(model_label=model.label(), verb=verb).values_list("record_id", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def keys_seen(model: type[Record], batch: Batch, user: Any) -> set[int]:
    """The keys of those that the user sees."""
    seen: set[int] = set()
    for verb in (Verb.CREATED, Verb.EDITED):
        for keys in keys_written(model, batch, verb):
            seen.update(type_of(model).visible_to(user).filter(pk__in=keys).order_by().values_list("pk", flat=True))
    return seen


def undo_created(model: type[Record], batch: Batch, undoing: Batch, stayed: list[Record], seen: set[int]) -> int:
    """Move what was added to the trash, unless somebody wrote it since; how many went."""
    went = 0
    for keys in keys_written(model, batch, Verb.CREATED):
        records = list(locked_rows(model, [key for key in keys if key in seen]))
        stayed += [record for record in records if record.version != 1]
        went += trash_some(model, [record.pk for record in records if record.version == 1], undoing)
    return went


def undo_edited(model: type[Record], batch: Batch, undoing: Batch, stayed: list[Record], seen: set[int]) -> int:
    """Give back former values, where they are still what the import made them; how many records got them."""
    back = 0
    for keys in keys_written(model, batch, Verb.EDITED):
        wrote = batch.changes.filter(model_label=model.label(), record_id__in=keys, verb=Verb.EDITED)
        changes = {change.record_id: change for change in wrote}
        records = list(locked_rows(model, [key for key in keys if key in seen]))
        relations = {field.name for field in tracked_relations(model)}
        names = {name for change in changes.values() for name in change.after if name in relations}
        chosen = {name: chosen_values(model, name, keys) for name in names}
        edits = []
        for record in records:
            change = changes[record.pk]
            now = {**column_values(record), **{name: chosen[name][record.pk] for name in names}}
            if any(now[name] != value for name, value in change.after.items()):
                stayed.append(record)
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
