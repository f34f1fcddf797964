"""Deciding by hand whom a row means that may be a double: one of those it may be, or somebody new."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from midla.records.importing.types import IMPORT_TYPES, SOMEBODY_NEW
from midla.records.models import ImportFile, ImportRow, ImportState
from midla.records.registry import type_of

FIELD = "row-"
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Question:
    """Whom one row means: the name of the field, its choices (value, label) and the one that was made."""

    name: str
    choices: Sequence[tuple[str, str]]
    chosen: str


def questions(file: ImportFile, rows: Sequence[ImportRow], user: Any) -> dict[int, Question]:
    """What is asked of each row that may be a double, by its number; one query for those it may be."""
    if file.state != ImportState.PLANNED:
        return {}
    asked = {row.number: row.plan["candidates"] for row in rows if row.plan.get("candidates")}
    names = named({key for keys in asked.values() for key in keys if key > 0}, file, user) if asked else {}
    return {row.number: question(row, names) for row in rows if row.number in asked}


def named(keys: set[int], file: ImportFile, user: Any) -> dict[int, str]:
    """What records are called, with what tells them from their namesakes, as far as the user sees them."""
    declared = type_of(IMPORT_TYPES[file.kind].model)
    seen = declared.for_search(declared.visible_to(user).filter(pk__in=keys)) if keys else ()
    return {row.pk: " · ".join(filter(None, (str(row), type_of(row).summary(row)))) for row in seen}


def question(row: ImportRow, names: Mapping[int, str]) -> Question:
    """What is asked of one row."""
    choices = [("", _("Leave this row out")), (str(SOMEBODY_NEW), _("A new record"))]
    for key in row.plan["candidates"]:
        if key in names:
            choices.append((str(key), _("The same as %(name)s") % {"name": names[key]}))
        elif key < 0:
            choices.append((str(key), _("The same as row %(row)d") % {"row": -key}))
    return Question(f"{FIELD}{row.number}", choices, "" if row.decided is None else str(row.decided))


def keep_decisions(file: ImportFile, posted: Mapping[str, str]) -> int:
    """Keep what was chosen for rows that may be doubles; how many choices are new."""
    told = {number_of(name.removeprefix(FIELD)): posted[name] for name in posted if name.startswith(FIELD)}
    rows = [row for row in file.rows.filter(number__in=[*filter(None, told)]) if row.plan.get("candidates")]
    changed = []
    for row in rows:
        decided = number_of(told[row.number])
        if decided != row.decided and decided in allowed(row):
            row.decided = decided
            changed.append(row)
    ImportRow.objects.bulk_update(changed, ["decided"])
    return len(changed)


def allowed(row: ImportRow) -> Iterable[int | None]:
    """What may be decided of a row."""
    return [None, SOMEBODY_NEW, *row.plan["candidates"]]


def number_of(text: str) -> int | None:
    """The number in a posted text; nothing for what is none."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER else None
