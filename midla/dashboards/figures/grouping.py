"""Many figures of one list by one question: rows counted in groups, each leading to the list narrowed to its group."""

from array import array
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.http import urlencode

from associations.filters import COMMUNITIES, NONE, SEVERAL, which_country
from midla.dashboards.figures.figure import Figure, counted, listing_of
from midla.records.registry import RecordType
from midla.records.seeing import among


@dataclass(frozen=True)
class Counted:
    """A list as its address asks for it, from which figures are taken."""

    declared: type[RecordType]
    user: Any
    query: dict[str, Any]

    @classmethod
    def of(cls, declared: type[RecordType], user: Any, **query: Any) -> "Counted":
        """The list; what is empty is not asked."""
        return cls(declared, user, {name: value for name, value in query.items() if value not in ("", None)})

    @cached_property
    def rows(self) -> QuerySet:
        """Its rows, in no order, to be counted whole."""
        return listing_of(self.declared, self.user, **self.query)[0].narrowed.whole()

    def pinned(self) -> "Counted":
        """The same, its rows known by their keys: for rows that are dear to find and asked for more than once."""
        keys = array("q", self.rows.values_list("pk", flat=True))
        pinned = replace(self)
        pinned.__dict__["rows"] = self.rows.model.objects.filter(pk__in=among(keys)).order_by()
        return pinned

    @cached_property
    def path(self) -> str:
        return listing_of(self.declared, self.user)[1]

    def whole(self, label: Any, why: Any) -> Figure:
        """All of them."""
        return counted(self.declared, self.user, label, why, **self.query)

    def figure(self, value: int, label: Any = "", **more: Any) -> Figure:
        """A number of these rows that was counted in a group, and the way to the list narrowed to it."""
        asked = {name: given for name, given in {**self.query, **more}.items() if given not in ("", None)}
        return Figure(label, value, "", f"{self.path}?{urlencode(asked, doseq=True)}" if asked else self.path)


Numbers = dict[str, tuple[int, ...]]


def by_country(listed: Counted, relation: str, counts: dict[str, Q]) -> Numbers:
    """How many rows meet some conditions, for each programme country alone, for several and for none; one question.

    Records of several countries have a group of their own, so that the groups add up to the total.
    """
    grouped = listed.rows.annotate(which=which_country(listed.rows.model, relation)).values_list("which")
    numbers = grouped.annotate(**{name: Count("pk", filter=condition) for name, condition in counts.items()})
    found: Numbers = dict.fromkeys((*COMMUNITIES.words, SEVERAL, NONE), (0,) * len(counts))
    return found | {which: tuple(values) for which, *values in numbers}
