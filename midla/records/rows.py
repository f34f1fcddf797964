"""Rows that are no records (words, tags, users, territories): their values, whether somebody changed them, history."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from midla.records.errors import Conflict
from midla.records.history import Values, differences, filled, storable
from midla.records.models import Change, Verb
from midla.records.registry import follow


def row_values(row: models.Model, names: Iterable[str]) -> Values:
    """The values of the fields named: of a relation its key, of a choice of many the keys in order."""
    found: Values = {}
    for name in names:
        field: Any = row._meta.get_field(name)
        if field.many_to_many:
            found[name] = sorted(getattr(row, name).values_list("pk", flat=True)) if row.pk else []
        else:
            found[name] = storable(field, getattr(row, field.attname))
    return found


def fingerprint(values: Mapping[str, Any]) -> str:
    """What changes whenever a value does: the version of a row that counts none."""
    text = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def locked_row(row: models.Model, names: Iterable[str], version: str | None) -> models.Model:
    """The row as it is stored, locked. Raises Conflict where it is no longer what was read."""
    rows: Any = type(row)._default_manager.select_for_update(of=("self",))
    held = rows.get(pk=row.pk)
    if version is not None and fingerprint(row_values(held, names)) != version:
        raise Conflict(held)
    return held


@transaction.atomic
def store_row(
    row: models.Model, *, by: Any, names: Iterable[str], many: Mapping[str, Iterable[Any]], version: str | None = None
) -> None:
    """Store a new row, or give it its new values, with history. Raises Conflict where somebody else changed it."""
    names, before = list(names), {}
    if is_new := row._state.adding:
        row.save(force_insert=True)
    else:
        before = row_values(locked_row(row, names, version), names)
        row.save(update_fields=[name for name in names if name not in many])
    for name, choice in many.items():
        getattr(row, name).set(choice)
    after = row_values(row, names)
    told(row, by=by, verb=Verb.CREATED if is_new else Verb.EDITED, before=before, after=after)


def told(row: models.Model, *, by: Any, verb: Verb, before: Values, after: Values) -> None:
    """Write the row of history, where something changed, and work out what rests on it.

    Rows known by a code, such as countries, keep no history.
    """
    old, new = ({}, filled(after)) if verb == Verb.CREATED else differences(before, after)
    if not isinstance(row.pk, int) or (not new and verb == Verb.EDITED):
        return
    label = row._meta.concrete_model._meta.label_lower
    change = Change(by=by, verb=verb, model_label=label, record_id=row.pk, before=old, after=new)
    change.sign()
    change.save(force_insert=True)
    follow(row, change)


def history_of(row: models.Model) -> models.QuerySet[Change]:
    """The changes of a row, newest first; none where it is known by a code."""
    if not isinstance(row.pk, int):
        return Change.objects.none()
    label = row._meta.concrete_model._meta.label_lower
    return Change.objects.filter(model_label=label, record_id=row.pk).select_related("by")
