"""Stored values as people read them: labels, words of choices, names of related records instead of keys."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from midla.records.models import Record
from midla.records.registry import RecordType, kept_beside
from midla.ui import dates
from midla.ui.marks import grouped

LONGEST = 500


@dataclass(frozen=True)
class Line:
    """One changed field in words."""

    name: str
    label: str
    before: str
    after: str


class Wording:
    """Says the values of one type of record to one user; names of related rows are asked once for each table."""

    def __init__(self, declared: RecordType, user: Any, record: Any = None) -> None:
        self.model, self.user = declared.model, user
        self.guarded, self.beside = declared.hidden_fields(user, record), kept_beside(declared.model)
        self.names: dict[type[models.Model], dict[Any, str]] = defaultdict(dict)

    def field(self, name: str) -> Any:
        """The model field of this name; None for what history keeps beside the columns."""
        try:
            return self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None

    def label(self, name: str) -> str:
        """What the field is called on pages."""
        if kept := self.beside.get(name):
            return capfirst(str(kept.label))
        field = self.field(name)
        return capfirst(str(getattr(field, "verbose_name", name.replace("_", " "))))

    def labels(self, names: Iterable[str]) -> list[str]:
        """What fields are called, without those the user may not read."""
        return [self.label(name) for name in names if name not in self.guarded]

    def learn(self, *sides: Mapping[str, Any]) -> None:
        """Fetch the names of every related row that these values point to, through what the user sees."""
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for side in sides:
            for name, value in side.items():
                field = self.field(name)
                if name not in self.guarded and getattr(field, "related_model", None) and value not in (None, "", []):
                    wanted[field.related_model].update(value if isinstance(value, list) else [value])
        for model, keys in wanted.items():
            rows: Any = model._default_manager.visible_to(self.user)
            rows = rows.for_list() if issubclass(model, Record) else rows
            self.names[model].update({row.pk: str(row) for row in rows.filter(pk__in=list(keys))})

    def say(self, name: str, value: Any) -> str:
        """One value in words."""
        if value is None or value == "" or value == []:
            return "–"
        field = self.field(name)
        if field is None:
            kept = self.beside.get(name)
            return Truncator(kept.say(value) if kept else str(value)).chars(LONGEST)
        if field.related_model:
            return self.say_related(field, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return self.say_plain(field, value)

    def say_related(self, field: Any, value: Any) -> str:
        """The names behind keys; who may not see a row reads only that there is one."""
        keys, names = value if isinstance(value, list) else [value], self.names[field.related_model]
        return ", ".join(names.get(key, _("something you do not see")) for key in keys)

    def say_plain(self, field: Any, value: Any) -> str:
        """A number, a date, yes or no, text."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, int):
            return str(value) if 1900 <= value <= 2100 else grouped(value)
        if isinstance(field, models.DateField):
            return self.say_day(field, value)
        return Truncator(str(value)).chars(LONGEST)

    def say_day(self, field: Any, value: Any) -> str:
        """A date or a moment."""
        try:
            read = field.to_python(value)
        except ValidationError:
            return str(value)
        return dates.moment(read) if isinstance(field, models.DateTimeField) else dates.day(read)

    def lines(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
        """The changed fields in words, without those the user may not read. Call `learn` before."""
        names = [name for name in {**before, **after} if name not in self.guarded]
        return [
            Line(name, self.label(name), self.say(name, before.get(name)), self.say(name, after.get(name)))
            for name in names
        ]


def wording_of(declared: RecordType, user: Any, sides: Iterable[Mapping[str, Any]], record: Any = None) -> Wording:
    """A wording, of one record, that has learnt the names in these values."""
    wording = Wording(declared, user, record)
    wording.learn(*sides)
    return wording
