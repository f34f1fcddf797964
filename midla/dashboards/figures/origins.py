"""Figures of where people come from: from a subdivision of their country to the Italian province they are in.

An association that names several places counts for each of them and once in every total. It lies in one province, so
that what is counted for a place of origin adds up over the provinces, and not the other way round.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.filters import NOT_SAID, SAID
from associations.records import AssociationType
from contacts.records import PersonType
from midla.dashboards.figures.figure import Figure
from midla.dashboards.figures.grouping import Counted
from midla.records.registry import RecordType

ASSOCIATIONS, PEOPLE = "associations", "people"


@dataclass(frozen=True)
class Measure:
    """What is counted: records of a kind, by the relation that says where they come from."""

    label: str | Promise
    declared: type[RecordType]
    relation: str


MEASURES = {
    ASSOCIATIONS: Measure(gettext_lazy("Associations"), AssociationType, "origin_subdivisions"),
    PEOPLE: Measure(gettext_lazy("People"), PersonType, "origin_subdivision"),
}


@dataclass(frozen=True)
class Asked:
    """What a reader chose: what is counted; of one country, one part of it, one Italian province, or all."""

    measure: str = ASSOCIATIONS
    community: str = ""
    origin: str = ""
    province: str = ""

    @property
    def said(self) -> str:
        """The places of origin asked for, as lists filter by them."""
        return self.origin or (f"{self.community}-{SAID}" if self.community else SAID)

    @property
    def not_said(self) -> str:
        """What those are asked for by who do not name one; nothing where one part alone is asked for."""
        if self.origin:
            return ""
        return f"{self.community}-{NOT_SAID}" if self.community else NOT_SAID


class Origin(NamedTuple):
    """A subdivision of a country."""

    code: str
    name: str
    country: str


class Place(NamedTuple):
    """An Italian province."""

    code: str
    name: str


Key = TypeVar("Key", Origin, Place)


class Flow(NamedTuple):
    """How many come from one place of origin and are in one province."""

    origin: Origin
    place: Place
    number: int


class Origins:
    """The numbers of one choice, as one reader sees them. Each part is asked once.

    There may be thousands of flows: only those that are shown are made into figures.
    """

    def __init__(self, asked: Asked, user: Any) -> None:
        self.asked, self.user = asked, user
        self.measure = MEASURES[asked.measure]

    @cached_property
    def counted(self) -> Counted:
        """The list on which the figures rest: in an Italian province, and it is said where from."""
        where = {"province": self.asked.province} if self.asked.province else {"placed": 1}
        return Counted.of(self.measure.declared, self.user, origin=self.asked.said, **where)

    def figure(self, number: int, origin: Origin | None = None, place: Place | None = None) -> Figure:
        """A number of those from a place of origin, or in a province, or both, and the way to exactly these."""
        narrowed = {"origin": origin.code} if origin else {}
        # A province says that it is in Italy.
        there = {"province": place.code, "placed": ""} if place else {}
        return self.counted.figure(number, **narrowed, **there)

    @cached_property
    def flows(self) -> list[Flow]:
        """Every way from a place of origin to a province, the broadest first; one question."""
        relation = self.measure.relation
        rows = self.counted.rows.filter(**self.of_relation())
        columns = ("code", "name", "country_id")
        paths = (*(f"{relation}__{column}" for column in columns), "province__code", "province__name")
        numbers = rows.values_list(*paths).annotate(number=Count("pk", distinct=True))
        found = [Flow(Origin(*row[:3]), Place(*row[3:5]), row[5]) for row in numbers]
        return sorted(found, key=lambda flow: (-flow.number, flow.origin.name, flow.place.name))

    def of_relation(self) -> dict[str, Any]:
        """The condition of the places themselves: an association that names one asked for may name others too."""
        relation, asked = self.measure.relation, self.asked
        if asked.origin:
            return {f"{relation}__code": asked.origin}
        return {f"{relation}__country_id": asked.community} if asked.community else {f"{relation}__isnull": False}

    @cached_property
    def origins(self) -> dict[Origin, int]:
        """How many come from each place of origin, the most frequent first."""
        numbers: dict[Origin, int] = defaultdict(int)
        for flow in self.flows:
            numbers[flow.origin] += flow.number
        return ranked(numbers)

    @cached_property
    def mentions(self) -> dict[Place, int]:
        """How often a place of origin is named in each province."""
        numbers: dict[Place, int] = defaultdict(int)
        for flow in self.flows:
            numbers[flow.place] += flow.number
        return numbers

    @cached_property
    def places(self) -> dict[Place, int]:
        """How many are in each province, each once; one question, and none for people, who come from one place."""
        if self.asked.measure == PEOPLE:
            return ranked(self.mentions)
        rows = self.counted.rows.values_list("province__code", "province__name").annotate(Count("pk"))
        return ranked({Place(code, name): number for code, name, number in rows})

    @cached_property
    def whole(self) -> Figure:
        """All of them, each once."""
        return replace(self.figure(sum(self.places.values())), label=_("In all, each once"))

    @cached_property
    def silent(self) -> Figure | None:
        """Those in the same provinces of which nobody said where they come from; one question."""
        if not self.asked.not_said:
            return None
        query = {**self.counted.query, "origin": self.asked.not_said}
        return Counted.of(self.measure.declared, self.user, **query).whole("", "")


def ranked(numbers: dict[Key, int]) -> dict[Key, int]:
    """Numbers by place, the biggest first."""
    return dict(sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0][1], pair[0][0])))
