"""What a row changes in a record that is there, in words: each field with what it held and what the file says."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.text import capfirst

from midla.records.importing.types import ImportType
from midla.ui.dates import day

LONGEST_TOLD = 60
NOTHING = "–"


def told_of(
    record: models.Model,
    importer: ImportType,
    cells: Mapping[str, str],
    *,
    values: Mapping[str, Any],
    many: Mapping[str, Any],
    beside: Mapping[str, Any],
) -> str:
    """Every change of a row, divided by semicolons."""
    return "; ".join(
        [*told_columns(record, cells, values), *told_choices(importer, cells, many), *told_beside(importer, beside)]
    )


def told_columns(record: models.Model, cells: Mapping[str, str], values: Mapping[str, Any]) -> Iterable[str]:
    """Columns of the record: what stood there, if anything did, and what comes."""
    fields = {column.attname: column for column in record._meta.concrete_fields}
    for name, value in values.items():
        held, new = shown(record, fields[name]), ""
        if value not in ("", None):
            # What no cell says was worked out from others.
            new = cells.get(fields[name].name) or str(value)
        yield line(fields[name].verbose_name, short(held), short(new))


def told_choices(importer: ImportType, cells: Mapping[str, str], many: Mapping[str, Any]) -> Iterable[str]:
    """Choices of many: what the file adds."""
    for name, keys in many.items():
        label = importer.model._meta.get_field(name).verbose_name
        yield line(label, "", f"+ {short(cells.get(name, ''))}" if keys else NOTHING)


def told_beside(importer: ImportType, beside: Mapping[str, Any]) -> Iterable[str]:
    """What hangs on the record: by the names of its columns."""
    labels = {column.name: column.label for column in importer.columns}
    yield from (str(capfirst(str(labels[name]))) for name in beside if name in labels)


def line(label: Any, held: str, new: str) -> str:
    """One change."""
    told = f"{held} → {new or NOTHING}" if held else new or NOTHING
    return f"{capfirst(str(label))}: {told}"


def shown(record: Any, column: models.Field) -> str:
    """What a column of a record holds, in words."""
    value = getattr(record, column.name)
    if value in (None, ""):
        return ""
    if isinstance(value, datetime.date):
        return day(value)
    return str(getattr(record, f"get_{column.name}_display")() if column.choices else value)


def short(text: str) -> str:
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"
