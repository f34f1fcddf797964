"""What a record held before and after a change, and the row of history that says so."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

from midla.records.models import Batch, Change, Record, Verb

Values = dict[str, Any]


@cache
def tracked_fields(model: type[Record]) -> list[models.Field]:
    """The columns that history keeps."""
    return [field for field in model._meta.concrete_fields if field.name not in model.not_in_history]


def tracked_relations(model: type[Record]) -> list[models.ManyToManyField]:
    """The many-to-many fields that history keeps: those without a table of their own, and those the model names."""
    named = model.through_in_history
    fields = model._meta.many_to_many
    return [field for field in fields if field.name in named or field.remote_field.through._meta.auto_created]


def storable(field: models.Field, value: Any) -> Any:
    """A value as JSON can hold it, and as it is read from the database again."""
    if isinstance(field, models.DecimalField) and isinstance(value, Decimal):
        value = round(value, field.decimal_places)
    if value is None or isinstance(value, (str, int, float)):
        return value
    return field.value_to_string(_Holder(field.attname, value))  # type: ignore[arg-type]


class _Holder:
    """Gives one value to `Field.value_to_string`, which asks for a model instance."""

    def __init__(self, attname: str, value: Any) -> None:
        setattr(self, attname, value)


def column_values(record: Record) -> Values:
    """The tracked columns of a record, by field name; a relation by its key."""
    return {field.name: storable(field, getattr(record, field.attname)) for field in tracked_fields(type(record))}


def relation_values(record: Record, names: Iterable[str] | None = None) -> Values:
    """The keys in each tracked many-to-many field, or in those named; one query each."""
    fields = [field for field in tracked_relations(type(record)) if names is None or field.name in names]
    return {field.name: sorted(getattr(record, field.name).values_list("pk", flat=True)) for field in fields}


def chosen_values(model: type[Record], name: str, keys: Sequence[Any]) -> dict[Any, list[Any]]:
    """What many records hold in a many-to-many field, by their keys; one query."""
    field: Any = model._meta.get_field(name)
    own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    held: dict[Any, list[Any]] = {key: [] for key in keys}
    rows = field.remote_field.through._default_manager.filter(**{f"{own}__in": keys})
    for key, value in rows.order_by(other).values_list(own, other):
        held[key].append(value)
    return held


def keys_of(many: Mapping[str, Iterable[Any]]) -> Values:
    """The keys of what a form chose for many-to-many fields."""
    return {name: sorted(getattr(chosen, "pk", chosen) for chosen in choice) for name, choice in many.items()}


def filled(values: Values) -> Values:
    """The values that say something: what the history of a new record keeps."""
    return {name: value for name, value in values.items() if value not in (None, "", [], False)}


def differences(before: Values, after: Values) -> tuple[Values, Values]:
    """Both sides, without what stayed the same."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def change_of(
    record: Record,
    *,
    by: Any,
    verb: Verb,
    before: Values | None = None,
    after: Values | None = None,
    batch: Batch | None = None,
    reason: str = "",
) -> Change:
    """A signed row of history, not stored yet, so that many can be stored at once."""
    change = Change(
        by=by,
        verb=verb,
        batch=batch,
        model_label=record.label(),
        record_id=record.pk,
        before=before or {},
        after=after or {},
        reason=reason,
    )
    change.sign()
    return change
