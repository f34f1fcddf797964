"""What a network of organisations looks like, from its ties alone: parts, brokers, surroundings. Nothing is read here.

A broker is told by what would be lost: an organisation without which others could no longer be reached from most of
its part. This is exact at every size, and is said in one sentence.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Neighbours = Mapping[int, Collection[int]]


class Tie(NamedTuple):
    """Two organisations, the lower key first, and how often each kind of thing links them."""

    one: int
    other: int
    partnerships: int = 0
    meetings: int = 0
    people: int = 0

    @property
    def strength(self) -> int:
        return self.partnerships + self.meetings + self.people


@dataclass(frozen=True)
class Broker:
    """An organisation that holds others together: how many are cut off without it, and with how many it is tied."""

    key: int
    cut_off: int
    ties: int


def neighbours_of(ties: Iterable[Tie]) -> dict[int, list[int]]:
    """For each organisation that has a tie those it is tied to, by their keys."""
    found: dict[int, set[int]] = defaultdict(set)
    for tie in ties:
        found[tie.one].add(tie.other)
        found[tie.other].add(tie.one)
    return {key: sorted(found[key]) for key in sorted(found)}


def components(neighbours: Neighbours) -> list[list[int]]:
    """The parts within which everybody can be reached, the biggest first."""
    seen: set[int] = set()
    parts = []
    for key in neighbours:
        if key not in seen:
            part = reached(neighbours, key)
            seen |= part.keys()
            parts.append(sorted(part))
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def reached(neighbours: Neighbours, start: int, hops: int | None = None) -> dict[int, int]:
    """Whoever can be reached from one organisation, and in how many steps; within so many, where asked."""
    steps, edge, step = {start: 0}, [start], 0
    while edge and (hops is None or step < hops):
        step += 1
        found = dict.fromkeys(other for key in edge for other in neighbours.get(key, ()) if other not in steps)
        steps.update(dict.fromkeys(found, step))
        edge = list(found)
    return steps


def brokers(neighbours: Neighbours) -> list[Broker]:
    """Those without whom others would be cut off, the most needed first."""
    found = [
        Broker(key, lost, len(neighbours[key]))
        for part in components(neighbours)
        for key, lost in lost_without(neighbours, part[0]).items()
    ]
    return sorted(found, key=lambda broker: (-broker.cut_off, -broker.ties, broker.key))


@dataclass
class Visit:
    """Where a walk through one part of the network came to an organisation, and how far back it leads from there."""

    key: int
    parent: int | None
    place: int
    low: int
    left: Iterator[int]
    size: int = 1
    # Sizes of what hangs on this organisation alone.
    hanging: list[int] = field(default_factory=list)


def lost_without(neighbours: Neighbours, start: int) -> dict[int, int]:
    """For each that holds this part together, how many could not be reached any more from most of the others."""
    visits: dict[int, Visit] = {}
    path = [entered(visits, neighbours, start, None)]
    while path:
        visit = path[-1]
        other = next(visit.left, None)
        if other is None:
            left_behind(path, visit)
        elif other not in visits:
            path.append(entered(visits, neighbours, other, visit.key))
        elif other != visit.parent:
            visit.low = min(visit.low, visits[other].place)
    return {visit.key: lost for visit in visits.values() if (lost := lost_by(visit, len(visits)))}


def entered(visits: dict[int, Visit], neighbours: Neighbours, key: int, parent: int | None) -> Visit:
    """The walk comes to an organisation for the first time."""
    visits[key] = Visit(key, parent, len(visits), len(visits), iter(neighbours[key]))
    return visits[key]


def left_behind(path: list[Visit], visit: Visit) -> None:
    """The walk goes back: what lies below counts for the one before; it hangs there if no other way leads around."""
    path.pop()
    if path:
        before = path[-1]
        before.size += visit.size
        before.low = min(before.low, visit.low)
        if visit.low >= before.place:
            before.hanging.append(visit.size)


def lost_by(visit: Visit, size: int) -> int:
    """How many are cut off from the biggest of what is left without this organisation."""
    rest = size - 1 - sum(visit.hanging)
    pieces = [*visit.hanging, rest]
    return sum(pieces) - max(pieces)


def strongest(ties: Iterable[Tie], most: int) -> set[int]:
    """So many organisations at most: those with the strongest ties."""
    strength: dict[int, int] = defaultdict(int)
    for tie in ties:
        strength[tie.one] += tie.strength
        strength[tie.other] += tie.strength
    return set(sorted(strength, key=lambda key: (-strength[key], key))[:most])


def among(ties: Iterable[Tie], keys: Collection[int]) -> list[Tie]:
    """The ties between some organisations."""
    return [tie for tie in ties if tie.one in keys and tie.other in keys]
