"""Existing efforts from IATI: added once, and on repeated loads changed only where nobody has written since."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from associations.iati_activity import Activity
from associations.iati_reading import activities_in
from associations.initiative_words import Places
from associations.models import Initiative
from midla.records.actions import create_many, edit
from midla.records.csv_files import FileRefused
from midla.records.history import column_values, relation_values
from midla.records.models import Batch
from midla.records.search import fold

MANY = ("countries", "subdivisions", "themes")
# Values that make sense only with each other: where people changed one, both stay theirs.
TOGETHER = ({"budget", "currency"}, {"starts_in", "ends_in"}, {"countries", "subdivisions"})
LONGEST_IDENTIFIER = Initiative._meta.get_field("iati_identifier").max_length or 0
Values = dict[str, Any]


@dataclass
class Loaded:
    """What a load did, and the activities that cannot be records, each with its sentence."""

    added: int = 0
    changed: int = 0
    same: int = 0
    in_trash: int = 0
    # Values that IATI tells otherwise and people have edited here: these stay.
    kept: int = 0
    elsewhere: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.added} added, {self.changed} changed, {self.same} the same, {self.kept} edits kept, "
            f"{self.in_trash} in the trash, {self.elsewhere} for other countries left out"
        )


def read_activities(content: bytes, loaded: Loaded) -> dict[str, Values]:
    """The values of each activity for a programme country, by identifier."""
    places = Places()
    found: dict[str, Values] = {}
    ours = set(places.countries.values())
    for number, element in enumerate(activities_in(content), 1):
        activity = Activity(element)
        codes = [code for code in activity.countries if code in ours]
        if not codes:
            loaded.elsewhere += 1
        elif sentence := refusal(activity, found):
            name = activity.identifier[:60] or str(number)
            loaded.problems.append(_("Activity %(name)s: %(why)s") % {"name": name, "why": sentence})
        else:
            found[activity.identifier] = {**activity.values, **chosen(activity, codes, places)}
    return found


def refusal(activity: Activity, found: Mapping[str, Any]) -> str:
    """Why an activity cannot be a record; empty where it can."""
    if not activity.identifier or len(activity.identifier) > LONGEST_IDENTIFIER:
        return _("it has no iati-identifier of at most 200 characters.")
    if activity.identifier in found:
        return _("its iati-identifier stands in the file twice.")
    return "" if activity.title else _("it has no title.")


def chosen(activity: Activity, codes: list[str], places: Places) -> Values:
    """Countries, parts of these and themes, by their keys."""
    parts = {key for name in activity.places for key, country in places.subdivisions.get(name, ()) if country in codes}
    themes = {places.themes[fold(code)] for code in activity.themes if fold(code) in places.themes}
    return {"countries": sorted(codes), "subdivisions": sorted(parts), "themes": sorted(themes)}


@transaction.atomic
def load_iati(content: bytes, *, by: Any = None, good_rows: bool = False) -> Loaded:
    """Load the activities of a file; where some cannot be records, nothing, unless told to take the others."""
    loaded = Loaded()
    activities = read_activities(content, loaded)
    if loaded.problems and not good_rows:
        raise ActivitiesRefused(loaded.problems)
    trashed_first = Initiative.objects.exclude(iati_identifier="").order_by(F("trashed_at").desc(nulls_last=True))
    held = {row.iati_identifier: row for row in trashed_first}
    new = [values for identifier, values in activities.items() if identifier not in held]
    batch = Batch.objects.create(by=by, act=_("Existing efforts loaded from IATI"), size=len(new))
    create_many([made_of(values) for values in new], by=by, batch=batch)
    loaded.added = len(new)
    results = Counter(
        take_over(held[identifier], values, loaded, by=by, batch=batch)
        for identifier, values in activities.items()
        if identifier in held
    )
    loaded.changed, loaded.same, loaded.in_trash = results["changed"], results["same"], results["in trash"]
    finish(batch, loaded)
    return loaded


def finish(batch: Batch, loaded: Loaded) -> None:
    """Say how large the batch is; one that changed nothing goes again."""
    batch.size = loaded.added + loaded.changed
    if batch.size:
        batch.save(update_fields=["size"])
    else:
        batch.delete()


class ActivitiesRefused(FileRefused):
    """Some activities cannot be records, and nothing was loaded."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(_("Nothing was loaded: %(count)d activities do not fit.") % {"count": len(problems)})
        self.problems = problems


def made_of(values: Values) -> tuple[Initiative, dict[str, list[Any]]]:
    """A record that is not stored yet, and its choices of many."""
    columns = {name: value for name, value in values.items() if name not in MANY}
    return Initiative(**as_column(columns), loaded=values), {name: values[name] for name in MANY}


def as_column(values: Values) -> Values:
    """Values as the record holds them: a budget is a number."""
    budget = values.get("budget")
    return {**values, "budget": Decimal(budget)} if budget is not None else values


def take_over(record: Initiative, values: Values, loaded: Loaded, *, by: Any, batch: Batch) -> str:
    """Give a record what IATI says now, where it still holds what IATI said last; says what happened."""
    if record.is_trashed:
        return "in trash"
    if record.loaded == values:
        return "same"
    now = {**column_values(record), **relation_values(record, MANY)}
    wanted = {name: value for name, value in values.items() if is_untouched(record, name, now[name])}
    for pair in TOGETHER:
        if not pair <= wanted.keys():
            wanted = {name: value for name, value in wanted.items() if name not in pair}
    loaded.kept += sum(now[name] != value for name, value in values.items() if name not in wanted)
    new = {name: value for name, value in wanted.items() if now[name] != value}
    columns = {name: value for name, value in new.items() if name not in MANY}
    many = {name: value for name, value in new.items() if name in MANY}
    if new:
        edit(record, by=by, values=as_column(columns), many=many, batch=batch)
    Initiative.objects.filter(pk=record.pk).update(loaded=values)
    return "changed" if new else "same"


def is_untouched(record: Initiative, name: str, now: Any) -> bool:
    """True where a value is what IATI said last; of what IATI never said, where there is none."""
    return now == record.loaded[name] if name in record.loaded else now in (None, "", [])
