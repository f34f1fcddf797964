"""Taking a merge back: two records again, with all that hung on them, step by step from the last to the first.

What the merge wrote into the record that was kept may have been changed again since: for each such field whoever undoes
the merge chooses. What was added since stays where it was added.
"""

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from midla.records import actions
from midla.records.errors import UndoRefused
from midla.records.history import column_values, relation_values, storable
from midla.records.merge_fields import KEEP, TAKE, fields_of
from midla.records.merging import MergeRefused, tell
from midla.records.models import Change, Merge, Record, Verb
from midla.records.purging import KEPT_FOR
from midla.records.registry import type_of

Step = Mapping[str, Any]
# What is chosen for a field that was changed again: what is there now, or what was there before the merge.
NOW, BEFORE = KEEP, TAKE


@dataclass(frozen=True)
class Undoing:
    """One merge while it is undone: by whom, and what was chosen for each field that was changed again."""

    by: Any
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ChangedAgain:
    """Fields of the kept record, chosen together, that were changed after the merge had written them."""

    names: tuple[str, ...]
    now: Mapping[str, Any]
    before: Mapping[str, Any]


def may_be_undone(row: Merge) -> bool:
    """True for 30 days, while nothing was forgotten."""
    return row.undone_at is None and bool(row.steps) and timezone.now() - row.at < KEPT_FOR


@transaction.atomic
def undo_merge(row: Merge, *, by: Any, choices: Mapping[str, str] | None = None) -> Any:
    """Give both records back with all that hung on them; the one that had gone.

    Raises UndoRefused where what the merge wrote was changed again since and nobody chose.
    """
    row = Merge.objects.select_for_update().get(pk=row.pk)
    if not may_be_undone(row):
        raise MergeRefused(_("This merge can no longer be undone."))
    if Merge.objects.standing().filter(model_label=row.model_label, loser_id=row.winner_id).exists():
        raise MergeRefused(_("The record was merged into another one since. Undo that merge first."))
    row.undone_at, row.undone_by = timezone.now(), by
    steps, row.steps = row.steps, []
    row.save(update_fields=["undone_at", "undone_by", "steps"])
    undoing = Undoing(by, choices or {})
    for step in reversed(steps):
        UNDOING[step["did"]](step, undoing)
    return apps.get_model(row.model_label)._base_manager.get(pk=row.loser_id)


def row_of(step: Step) -> Any:
    """The row a step was about, locked; None where it is gone."""
    return apps.get_model(step["model"])._base_manager.select_for_update().filter(pk=step["pk"]).first()


def undo_column(step: Step, undoing: Undoing) -> None:
    """Give a column its value back where it is still what the merge made it."""
    row = row_of(step)
    if row is None:
        return
    column = column_of(row, step["field"])
    if storable(column, getattr(row, column.attname)) != step["after"]:
        return
    before = step["before"] if column.remote_field else column.to_python(step["before"])
    if isinstance(row, Record):
        actions.give(row, by=undoing.by, values={column.attname: before}, many={}, verb=Verb.UNDONE)
    else:
        type(row)._base_manager.filter(pk=row.pk).update(**{column.attname: before})


def column_of(row: Any, attname: str) -> Any:
    """The column of a row that has this attribute."""
    return next(column for column in row._meta.concrete_fields if column.attname == attname)


def undo_links(step: Step, undoing: Undoing) -> None:
    """Have a record name the one that comes back, and not the other unless it did before."""
    row = row_of(step)
    if row is None:
        return
    now = set(getattr(row, step["field"]).values_list("pk", flat=True))
    after = (now | {step["loser"]}) - (set() if step["had"] else {step["winner"]})
    actions.give(row, by=undoing.by, values={}, many={step["field"]: sorted(after)}, verb=Verb.UNDONE)


def undo_trashed(step: Step, undoing: Undoing) -> None:
    """Take a record back from the trash."""
    if (row := row_of(step)) is not None:
        actions.restore(row, by=undoing.by)


def undo_deleted(step: Step, undoing: Undoing) -> None:
    """Store a row again, with the key it had."""
    for stored in serializers.deserialize("json", step["stored"]):
        type(stored.object)._base_manager.bulk_create([stored.object], ignore_conflicts=True)


def undo_made(step: Step, undoing: Undoing) -> None:
    """Delete a row that the merge made."""
    apps.get_model(step["model"])._base_manager.filter(pk=step["pk"]).delete()


def undo_given(step: Step, undoing: Undoing) -> None:
    """Give the kept record the values it had. Raises UndoRefused where some were changed again and nobody chose."""
    held, change = row_of(step), Change.objects.get(pk=step["change"])
    again = changed_again_since(held, change)
    if undecided := [name for one in again for name in one.names if one.names[0] not in undoing.choices]:
        labels = ", ".join(str(held._meta.get_field(name).verbose_name) for name in undecided)
        raise UndoRefused(_("Changed again since: %(fields)s. Choose what is to stand there.") % {"fields": labels})
    kept = {name for one in again if undoing.choices[one.names[0]] == NOW for name in one.names}
    names = change.before.keys() - kept
    refuse_unfit(held, change, names)
    actions.give_values_back(held, change, by=undoing.by, names=names)


def refuse_unfit(held: Any, change: Change, names: Collection[str]) -> None:
    """Raise MergeRefused where values that were chosen do not go together."""
    trial = copy(held)
    for name in names:
        found = held._meta.get_field(name)
        if not found.many_to_many:
            setattr(trial, found.attname, found.to_python(change.before[name]))
    try:
        trial.validate_constraints()
    except ValidationError as error:
        raise MergeRefused(" ".join(error.messages)) from error


def changed_again(row: Merge) -> list[ChangedAgain]:
    """What the merge wrote into the record that was kept and somebody changed since."""
    given = next((step for step in row.steps if step["did"] == "given"), None)
    held = apps.get_model(row.model_label)._base_manager.filter(pk=row.winner_id).first()
    if given is None or held is None:
        return []
    return changed_again_since(held, Change.objects.get(pk=given["change"]))


def changed_again_since(held: Any, change: Change) -> list[ChangedAgain]:
    """The same of a record and the change that the merge made; fields that go together come together."""
    now = {**column_values(held), **relation_values(held)}
    later = {name for name, value in change.after.items() if now.get(name) != value}
    groups = [names for names in fields_of(type_of(held)) if later & {*names}]
    before = {**now, **change.before}
    return [ChangedAgain(names, now, before) for names in groups]


def undo_told(step: Step, undoing: Undoing) -> None:
    """Tell in the history of a record that what the merge told is taken back."""
    if (row := row_of(step)) is not None:
        tell(row, step["after"], step["before"], by=undoing.by, verb=Verb.UNDONE)


UNDOING: dict[str, Callable[[Step, Undoing], None]] = {
    "column": undo_column,
    "links": undo_links,
    "trashed": undo_trashed,
    "deleted": undo_deleted,
    "made": undo_made,
    "given": undo_given,
    "told": undo_told,
}
