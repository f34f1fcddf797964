"""What is proposed on the page of a need or an offer: the other side's that fit, and what was decided before."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from midla.partnerships.candidates import Weighed, Weigher, facts_of, fitting, foremost, other_side
from midla.partnerships.holders import Holder, holders, unseen
from midla.partnerships.matching import Reason, most_points
from midla.partnerships.models import Match, MatchState, Partnership, Resource
from midla.partnerships.reasons import Sentences, Told

SHOWN, SHOWN_AT_MOST, DECIDED_SHOWN = 10, 50, 50


@dataclass(frozen=True)
class Proposal:
    """One that fits, whose it is, how well and why."""

    resource: Resource
    holder: Holder
    points: int
    reasons: Sequence[Told]
    need: int
    offer: int


@dataclass(frozen=True)
class Decision:
    """One that was set aside, or introduced: what was decided, and whose it is."""

    match: Match
    resource: Resource
    holder: Holder


class Proposals:
    """All that a need's or an offer's page says of the other side, as its reader sees it."""

    def __init__(self, resource: Resource, user: Any, shown: int = SHOWN) -> None:
        self.resource, self.user, self.shown = resource, user, min(shown, SHOWN_AT_MOST)

    @cached_property
    def weigher(self) -> Weigher:
        return Weigher()

    @property
    def most(self) -> int:
        """What the best fit would have."""
        return most_points(self.weigher.worth)

    @property
    def seen(self) -> Any:
        return Resource.objects.visible_to(self.user)

    @cached_property
    def weighed(self) -> list[Weighed]:
        """All that fit, the best first."""
        rows = foremost(fitting(self.resource, self.seen), self.resource, self.weigher.worth)
        own = facts_of(Resource.objects.filter(pk=self.resource.pk))
        if not own:
            return []
        met = self.weigher.met(own).get(own[0].holder, {})
        return self.weigher.weigh(self.resource.side, own[0], facts_of(rows), met)

    @property
    def total(self) -> int:
        return len(self.weighed)

    @property
    def more(self) -> int:
        """How many a longer page would show."""
        return min(self.total, SHOWN_AT_MOST) if self.total > self.shown else 0

    @cached_property
    def rows(self) -> list[Proposal]:
        """The best of them, with their reasons in sentences."""
        best = self.weighed[: self.shown]
        told = {one.key: self.weigher.reasons(one) for one in best}
        records, say = self.records(list(told)), Sentences(self.resource.side, told.values())
        whose = holders(list(records), self.user)
        return [
            self.proposal(one, records[one.key], whose.get(one.key, unseen()), told[one.key], say)
            for one in best
            if one.key in records
        ]

    def proposal(
        self, weighed: Weighed, record: Resource, holder: Holder, told: list[Reason], say: Sentences
    ) -> Proposal:
        """One of them, with its reasons in sentences."""
        sentences = say.of(told, sees_holder=holder.is_seen)
        return Proposal(record, holder, weighed.points, sentences, *self.pair(weighed.key))

    def pair(self, other: int) -> tuple[int, int]:
        """The keys of need and offer."""
        return (self.resource.pk, other) if self.resource.is_need else (other, self.resource.pk)

    def records(self, keys: Sequence[int]) -> dict[int, Resource]:
        """Needs or offers by key."""
        return {row.pk: row for row in self.seen.filter(pk__in=keys).select_related("theme")}

    @cached_property
    def decided(self) -> list[Decision]:
        """What was set aside or introduced, the newest first."""
        matches = list(self.decided_matches()[:DECIDED_SHOWN])
        other = f"{other_side(self.resource.side)}_id"
        records = self.records([getattr(match, other) for match in matches])
        whose = holders(list(records), self.user)
        return [
            Decision(match, records[key], whose.get(key, unseen()))
            for match in matches
            if (key := getattr(match, other)) in records
        ]

    def decided_matches(self) -> QuerySet:
        rows = Match.objects.visible_to(self.user).filter(**{f"{self.resource.side}_id": self.resource.pk})
        rows = rows.exclude(state=MatchState.PROPOSED).select_related("decided_by", "partnership")
        return rows.order_by("-decided_at", "-pk")

    @property
    def set_aside(self) -> list[Decision]:
        return [one for one in self.decided if one.match.state == MatchState.SET_ASIDE]

    @cached_property
    def introduced(self) -> list[Decision]:
        """Those whose partnership the reader sees."""
        found = [one for one in self.decided if one.match.state == MatchState.INTRODUCED]
        keys = {one.match.partnership_id for one in found}
        seen = (
            set(Partnership.objects.visible_to(self.user).filter(pk__in=keys).values_list("pk", flat=True))
            if keys
            else ()
        )
        return [one for one in found if one.match.partnership_id in seen]
