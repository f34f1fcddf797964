"""Two people saved the same record: both versions side by side, and the form made of what was chosen."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.text import capfirst

from midla.records.forms import RecordForm
from midla.records.history import Values, column_values, keys_of, relation_values
from midla.records.models import Change
from midla.records.once import new_key
from midla.records.registry import RecordType
from midla.records.wording import Wording, wording_of

CHOOSE = "choose-"
MINE, THEIRS, BOTH = "mine", "theirs", "both"
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "one_time_key", "version", "find", "back"})


@dataclass(frozen=True)
class VersionRow:
    """One field that differs, as components/versions.html draws it."""

    name: str
    label: str
    was: str
    mine: str
    theirs: str
    differs: bool
    mine_changed: bool
    both: bool


class Versions:
    """What was typed (`form`, valid) beside what is stored (`stored`, the same form over the current record)."""

    def __init__(self, form: RecordForm, stored: RecordForm, current: Any, declared: RecordType, user: Any) -> None:
        self.form, self.stored, self.current = form, stored, current
        self.declared, self.user = declared, user
        names = form.fields.keys() - form.not_values
        mine = {**column_values(form.instance), **keys_of(form.many)}
        theirs = {**column_values(current), **relation_values(current)}
        self.mine = {name: value for name, value in mine.items() if name in names}
        self.theirs = {name: value for name, value in theirs.items() if name in names}

    @cached_property
    def later(self) -> list[Change]:
        """The changes since the version that was read, newest first."""
        count = self.current.version - self.form.cleaned_data["version"]
        return list(Change.objects.of(self.current).select_related("by")[: max(count, 1)])

    @cached_property
    def was(self) -> Values | None:
        """The values of the version that was read; None where history does not tell."""
        read = self.form.cleaned_data["version"]
        if not 0 < read == self.current.version - len(self.later):
            return None
        was = dict(self.theirs)
        for change in self.later:
            was.update({name: value for name, value in change.before.items() if name in was})
        return was

    @property
    def theirs_by(self) -> str:
        """Who saved last."""
        return str(self.current.updated_by or "–")

    @cached_property
    def rows(self) -> list[VersionRow]:
        """The fields in which the two versions differ from each other, in the form's order."""
        wording = wording_of(self.declared, self.user, [self.mine, self.theirs, self.was or {}], self.current)
        different = [name for name in self.form.fields if self.is_different(name)]
        return [self.row(name, wording) for name in different]

    def is_different(self, name: str) -> bool:
        return name in self.mine and self.mine[name] != self.theirs.get(name)

    def touched(self, name: str) -> tuple[bool, bool]:
        """Whether I changed a field, and whether they did; both, where nobody knows what was there."""
        if self.was is None:
            return True, True
        return self.mine[name] != self.was.get(name), self.theirs.get(name) != self.was.get(name)

    def row(self, name: str, wording: Wording) -> VersionRow:
        mine_changed, theirs_changed = self.touched(name)
        differs = mine_changed and theirs_changed
        return VersionRow(
            name=f"{CHOOSE}{name}",
            label=capfirst(str(self.form.fields[name].label)),
            was=wording.say(name, (self.was or {}).get(name)),
            mine=wording.say(name, self.mine[name]),
            theirs=wording.say(name, self.theirs.get(name)),
            differs=differs,
            mine_changed=mine_changed,
            both=differs and isinstance(wording.field(name), models.TextField),
        )

    @property
    def undecided(self) -> int:
        """How many fields ask for a choice."""
        return sum(row.differs for row in self.rows)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Names and values of the hidden fields: what was typed, and their value where only they changed it."""
        posted = self.form.data.copy()
        for name in [name for name in self.mine if self.is_different(name)]:
            if not self.touched(name)[0]:
                posted.setlist(self.form.add_prefix(name), raw_values(self.stored[name]))
        kept = [(name, value) for name, values in posted.lists() for value in values if is_carried(name)]
        return [*kept, ("version", self.version_now), ("one_time_key", new_key())]

    @property
    def version_now(self) -> str:
        """The version of what is stored, as its form carries it."""
        return str(self.current.version)


def is_carried(name: str) -> bool:
    """True for a posted field that goes from the page of two versions back into the form."""
    return name not in NOT_CARRIED and not name.startswith(CHOOSE)


def raw_values(bound: BoundField) -> list[str]:
    """The value of a field as a browser would send it."""
    value = bound.value()
    if value is None or value is False:
        return []
    if value is True:
        return ["on"]
    values = value if isinstance(value, list | tuple | set) else [value]
    return [str(getattr(one, "pk", one)) for one in values]


def chosen(posted: QueryDict, stored: RecordForm) -> QueryDict:
    """What was posted from the page of two versions, with the stored value where theirs was chosen."""
    merged = posted.copy()
    for name in stored.fields:
        choice, field = posted.get(f"{CHOOSE}{name}"), stored.add_prefix(name)
        if choice == THEIRS:
            merged.setlist(field, raw_values(stored[name]))
        elif choice == BOTH:
            merged.setlist(field, ["\n".join([*raw_values(stored[name]), *posted.getlist(field)])])
    return merged


def asks_to_choose(posted: QueryDict) -> bool:
    """True where a form was sent from the page of two versions."""
    return any(name.startswith(CHOOSE) for name in posted)
