"""Merging two records of one kind, with everything that points at them.

Each relation has a policy, declared by the app that owns it (`registry.register_relation`); a merge refuses a relation
that nobody declared. Whatever a policy does it notes as a step, from which the merge is undone for 30 days
(`unmerging`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from midla.records import actions
from midla.records.errors import Conflict, Refused
from midla.records.history import change_of, storable, tracked_fields
from midla.records.merge_fields import chosen_values
from midla.records.models import Attachment, DoublePair, Merge, PairState, Record, Verb
from midla.records.registry import RELATIONS, Policy, type_of


class MergeRefused(Refused):
    """Two records cannot be merged; the sentence says why and what to do."""


@dataclass(frozen=True)
class Relation:
    """A field of a model that points at records of the kind that is merged."""

    source: Any
    field: Any

    @property
    def label(self) -> str:
        return f"{self.source._meta.label}.{self.field.name}"

    def rows_of(self, record: Any) -> list[Any]:
        """Every row that points at a record, in the trash or confined to somebody too; locked until all is written."""
        rows = self.source._base_manager.select_for_update()
        return list(rows.filter(**{self.field.name: record.pk}).order_by("pk"))


@dataclass
class Merging:
    """One merge while it is done: which record goes into which, by whom, and the steps so far."""

    winner: Any
    loser: Any
    by: Any
    steps: list[dict[str, Any]] = field(default_factory=list)

    def note(self, did: str, row: models.Model, **values: Any) -> None:
        """Keep a step."""
        self.steps.append({"did": did, "model": row._meta.label_lower, "pk": row.pk, **values})

    def set_column(self, row: Any, name: str, value: Any) -> None:
        """Give one column of a row another value; a record's history says so."""
        column = row._meta.get_field(name)
        attname, before = column.attname, getattr(row, column.attname)
        if isinstance(row, Record):
            actions.give(row, by=self.by, values={attname: value}, many={}, reason=self.reason)
        else:
            type(row)._base_manager.filter(pk=row.pk).update(**{attname: value})
        self.note("column", row, field=attname, before=storable(column, before), after=storable(column, value))

    def take_away(self, row: Any) -> None:
        """Leave out a row that the winner has already: a record goes to the trash, other rows into the step."""
        if isinstance(row, Record):
            actions.trash(row, by=self.by, reason=self.reason)
            self.note("trashed", row)
        else:
            self.note("deleted", row, stored=serializers.serialize("json", [row]))
            type(row)._base_manager.filter(pk=row.pk).delete()

    @property
    def reason(self) -> str:
        """What history says of it."""
        return _("merged: %(name)s") % {"name": self.winner}


def relations_of(model: type[models.Model]) -> Iterator[Relation]:
    """Everything that points at records of a model, found in the models themselves."""
    for related in model._meta.concrete_model._meta.get_fields(include_hidden=True):
        if not related.auto_created or related.concrete:
            continue
        source, pointing = related.related_model, related.remote_field
        through = getattr(pointing.remote_field, "through", None) if pointing.many_to_many else None
        # A table of links belongs to its many-to-many field; with a model of its own, that has the relation.
        if source._meta.auto_created or (through is not None and not through._meta.auto_created):
            continue
        yield Relation(source, pointing)


def policies_of(model: type[models.Model]) -> list[tuple[Relation, Policy]]:
    """What is to be done with each relation. Raises MergeRefused where nobody said it."""
    declared = RELATIONS.get(model._meta.concrete_model, {})
    found = list(relations_of(model))
    if forgotten := [relation.label for relation in found if relation.label not in declared]:
        raise MergeRefused(_("Nobody has said what becomes of: %(names)s.") % {"names": ", ".join(forgotten)})
    return [(relation, declared[relation.label]) for relation in found]


def derived(merging: Merging, relation: Relation) -> None:
    """Worked out from other records: each keeps its own row."""


def refuse(merging: Merging, relation: Relation) -> None:
    """Nothing is merged while such rows point at the record that would go."""
    if relation.rows_of(merging.loser):
        name = relation.source._meta.verbose_name_plural
        raise MergeRefused(_("It has %(rows)s that cannot be carried over.") % {"rows": name})


def move(merging: Merging, relation: Relation) -> None:
    """Carry every row over; what the winner has already is left out."""
    for row in relation.rows_of(merging.loser):
        move_row(merging, relation, row)


def move_row(merging: Merging, relation: Relation, row: Any) -> None:
    """Carry one row over, or leave it out."""
    if has_already(row, relation.field.name, merging.winner):
        merging.take_away(row)
    else:
        merging.set_column(row, relation.field.name, merging.winner.pk)


def move_links(merging: Merging, relation: Relation) -> None:
    """Have every record of a many-to-many field name the winner instead."""
    for row in relation.rows_of(merging.loser):
        before = sorted(getattr(row, relation.field.name).values_list("pk", flat=True))
        after = sorted({*before, merging.winner.pk} - {merging.loser.pk})
        actions.give(row, by=merging.by, values={}, many={relation.field.name: after}, reason=merging.reason)
        merging.note(
            "links",
            row,
            field=relation.field.name,
            had=merging.winner.pk in before,
            winner=merging.winner.pk,
            loser=merging.loser.pk,
        )


def has_already(row: Any, name: str, winner: Any) -> bool:
    """True where moving a row would make a second one: a constraint forbids it, or all else is equal."""
    if isinstance(row, Record) and row.is_trashed:
        return False
    others = type(row)._base_manager.exclude(pk=row.pk).filter(**{name: winner.pk})
    if isinstance(row, Record):
        others = others.filter(trashed_at=None)
    return any(others.filter(**same).exists() for same in ways_to_be_the_same(row, name))


def ways_to_be_the_same(row: Any, name: str) -> Iterator[dict[str, Any]]:
    """The values in which another row of the winner's would be the same row."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and name in constraint.fields:
            yield {one: getattr(row, row._meta.get_field(one).attname) for one in constraint.fields if one != name}
    if isinstance(row, Record):
        columns = [column.attname for column in tracked_fields(type(row)) if column.name != name]
        yield {column: getattr(row, column) for column in columns}


@transaction.atomic
def merge(
    winner: Any,
    loser: Any,
    *,
    by: Any,
    choices: Mapping[str, str] | None = None,
    versions: tuple[int, int] | None = None,
) -> Merge:
    """Merge the second record into the first, which is kept. `choices` say for each field whose value it gets.

    Raises Conflict where one of them changed since it was read, MergeRefused where something stands against it.
    """
    winner, loser = both_locked(winner, loser)
    for record, read in zip((winner, loser), versions or (winner.version, loser.version), strict=True):
        if record.version != read:
            raise Conflict(record)
    policies = policies_of(type(winner))
    merging = Merging(winner, loser, by)
    values, many = chosen_values(type_of(winner), winner, loser, choices or {})
    actions.trash(loser, by=by, reason=merging.reason)
    merging.note("trashed", loser)
    for relation, policy in policies:
        policy(merging, relation)
    move_files(merging)
    give_values(merging, values, many)
    decide_pairs(merging)
    return Merge.objects.create(
        model_label=winner.label(), winner_id=winner.pk, loser_id=loser.pk, by=by, steps=merging.steps
    )


def both_locked(winner: Any, loser: Any) -> tuple[Any, Any]:
    """Both records as the database holds them, locked in one order, so that two merges never wait for each other."""
    if type(winner) is not type(loser) or winner.pk == loser.pk:
        raise MergeRefused(_("Choose two different records of one kind."))
    rows = type(winner)._base_manager.select_for_update().filter(pk__in=[winner.pk, loser.pk]).order_by("pk")
    held = {record.pk: record for record in rows}
    if len(held) < 2 or any(record.is_trashed for record in held.values()):
        raise MergeRefused(_("One of the two lies in the trash. Take it back first."))
    return held[winner.pk], held[loser.pk]


def move_files(merging: Merging) -> None:
    """Files hang on a record by its label and key."""
    label = merging.loser.label()
    files = Attachment._base_manager.select_for_update().filter(model_label=label, record_id=merging.loser.pk)
    for attachment in files.order_by("pk"):
        merging.set_column(attachment, "record_id", merging.winner.pk)


def give_values(merging: Merging, values: Mapping[str, Any], many: Mapping[str, Any]) -> None:
    """Give the winner what was chosen. Raises MergeRefused where the values do not go together."""
    held = actions.locked(merging.winner)
    version = held.version
    for name, value in values.items():
        setattr(held, name, value)
    try:
        held.validate_constraints()
    except ValidationError as error:
        raise MergeRefused(" ".join(error.messages)) from error
    held = actions.give(
        actions.locked(merging.winner), by=merging.by, values=values, many=many, reason=_("merged with another record")
    )
    if held.version != version:
        merging.note("given", held, change=held.newest_change.pk)


def decide_pairs(merging: Merging) -> None:
    """The pair is merged; who is not the same as the one that goes is not the same as the one that stays."""
    for pair in DoublePair.objects.of(merging.loser):
        other = pair.second_id if pair.first_id == merging.loser.pk else pair.first_id
        if other == merging.winner.pk:
            merging.set_column(pair, "state", PairState.MERGED)
        elif pair.state == PairState.NOT_SAME:
            first, second = sorted((other, merging.winner.pk))
            keep_decision(merging, pair, first, second)


def keep_decision(merging: Merging, pair: DoublePair, first: int, second: int) -> None:
    """Have a decision hold for the winner too, unless one was made for it already."""
    there = DoublePair.objects.filter(model_label=pair.model_label, first_id=first, second_id=second).first()
    if there is not None:
        if there.state == PairState.OPEN:
            merging.set_column(there, "state", PairState.NOT_SAME)
        return
    pair.pk, pair.first_id, pair.second_id = None, first, second
    pair.save(force_insert=True)
    merging.note("made", pair)


def merged_into(record_label: str, key: int) -> int | None:
    """The record that stands for one that was merged away, through further merges too."""
    for _hop in range(20):
        row = Merge.objects.standing().filter(model_label=record_label, loser_id=key).first()
        if row is None:
            return None
        key, found = row.winner_id, row.winner_id
        if not Merge.objects.standing().filter(model_label=record_label, loser_id=key).exists():
            return found
    return None


def tell(row: Any, before: dict[str, Any], after: dict[str, Any], *, by: Any, verb: Verb) -> None:
    """Write a row of history about what hangs on a record, and count its version up."""
    held = actions.locked(row)
    actions.stamp(held, by=by)
    held.save(update_fields=["version", "updated_at", "updated_by"])
    change_of(held, by=by, verb=verb, before=before, after=after).save(force_insert=True)
