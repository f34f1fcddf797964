"""What a figure is: it counts the rows of a list, through the list's own filters, and leads to it.

A figure is worked out by the same `Listing` that draws the list it opens, so that the two cannot differ, whoever looks.
"""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from midla.records.lists import Listing
from midla.records.registry import RecordType, type_of
from midla.ui.marks import grouped


@dataclass(frozen=True)
class Scope:
    """What figures are asked for: a period (both days inclusive), a programme country, an office; empty means all."""

    since: datetime.date | None = None
    until: datetime.date | None = None
    country: str = ""
    office: str = ""


@dataclass(frozen=True)
class Figure:
    """A number with its name, what it counts in words, and the address of exactly the records it counts."""

    label: str | Promise
    value: int
    why: str | Promise
    url: str
    late: bool = False

    def late_if_any(self) -> "Figure":
        """The same, red where it is not 0."""
        return replace(self, late=self.value > 0)

    @property
    def number(self) -> Decimal | None:
        """What the figure says, None where it is not known; a sum says more than how many records it rests on."""
        return Decimal(self.value)


@dataclass(frozen=True)
class Sum(Figure):
    """A sum over the records its address opens: `value` is how many they are."""

    amount: Decimal = Decimal(0)

    @property
    def number(self) -> Decimal:
        return self.amount


@dataclass(frozen=True)
class Basis:
    """The official figures a share rests on: their vintage by its four names, the year, and how many they count."""

    vintage: dict[str, str]
    year: int
    residents: int

    @property
    def words(self) -> str:
        """What the share is one of, in the reader's language."""
        name = self.vintage.get((get_language() or "en")[:2], self.vintage["en"])
        words = {"residents": grouped(self.residents), "vintage": name, "year": self.year}
        return (
            _(
                "Of %(residents)s residents whose number is known: %(vintage)s, 1 January %(year)s. People who also "
                "hold Italian citizenship are not counted there."
            )
            % words
        )


@dataclass(frozen=True)
class Share(Figure):
    """A share of official residents, in per cent; `value` is how many records it rests on, None stands for unknown."""

    percent: Decimal | None = None
    basis: Basis | None = None

    @property
    def number(self) -> Decimal | None:
        return self.percent


def listing_of(declared: type[RecordType], user: Any, **query: Any) -> tuple[Listing, str]:
    """A list as its address asks for it, and that address; what is empty is not asked."""
    url = address_of(declared, **query)
    return Listing(type_of(declared.model), user, QueryDict(url.partition("?")[2])), url


def address_of(declared: type[RecordType], **query: Any) -> str:
    """The address of a list that asks this; what is empty is not asked."""
    asked = urlencode({name: value for name, value in query.items() if value not in ("", None)}, doseq=True)
    url = type_of(declared.model).list_url()
    return f"{url}?{asked}" if asked else url


def counted(declared: type[RecordType], user: Any, label: str | Promise, why: str | Promise, **query: Any) -> Figure:
    """A figure from a list and what its address asks."""
    listing, url = listing_of(declared, user, **query)
    return Figure(label, listing.total, why, url)


def summed(figure: Figure, amount: Any) -> Sum:
    """A figure as the sum over its records."""
    return Sum(figure.label, figure.value, figure.why, figure.url, figure.late, Decimal(amount or 0))


def over(scope: Scope, name: str) -> dict[str, Any]:
    """The period of a scope, as lists ask for the days of something: `met_since`, `met_until`."""
    return {f"{name}_since": scope.since, f"{name}_until": scope.until}
