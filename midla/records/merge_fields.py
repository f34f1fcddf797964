"""Which values a merged record gets: field by field, chosen or by rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from midla.records.history import column_values, tracked_fields, tracked_relations
from midla.records.registry import RecordType
from midla.records.wording import Wording, wording_of

KEEP, TAKE, BOTH = "keep", "take", "both"
CHOOSE = "choose-"
EMPTY: tuple[Any, ...] = (None, "", [], False)


def fields_of(declared: RecordType) -> list[tuple[str, ...]]:
    """The names of what is chosen, each alone or together with others."""
    model: Any = declared.model
    together = {name: group for group in declared.merged_together for name in group}
    names = [one.name for one in (*tracked_fields(model), *tracked_relations(model))]
    return list(dict.fromkeys(together.get(name, (name,)) for name in names))


def is_many(declared: RecordType, name: str) -> bool:
    """True for a many-to-many field."""
    return bool(declared.model._meta.get_field(name).many_to_many)


def takes_both(declared: RecordType, names: tuple[str, ...]) -> bool:
    """True where both values can be kept: several of many, or texts one after the other."""
    found = declared.model._meta.get_field(names[0])
    return len(names) == 1 and (found.many_to_many or isinstance(found, models.TextField))


def choice_by_rule(declared: RecordType, names: tuple[str, ...], mine: Any, theirs: Any) -> str:
    """What is taken where nobody chose: both where that can be, else what is there, the kept record's first."""
    if all(mine.get(name) in EMPTY for name in names):
        return TAKE
    if takes_both(declared, names) and any(theirs.get(name) not in EMPTY for name in names):
        return BOTH
    return KEEP


def both_texts(mine: str, theirs: str, longest: int | None) -> str:
    """Two texts one after the other, or the first where they do not fit."""
    if theirs in mine:
        return mine
    together = f"{mine}\n\n{theirs}" if mine else theirs
    return together if longest is None or len(together) <= longest else mine


def chosen_values(
    declared: RecordType, winner: Any, loser: Any, choices: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the winner gets: columns, and keys of many-to-many fields; only what differs from what it has."""
    mine, theirs = sides_of(winner, loser)
    values: dict[str, Any] = {}
    many: dict[str, Any] = {}
    for names in fields_of(declared):
        choice = choices.get(names[0]) or choice_by_rule(declared, names, mine, theirs)
        for name in names:
            if choice != KEEP and mine.get(name) != theirs.get(name):
                put(declared, (winner, loser), name, choice, (values, many), (mine, theirs))
    keep_spare(declared, winner, loser, values)
    return without_themselves(winner, loser, values), many


def put(
    declared: RecordType,
    pair: tuple[Any, Any],
    name: str,
    choice: str,
    into: tuple[dict[str, Any], dict[str, Any]],
    sides: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """Put one chosen value where it belongs."""
    winner, loser = pair
    found: Any = declared.model._meta.get_field(name)
    if found.many_to_many:
        into[1][name] = sorted({*sides[1][name], *(sides[0][name] if choice == BOTH else ())})
    elif choice == BOTH and isinstance(found, models.TextField):
        into[0][name] = both_texts(getattr(winner, name), getattr(loser, name), found.max_length)
    elif choice == TAKE:
        into[0][found.attname] = getattr(loser, found.attname)


def keep_spare(declared: RecordType, winner: Any, loser: Any, values: dict[str, Any]) -> None:
    """Where two values meet and one field is free, such as a second phone, keep the other one there."""
    for name, spare in declared.spare_fields.items():
        now = values.get(name, getattr(winner, name))
        other = getattr(loser, name) if now == getattr(winner, name) else getattr(winner, name)
        if other and other != now and not values.get(spare, getattr(winner, spare)):
            values[spare] = other


def without_themselves(winner: Any, loser: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Values in which the merged record does not point at itself."""
    own = {
        one.attname
        for one in winner._meta.concrete_fields
        if one.remote_field and one.related_model._meta.concrete_model is winner._meta.concrete_model
    }
    kept = {name: value for name, value in values.items() if name not in own or value not in (winner.pk, loser.pk)}
    for name in own:
        if getattr(winner, name) == loser.pk:
            other = getattr(loser, name)
            kept[name] = None if other == winner.pk else other
    return kept


def sides_of(*records: Any) -> list[dict[str, Any]]:
    """All tracked values of records of one model, as history keeps them; one query for each field of many."""
    sides = [column_values(record) for record in records]
    places = {record.pk: place for place, record in enumerate(records)}
    for field in tracked_relations(type(records[0])):
        own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        for side in sides:
            side[field.name] = []
        links = field.remote_field.through._base_manager.filter(**{f"{own}__in": [*places]})
        for key, chosen in links.order_by(other).values_list(own, other):
            sides[places[key]][field.name].append(chosen)
    return sides


@dataclass(frozen=True)
class FieldRow:
    """One field of two records, side by side."""

    name: str
    label: str
    mine: str
    theirs: str
    differs: bool
    choice: str
    both: bool


def hidden_of_two(declared: RecordType, user: Any, winner: Any, loser: Any) -> set[str]:
    """The fields that the user may not read of one of two records, or of either."""
    return declared.hidden_fields(user, winner) | declared.hidden_fields(user, loser)


def rows(declared: RecordType, winner: Any, loser: Any, user: Any, choices: Mapping[str, str]) -> list[FieldRow]:
    """The fields in which at least one of two says something, in words, without what the reader may not read."""
    mine, theirs = sides_of(winner, loser)
    hidden = hidden_of_two(declared, user, winner, loser)
    wording = wording_of(declared, user, [mine, theirs], winner)
    shown = [names for names in fields_of(declared) if not hidden & {*names}]
    return list(filter(None, (row(declared, names, (mine, theirs), wording, choices) for names in shown)))


def row(
    declared: RecordType, names: tuple[str, ...], sides: tuple[Any, Any], wording: Wording, choices: Mapping[str, str]
) -> FieldRow | None:
    """One field, or several that are chosen together; None where neither record says anything."""
    mine, theirs = sides
    if all(side.get(name) in EMPTY for side in sides for name in names):
        return None
    return FieldRow(
        name=f"{CHOOSE}{names[0]}",
        label=capfirst(wording.label(names[0])),
        mine=in_words(names, mine, wording),
        theirs=in_words(names, theirs, wording),
        differs=any(mine.get(name) != theirs.get(name) for name in names),
        choice=choices.get(names[0]) or choice_by_rule(declared, names, mine, theirs),
        both=takes_both(declared, names) and all(side.get(names[0]) not in EMPTY for side in sides),
    )


def in_words(names: tuple[str, ...], side: Mapping[str, Any], wording: Wording) -> str:
    """The values of one record; empty where it says nothing."""
    return " · ".join(wording.say(name, side[name]) for name in names if side.get(name) not in EMPTY)


def choices_posted(declared: RecordType, posted: Mapping[str, Any]) -> dict[str, str]:
    """What was chosen, by field; nonsense is left out."""
    return dict(read_choices(declared, posted))


def read_choices(declared: RecordType, posted: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and choice of each field for which something sound was posted."""
    for names in fields_of(declared):
        choice = posted.get(f"{CHOOSE}{names[0]}", "")
        if choice in (KEEP, TAKE) or (choice == BOTH and takes_both(declared, names)):
            yield names[0], choice


def heading(record: Any) -> str:
    """What tells a record from its double above a column."""
    return _("%(name)s, no. %(key)s") % {"name": record, "key": record.pk}
