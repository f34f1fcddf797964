"""How a need and an offer fit: the rules, what each is worth, and why.

A rule looks at a pair and says how much of its weight it gives, with what it rests on. Rules know neither user nor
page: the need's page, the offer's and the computation of all matches give the same points. Which pairs are looked at
stands in `candidates.py`, the sentences in `reasons.py`, how to add a rule in docs/recipes/add-a-matching-rule.md.
"""

import datetime
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

Place = tuple[float, float]
EARTH_KM = 6371.0
WHOLE = 3
# Provinces whose middles are at most so many km apart give so many thirds of the weight; further away nothing.
BANDS = ((60, 2), (150, 1))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules know of a need or an offer."""

    pk: int
    theme: int
    kind: str
    countries: frozenset[str] = frozenset()
    subdivisions: frozenset[int] = frozenset()
    # Those it names, else that of its holder.
    provinces: frozenset[int] = frozenset()
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    amount: Decimal | None = None
    language: str = ""
    owner: int | None = None
    # ("o", key of the organisation) or ("p", key of the person).
    holder: tuple[str, int] = ("o", 0)


@dataclass(slots=True)
class Pair:
    """A need and an offer, where provinces lie, and the last day on which both holders were at one meeting."""

    need: Facts
    offer: Facts
    places: Mapping[int, Place] = field(default_factory=dict)
    met_on: datetime.date | None = None


class Reason(NamedTuple):
    """What one rule gives, and what that rests on; 0 points say why it gives nothing."""

    code: str
    points: int
    about: Any = None


# A rule gives thirds of its weight, and what that rests on; None where it has nothing to say.
Given = tuple[int, Any] | None
Rule = Callable[[Pair], Given]


# --- the rules --------------------------------------------------------------------------------------------------------
def theme(pair: Pair) -> Given:
    """The same theme."""
    return (WHOLE if pair.need.theme == pair.offer.theme else 0), (pair.need.theme, pair.offer.theme)


def kind(pair: Pair) -> Given:
    """The same kind: who needs money is not helped by premises."""
    return (WHOLE if pair.need.kind == pair.offer.kind else 0), (pair.need.kind, pair.offer.kind)


def country(pair: Pair) -> Given:
    """A programme country that both are for."""
    shared = pair.need.countries & pair.offer.countries
    return (WHOLE, shared) if shared else None


def subdivision(pair: Pair) -> Given:
    """A subdivision that both name."""
    shared = pair.need.subdivisions & pair.offer.subdivisions
    return (WHOLE, shared) if shared else None


def distance(pair: Pair) -> Given:
    """How near the nearest two of their provinces in Italy are."""
    if shared := pair.need.provinces & pair.offer.provinces:
        return WHOLE, (0, min(shared), min(shared))
    between = [
        (km, one, to)
        for one in pair.need.provinces
        for to in pair.offer.provinces
        if (km := kilometres(pair.places.get(one), pair.places.get(to))) is not None
    ]
    if not between:
        return None
    nearest = min(between)
    return next((thirds for most, thirds in BANDS if nearest[0] <= most), 0), nearest


def dates(pair: Pair) -> Given:
    """Days on which both hold, where at least one says from when or until when."""
    days = (pair.need.starts_on, pair.need.ends_on, pair.offer.starts_on, pair.offer.ends_on)
    if not any(days):
        return None
    start = max((day for day in (pair.need.starts_on, pair.offer.starts_on) if day), default=datetime.date.min)
    end = min((day for day in (pair.need.ends_on, pair.offer.ends_on) if day), default=datetime.date.max)
    return (WHOLE if start <= end else 0), pair.offer.ends_on


def amount(pair: Pair) -> Given:
    """What is offered is enough for what is needed."""
    if pair.need.amount is None or pair.offer.amount is None:
        return None
    return (WHOLE if pair.need.amount <= pair.offer.amount else 0), (pair.need.amount, pair.offer.amount)


def language(pair: Pair) -> Given:
    """Both holders prefer the same language."""
    same = pair.need.language and pair.need.language == pair.offer.language
    return (WHOLE, pair.need.language) if same else None


def met(pair: Pair) -> Given:
    """Both holders were at one meeting that was held."""
    return (WHOLE if pair.met_on else 0), pair.met_on


def owner(pair: Pair) -> Given:
    """One officer looks after both."""
    return (WHOLE, pair.need.owner) if pair.need.owner and pair.need.owner == pair.offer.owner else None


# In the order in which reasons are told; the points where the table of weights has no row.
RULES: tuple[tuple[str, Rule, int], ...] = (
    ("theme", theme, 4),
    ("kind", kind, 4),
    ("country", country, 2),
    ("subdivision", subdivision, 3),
    ("distance", distance, 3),
    ("amount", amount, 2),
    ("dates", dates, 1),
    ("language", language, 1),
    ("met", met, 2),
    ("owner", owner, 1),
)
Weights = Mapping[str, int]
DEFAULTS: Weights = {code: points for code, _rule, points in RULES}


# --- points -----------------------------------------------------------------------------------------------------------
class Used(NamedTuple):
    """A rule in use: its code, itself, and what no, one, two and three thirds of its weight are in points."""

    code: str
    rule: Rule
    worth: tuple[int, ...]


def in_use(weights: Weights) -> list[Used]:
    """The rules that are worth anything, in the order in which reasons are told."""
    return [
        Used(code, rule, tuple(points_of(weights[code], thirds) for thirds in range(WHOLE + 1)))
        for code, rule, _points in RULES
        if weights.get(code)
    ]


def points_of(weight: int, thirds: int) -> int:
    """So many thirds of a weight, rounded up: what fits a little is worth a point at least."""
    return -(-weight * thirds // WHOLE)


def points(pair: Pair, used: Iterable[Used]) -> int:
    """How well a pair fits; asked of thousands of pairs, of which few are told."""
    total = 0
    for _code, rule, worth in used:
        if given := rule(pair):
            total += worth[given[0]]
    return total


def reasons(pair: Pair, used: Iterable[Used]) -> list[Reason]:
    """What each rule says of a pair."""
    return [Reason(code, worth[given[0]], given[1]) for code, rule, worth in used if (given := rule(pair))]


def most_points(weights: Weights) -> int:
    """What a pair would have of which every rule gives all."""
    return sum(weights.get(code, 0) for code in DEFAULTS)


def is_proposed(pair: Pair, weights: Weights) -> bool:
    """True where theme or kind fits, and that counts: nearness alone brings nobody together."""
    need, offer = pair.need, pair.offer
    same_theme = need.theme == offer.theme and weights.get("theme", 0) > 0
    return same_theme or (need.kind == offer.kind and weights.get("kind", 0) > 0)


def in_order(rows: Iterable[Any]) -> list[Any]:
    """Rows that begin with points and key, the best first; of equal ones the newest, which has the highest key."""
    return sorted(rows, key=lambda row: row[:2], reverse=True)


# --- distance ---------------------------------------------------------------------------------------------------------
def kilometres(one: Place | None, other: Place | None) -> int | None:
    """The whole kilometres between two places; None where one is not known."""
    if one is None or other is None:
        return None
    return great_circle(*sorted((one, other)))


@lru_cache(maxsize=16_384)
def great_circle(one: Place, other: Place) -> int:
    """The way over the globe between latitudes and longitudes in degrees (haversine), in whole km."""
    (north, east), (other_north, other_east) = (map(math.radians, place) for place in (one, other))
    half = math.sin((other_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    return round(2 * EARTH_KM * math.asin(math.sqrt(min(half, 1.0))))
