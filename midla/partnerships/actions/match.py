"""Deciding about a match: setting it aside, taking it back, introducing the two."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from midla.partnerships.actions.partnership import open_partnership
from midla.partnerships.models import Match, MatchState, Participant, Partnership, PartRole, Resource, Stage
from midla.records.actions import locked
from midla.records.errors import Refused

LONGEST_REASON, LONGEST_TITLE = 200, 200


def decided(need: Resource, offer: Resource) -> Match:
    """The row of a pair, locked until the transaction ends; made where nobody computed it."""
    row, _made = Match.objects.get_or_create(need_id=need.pk, offer_id=offer.pk)
    return Match.objects.select_for_update().get(pk=row.pk)


def decide(match: Match, *, state: MatchState, by: Any, reason: str = "") -> Match:
    """Write what was decided, by whom and when."""
    match.state, match.reason = state, reason
    match.decided_at, match.decided_by = timezone.now(), by
    match.save()
    return match


@transaction.atomic
def set_aside(*, need: Resource, offer: Resource, reason: str, by: Any) -> Match:
    """Say that the two do not fit; the pair is not proposed again. Raises Refused without a reason."""
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise Refused(_("Write why they do not fit."))
    match = decided(need, offer)
    if match.state == MatchState.INTRODUCED:
        raise Refused(_("The two were introduced already."))
    return decide(match, state=MatchState.SET_ASIDE, by=by, reason=reason)


@transaction.atomic
def take_back(*, need: Resource, offer: Resource, by: Any) -> Match:
    """Propose again what was set aside."""
    match = decided(need, offer)
    if match.state == MatchState.SET_ASIDE:
        decide(match, state=MatchState.PROPOSED, by=by)
    return match


@transaction.atomic
def introduce(*, need: Resource, offer: Resource, by: Any) -> Partnership:
    """Open a partnership with both holders, and link need and offer to it.

    Introducing twice leads to the same partnership, while it is not in the trash.
    """
    need, offer = locked(need), locked(offer)
    match = decided(need, offer)
    opened = match.partnership
    if match.state == MatchState.INTRODUCED and opened is not None and not opened.is_trashed:
        return opened
    partnership = Partnership(title=need.what[:LONGEST_TITLE], owner=need.owner or by, stage=Stage.INTRODUCED)
    match.partnership = open_partnership(
        partnership=partnership,
        participants=[part_of(need, PartRole.PROMOTER), part_of(offer, offer_role(offer))],
        many=joined_facts(need, offer),
        by=by,
    )
    decide(match, state=MatchState.INTRODUCED, by=by)
    return match.partnership


def part_of(resource: Resource, role: PartRole) -> Participant:
    """The holder of a need or offer as a participant."""
    return Participant(organisation=resource.organisation, person=resource.person, role=role)


def offer_role(offer: Resource) -> PartRole:
    """Who gives money funds; who gives something else is a technical partner."""
    return PartRole.FUNDER if offer.kind == "money" else PartRole.TECHNICAL


def joined_facts(need: Resource, offer: Resource) -> dict[str, list[Any]]:
    """What a partnership takes over from the two: shared countries (else the need's), places, themes, both records."""
    wanted = set(need.countries.values_list("pk", flat=True))
    shared = wanted & set(offer.countries.values_list("pk", flat=True)) or wanted
    return {
        "countries": sorted(shared),
        "subdivisions": sorted(need.subdivisions.values_list("pk", flat=True)),
        "themes": sorted({need.theme_id, offer.theme_id}),
        "resources": [need.pk, offer.pk],
    }
