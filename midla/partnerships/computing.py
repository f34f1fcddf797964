"""Works the matches out for all needs, so that pages can show the best of many at once.

What was decided about a pair stays. The offers that are open are read once, in a form that takes a kilobyte each;
needs are weighed a few hundred at a time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction

from midla.partnerships.candidates import MOST_CANDIDATES, Weighed, Weigher, facts_of, fitting, foremost
from midla.partnerships.matching import Facts
from midla.partnerships.models import Match, MatchState, Resource, Side

KEPT, AT_ONCE = 10, 200
Progress = Callable[[int, int], None]


class Pool:
    """All open offers, found by theme and by kind."""

    def __init__(self) -> None:
        self.by_theme: dict[int, list[Facts]] = defaultdict(list)
        self.by_kind: dict[str, list[Facts]] = defaultdict(list)
        for some in chunks(Resource.objects.kept().open().offers().order_by("-pk"), 2_000):
            for offer in some:
                self.by_theme[offer.theme].append(offer)
                self.by_kind[offer.kind].append(offer)

    def fitting(self, need: Facts, left_out: set[int]) -> list[Facts]:
        """Those that the page of a need would look at."""
        near = [*self.by_theme[need.theme], *(one for one in self.by_kind[need.kind] if one.theme != need.theme)]
        fits = [
            offer
            for offer in near
            if offer.countries & need.countries and offer.holder != need.holder and offer.pk not in left_out
        ]
        if len(fits) <= MOST_CANDIDATES:
            return fits
        # What fits by both first, then the newest.
        fits.sort(key=lambda one: (one.theme == need.theme and one.kind == need.kind, one.pk), reverse=True)
        return fits[:MOST_CANDIDATES]


def chunks(rows: Any, size: int) -> Iterator[list[Facts]]:
    """Needs or offers as the rules see them, so many at a time."""
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        yield facts_of(Resource.objects.filter(pk__in=keys[start : start + size]))


def match_all(progress: Progress = lambda done, total: None) -> int:
    """Work out the matches of every open need; how many pairs are proposed."""
    needs = Resource.objects.kept().open().needs().order_by("pk")
    total, done, proposed = needs.count(), 0, 0
    progress(0, total)
    pool, weigher = Pool(), Weigher()
    forget_closed()
    for some in chunks(needs, AT_ONCE):
        proposed += match_some(some, pool, weigher)
        done += len(some)
        progress(done, total)
    return proposed


def match_some(needs: list[Facts], pool: Pool, weigher: Weigher) -> int:
    """Work out the matches of some needs and store them; how many."""
    keys = [need.pk for need in needs]
    decided: dict[int, set[int]] = defaultdict(set)
    rows = Match.objects.filter(need_id__in=keys).exclude(state=MatchState.PROPOSED)
    for key, offer in rows.values_list("need_id", "offer_id"):
        decided[key].add(offer)
    found, met = [], weigher.met(needs)
    for need in needs:
        fits = pool.fitting(need, decided[need.pk])
        best = weigher.weigh(Side.NEED, need, fits, met.get(need.holder, {}))[:KEPT]
        found += [Match(need_id=need.pk, offer_id=one.key, points=one.points) for one in best]
    store(Match.objects.filter(need_id__in=keys), found)
    return len(found)


def match_one(resource: Resource) -> int:
    """Work out anew the matches of one need or offer that was just written; how many."""
    is_open = Resource.objects.kept().open().filter(pk=resource.pk).exists()
    weigher = Weigher()
    best: list[Weighed] = []
    if is_open:
        rows = foremost(fitting(resource, Resource.objects.kept()), resource, weigher.worth)
        own = facts_of(Resource.objects.filter(pk=resource.pk))
        met = weigher.met(own).get(own[0].holder, {})
        best = weigher.weigh(resource.side, own[0], facts_of(rows), met)[:KEPT]
    found = [match_of(resource, one.key, one.points) for one in best]
    store(Match.objects.filter(**{f"{resource.side}_id": resource.pk}), found)
    return len(found)


def match_of(resource: Resource, other: int, points: int) -> Match:
    """A pair of one need or offer and another."""
    need, offer = (resource.pk, other) if resource.is_need else (other, resource.pk)
    return Match(need_id=need, offer_id=offer, points=points)


@transaction.atomic
def store(rows: Any, found: Iterable[Match]) -> None:
    """Put what was found in the place of what was proposed before; decisions stay as they are."""
    rows.filter(state=MatchState.PROPOSED).delete()
    Match.objects.bulk_create(found, batch_size=500, ignore_conflicts=True)


def forget_closed() -> None:
    """Delete proposals of needs that are open no more: nobody is proposed to them."""
    needs = Resource.objects.kept().open().needs()
    Match.objects.filter(state=MatchState.PROPOSED).exclude(need_id__in=needs.values("pk")).delete()
