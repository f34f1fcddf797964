"""What becomes of consent, parts in meetings and roles where two records are merged."""

from copy import copy
from typing import Any

from django.utils.translation import gettext as _

from contacts.actions.consent import say_again
from contacts.consent import newest_of
from contacts.models import Affiliation, ConsentState, Participation, Person, Presence
from contacts.roles import overlapping
from midla.records.merging import MergeRefused, Merging, Relation, move_row, tell
from midla.records.models import Verb

# Of two parts in one meeting, the later in this order is kept.
STRENGTH = (Presence.INVITED, Presence.EXCUSED, Presence.COMING, Presence.PRESENT)


def strictest_consent(merging: Merging, relation: Relation) -> None:
    """Everything said is carried over; where the two records say yes and no, no holds until the person is asked."""
    mine, theirs = newest_of(merging.winner), newest_of(merging.loser)
    for row in relation.rows_of(merging.loser):
        merging.set_column(row, "person", merging.winner.pk)
    for purpose in sorted(mine.keys() & theirs.keys()):
        both = (mine[purpose], theirs[purpose])
        refusals = [row for row in both if row.state == ConsentState.WITHDRAWN]
        if len(refusals) == 1 and refusals[0] is not max(both, key=lambda row: row.pk):
            merging.note("made", say_again(refusals[0], person=merging.winner, by=merging.by))


def move_participations(merging: Merging, relation: Relation) -> None:
    """Carry the parts in meetings over; who has two in one meeting keeps the stronger."""
    kept = {part.meeting_id: part for part in relation.rows_of(merging.winner)}
    parts = Participation._base_manager.filter(person_id=merging.loser.pk).select_related("meeting").order_by("pk")
    for part in parts:
        before = sorted(Participation._base_manager.filter(meeting=part.meeting).values_list("person_id", flat=True))
        if (own := kept.get(part.meeting_id)) is None:
            merging.set_column(part, "person", merging.winner.pk)
        else:
            merging.set_column(own, "presence", max(own.presence, part.presence, key=strength))
            merging.take_away(part)
        after = {"people": sorted({*before, merging.winner.pk} - {merging.loser.pk})}
        tell(part.meeting, {"people": before}, after, by=merging.by, verb=Verb.EDITED)
        merging.note("told", part.meeting, before={"people": before}, after=after)


def strength(presence: str) -> int:
    """How much it says to have this part in a meeting."""
    return STRENGTH.index(Presence(presence))


def move_roles(merging: Merging, relation: Relation) -> None:
    """Carry roles over. A role of one holder that somebody would have twice at a time becomes one, of all its days.

    Raises MergeRefused where two people would hold it.
    """
    for row in relation.rows_of(merging.loser):
        there = None if row.is_trashed else held_already(merging, relation, row)
        if there is None:
            move_row(merging, relation, row)
        else:
            merging.take_away(row)
            join_roles(merging, there, row)


def held_already(merging: Merging, relation: Relation, row: Affiliation) -> Affiliation | None:
    """The role of one holder that the same person has there on the same days."""
    moved = copy(row)
    setattr(moved, relation.field.attname, merging.winner.pk)
    holders = list(overlapping(moved)) if row.one_holder else []
    if others := [holder for holder in holders if holder.person_id != moved.person_id]:
        raise MergeRefused(two_holders(row, others[0], merging.by))
    return holders[0] if holders else None


def two_holders(one: Affiliation, other: Affiliation, reader: Any) -> str:
    """That two people cannot both have a role, named to whoever sees them."""
    names = {"role": one.role, "one": one.person, "other": other.person}
    seen = Person.objects.visible_to(reader).filter(pk__in=[one.person_id, other.person_id]).count() if reader else 0
    if seen < 2:
        return _("Two people would be “%(role)s”, which one alone can be. End one of the two roles first.") % names
    return _("%(one)s and %(other)s would both be “%(role)s”. End one of the two roles first.") % names


def join_roles(merging: Merging, kept: Affiliation, gone: Affiliation) -> None:
    """Let one role last from the first day of two, as far as known, to the last, and say what the other said."""
    starts, ends = [day for day in (kept.started_on, gone.started_on) if day], (kept.ended_on, gone.ended_on)
    wanted = {
        "started_on": min(starts, default=None),
        "ended_on": None if None in ends else max(filter(None, ends)),
        "main_contact": kept.main_contact or gone.main_contact,
        "source": kept.source or gone.source,
    }
    for name, value in wanted.items():
        if getattr(kept, name) != value:
            merging.set_column(Affiliation.objects.select_for_update().get(pk=kept.pk), name, value)
