"""What becomes of a person's consent and parts in meetings where two records are merged."""

from contacts.consent import newest_of
from contacts.models import Consent, ConsentState, Participation, Presence
from midla.records.merging import Merging, Relation, tell
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
            merging.note("made", said_again(refusals[0], merging))


def said_again(row: Consent, merging: Merging) -> Consent:
    """The same answer as the newest row of the person who is kept."""
    return Consent.objects.create(
        person=merging.winner,
        purpose=row.purpose,
        state=row.state,
        said_on=row.said_on,
        method=row.method,
        language=row.language,
        wording=row.wording,
        recorded_by=merging.by,
    )


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
