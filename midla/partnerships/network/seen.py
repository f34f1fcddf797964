"""The network as one reader asked for it: of which organisations, by which ties, around whom."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from typing import Any, NamedTuple

from django.urls import reverse

from associations.models import Face
from midla.partnerships.network import graph
from midla.partnerships.network.graph import Broker, Tie
from midla.partnerships.network.ties import KINDS, is_special, organisations_seen, ties_between

HOPS = 2
# So many are drawn, listed, and named as standing alone; the file holds them all.
MOST_DRAWN, MOST_LISTED, MOST_ALONE, MOST_BROKERS, MOST_PARTS = 300, 200, 60, 10, 10
NAMED_OF_PART = 3


class Node(NamedTuple):
    """An organisation of the network."""

    pk: int
    name: str
    face: str
    form: str
    type: str

    @property
    def url(self) -> str:
        return reverse(f"associations:{'association' if self.is_association else 'partner'}-detail", args=[self.pk])

    @property
    def is_association(self) -> bool:
        return self.face == Face.ASSOCIATION


@dataclass(frozen=True)
class Question:
    """What the address asks."""

    kinds: tuple[str, ...] = KINDS
    country: str = ""
    theme: str = ""
    around: int | None = None


@dataclass(frozen=True)
class Link:
    """A tie with both ends by name."""

    one: Node
    other: Node
    tie: Tie


@dataclass(frozen=True)
class Part:
    """A component: how many it holds, and those with most ties in it."""

    size: int
    named: list[Node]


class Network:
    """Everything the page and the file tell; three questions for the ties, one for the names."""

    def __init__(self, user: Any, question: Question) -> None:
        self.user, self.question = user, question

    @cached_property
    def everybody(self) -> dict[int, Node]:
        """All organisations asked for, by key, in the order of their names."""
        rows = self.organisations.order_by("sort_key", "pk")
        return {row[0]: Node(*row) for row in rows.values_list(*Node._fields)}

    @property
    def organisations(self) -> Any:
        return organisations_seen(self.user, self.question.country, self.question.theme)

    @cached_property
    def nodes(self) -> dict[int, Node]:
        """The organisations of the network, or of one organisation's surroundings."""
        if self.near is None:
            return self.everybody
        return {key: node for key, node in self.everybody.items() if key in self.near}

    @cached_property
    def all_ties(self) -> list[Tie]:
        members = {key: is_special(node.form, node.type) for key, node in self.everybody.items()}
        return ties_between(members, self.user, self.question.kinds)

    @cached_property
    def near(self) -> Collection[int] | None:
        """Of one organisation's surroundings, who belongs to them; None where nobody's were asked."""
        centre = self.question.around
        return None if centre is None else graph.reached(graph.neighbours_of(self.all_ties), centre, HOPS).keys()

    @cached_property
    def ties(self) -> list[Tie]:
        return self.all_ties if self.near is None else graph.among(self.all_ties, self.near)

    @cached_property
    def neighbours(self) -> dict[int, list[int]]:
        return graph.neighbours_of(self.ties)

    @cached_property
    def drawn(self) -> list[Tie]:
        """The ties of the picture: all, or those between the organisations with the strongest."""
        if len(self.neighbours) <= MOST_DRAWN:
            return self.ties
        return graph.among(self.ties, graph.strongest(self.ties, MOST_DRAWN))

    @property
    def is_cut(self) -> bool:
        return len(self.drawn) < len(self.ties)

    @property
    def links(self) -> Iterator[Link]:
        """All ties by name, the strongest first."""
        return map(self.link, sorted(self.ties, key=strongest_first))

    @cached_property
    def listed(self) -> list[Link]:
        """The strongest ties by name."""
        return [self.link(tie) for tie in nsmallest(MOST_LISTED, self.ties, key=strongest_first)]

    def link(self, tie: Tie) -> Link:
        return Link(self.nodes[tie.one], self.nodes[tie.other], tie)

    @cached_property
    def brokers(self) -> list[tuple[Node, Broker]]:
        """Those without whom others would be cut off, the most needed first."""
        return [(self.nodes[broker.key], broker) for broker in graph.brokers(self.neighbours)[:MOST_BROKERS]]

    @cached_property
    def parts(self) -> list[list[int]]:
        return graph.components(self.neighbours)

    @property
    def named_parts(self) -> list[Part]:
        """The biggest parts with those who have most ties in them."""
        return [
            Part(len(part), [self.nodes[key] for key in sorted(part, key=self.ties_of, reverse=True)[:NAMED_OF_PART]])
            for part in self.parts[:MOST_PARTS]
        ]

    def ties_of(self, key: int) -> int:
        """With how many an organisation is tied."""
        return len(self.neighbours.get(key, ()))

    @cached_property
    def islands(self) -> list[Node]:
        """Associations that are tied to nobody."""
        return [node for node in self.nodes.values() if node.is_association and node.pk not in self.neighbours]

    @property
    def named_islands(self) -> Sequence[Node]:
        return self.islands[:MOST_ALONE]


def strongest_first(tie: Tie) -> tuple[int, int, int]:
    """What ties are ordered by."""
    return -tie.strength, tie.one, tie.other
