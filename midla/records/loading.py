"""Loading reference data again and again without overwriting what people changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

Row = dict[str, Any]


@dataclass
class Loaded:
    """What a load did: rows added, rows changed, values kept because somebody had edited them."""

    added: int = 0
    changed: int = 0
    kept: int = 0

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.kept} edits kept"


@transaction.atomic
def load_rows(model: type[models.Model], key: str, rows: Iterable[Row]) -> Loaded:
    """Add the rows that are new, by `key`; of the others change the values that still equal what was loaded last.

    The model keeps in its field `loaded` what this function wrote. Values are column values (`country_id`, not
    `country`) that JSON can hold. Repeating a load writes nothing.
    """
    held = {getattr(record, key): record for record in model._default_manager.all()}
    result, new, changed = Loaded(), [], []
    for row in rows:
        record = held.get(row[key])
        if record is None:
            new.append(model(**row, loaded=row))
        elif record.loaded != row:
            result.kept += take_over(record, row)
            changed.append(record)
    model._default_manager.bulk_create(new, batch_size=500)
    if changed:
        names = [*changed[0].loaded.keys() - {key}, "loaded"]
        model._default_manager.bulk_update(changed, names, batch_size=200)
    result.added, result.changed = len(new), len(changed)
    return result


def take_over(record: models.Model, row: Row) -> int:
    """Give a record the row's values where nobody edited them; returns how many edits were left alone."""
    kept = 0
    for name, value in row.items():
        held = getattr(record, name)
        # What was never loaded is somebody's own, unless it still is what a new record holds.
        untouched = record.loaded.get(name, record._meta.get_field(name).get_default())
        if str(held) == str(untouched):
            setattr(record, name, value)
        elif str(held) != str(value):
            kept += 1
    record.loaded = row
    return kept
