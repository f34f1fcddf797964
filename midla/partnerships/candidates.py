"""Which needs and offers are looked at for each other, and what the rules of matching.py must know of them.

The database narrows by index: open, of the same theme or kind, for a country in common, of another holder, and not
decided about. What is left is weighed here.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from contacts.models import Meeting, Participation, Presence
from midla.partnerships.matching import (
    DEFAULTS,
    Facts,
    Pair,
    Place,
    Reason,
    Weights,
    in_order,
    in_use,
    is_proposed,
    points,
    reasons,
)
from midla.partnerships.models import Match, MatchState, MatchWeight, Resource, Side
from midla.records.columns import grouped_by
from midla.records.seeing import among, one_of
from midla.territories.models import Province

# Of more that fit by theme or kind, those that fit by both come first, then the newest.
MOST_CANDIDATES = 1_500
COLUMNS = (
    *("pk", "theme_id", "kind", "starts_on", "ends_on", "amount", "owner_id", "organisation_id", "person_id"),
    *("organisation__province_id", "organisation__preferred_language"),
    *("person__province_id", "person__preferred_language"),
)
Holding = tuple[str, int]
Met = dict[Holding, datetime.date]


def other_side(side: str) -> Side:
    """Offers for a need, needs for an offer."""
    return Side.OFFER if side == Side.NEED else Side.NEED


def weights() -> Weights:
    """What each rule is worth: as an administrator wrote it, 0 where out of use, the usual where there is no row."""
    rows = MatchWeight.objects.values_list("code", "points", "active")
    return {**DEFAULTS, **{code: points if active else 0 for code, points, active in rows if code in DEFAULTS}}


def places() -> dict[int, Place]:
    """Where each province lies."""
    rows = Province.objects.exclude(latitude=None).exclude(longitude=None)
    return {pk: (north, east) for pk, north, east in rows.values_list("pk", "latitude", "longitude")}


# --- which are looked at ----------------------------------------------------------------------------------------------
def decided(resource: Resource) -> QuerySet:
    """What was decided about this one and that of the row: set aside, or introduced into a partnership that is kept."""
    other = f"{other_side(resource.side)}_id"
    introduced = Q(state=MatchState.INTRODUCED, partnership__trashed_at=None, partnership__isnull=False)
    rows = Match.objects.filter(Q(state=MatchState.SET_ASIDE) | introduced, **{f"{resource.side}_id": resource.pk})
    return rows.filter(**{other: OuterRef("pk")})


def fitting(resource: Resource, rows: Any) -> QuerySet:
    """Of rows of both sides those of the other one that may fit."""
    through = Resource.countries.through.objects
    own = through.filter(resource_id=resource.pk).values("country_id")
    shared = through.filter(resource_id=OuterRef("pk"), country_id__in=own)
    holder = "organisation_id" if resource.organisation_id else "person_id"
    others = Q(**{holder: None}) | ~Q(**{holder: getattr(resource, holder)})
    near = Q(theme_id=resource.theme_id) | Q(kind=resource.kind)
    return rows.open().filter(near, others, Exists(shared), ~Exists(decided(resource)), side=other_side(resource.side))


def foremost(rows: QuerySet, resource: Resource, worth: Weights) -> QuerySet:
    """The most that are weighed."""
    alike = [
        Case(When(Q(**{name: value}), then=Value(worth[code])), default=Value(0), output_field=IntegerField())
        for code, name, value in (("theme", "theme_id", resource.theme_id), ("kind", "kind", resource.kind))
    ]
    return rows.order_by((alike[0] + alike[1]).desc(), F("pk").desc())[:MOST_CANDIDATES]


# --- what the rules know of them --------------------------------------------------------------------------------------
def facts_of(rows: QuerySet) -> list[Facts]:
    """Needs or offers as the rules see them; four queries, however many."""
    found = list(rows.values_list(*COLUMNS))
    keys = among([row[0] for row in found])
    held = [
        linked(name, column, keys) for name, column in (("countries", "country_id"), ("subdivisions", "subdivision_id"))
    ]
    named = linked("provinces", "province_id", keys)
    return [made(row, held[0].get(row[0], ()), held[1].get(row[0], ()), named.get(row[0], ())) for row in found]


def linked(relation: str, column: str, keys: Any) -> dict[int, list[Any]]:
    """What a many-to-many relation holds, by key of the need or offer."""
    through = getattr(Resource, relation).through.objects
    return grouped_by(through.filter(resource_id__in=keys).values_list("resource_id", column))


def made(row: Sequence[Any], countries: Iterable[str], subdivisions: Iterable[int], named: Iterable[int]) -> Facts:
    """One row as the rules see it; where it names no province, that of its holder counts."""
    pk, theme, kind, starts_on, ends_on, amount, owner, organisation, person, *of_holders = row
    province, language = of_holders[:2] if organisation else of_holders[2:]
    return Facts(
        pk=pk,
        theme=theme,
        kind=kind,
        countries=frozenset(countries),
        subdivisions=frozenset(subdivisions),
        provinces=frozenset(named) or frozenset([province] if province else []),
        starts_on=starts_on,
        ends_on=ends_on,
        amount=amount,
        language=language or "",
        owner=owner,
        holder=("o", organisation) if organisation else ("p", person),
    )


def met_with(holders: Collection[Holding]) -> dict[Holding, Met]:
    """For each holder, with whom they were at a held meeting, and when last; four queries, however many.

    Confined meetings do not count, and people at those of a religious community or a trade union neither: that they
    were there is special-category data.
    """
    there = meetings_of(holders)
    days = dict.fromkeys(meeting for meetings in there.values() for meeting in meetings)
    if not days:
        return {}
    others: dict[int, list[Holding]] = defaultdict(list)
    for letter, column, parts in parts_in_meetings(days):
        for key, meeting, starts_at in parts.values_list(column, "meeting_id", "meeting__starts_at"):
            others[meeting].append((letter, key))
            days[meeting] = timezone.localtime(starts_at).date()
    return {holder: last_days(meetings, others, days) for holder, meetings in there.items()}


def last_days(meetings: Iterable[int], others: dict[int, list[Holding]], days: dict[int, Any]) -> Met:
    """The last day on which each of the others was at one of these meetings."""
    met: Met = {}
    for meeting in meetings:
        for other in others[meeting]:
            met[other] = max(days[meeting], met.get(other, days[meeting]))
    return met


def meetings_of(holders: Collection[Holding]) -> dict[Holding, list[int]]:
    """The meetings that count at which each holder was."""
    found: dict[Holding, list[int]] = defaultdict(list)
    for letter, column, parts in parts_in_meetings():
        if keys := [key for kind, key in holders if kind == letter]:
            for key, meeting in parts.filter(**{f"{column}__in": keys}).values_list(column, "meeting_id"):
                found[letter, key].append(meeting)
    return found


def parts_in_meetings(keys: Collection[int] | None = None) -> Iterator[tuple[str, str, QuerySet]]:
    """Who was at meetings that count: organisations, then people; of all meetings, or of those with these keys."""
    held = Meeting.objects.kept().unconfined().held().order_by()
    known = {} if keys is None else {"meeting_id__in": among(list(keys))}
    yield "o", "organisation_id", Meeting.organisations.through.objects.filter(one_of(held, "meeting_id"), **known)
    plain = one_of(held.filter(~Exists(held.special_hosts())), "meeting_id")
    yield "p", "person_id", Participation.objects.filter(plain, presence=Presence.PRESENT, **known).order_by()


# --- weighed ----------------------------------------------------------------------------------------------------------
class Weighed(NamedTuple):
    """One that is proposed: how well it fits, which it is, and the pair, whose reasons are told where it is shown."""

    points: int
    key: int
    pair: Pair


class Weigher:
    """Weighs one need or offer against many of the other side."""

    def __init__(self) -> None:
        self.worth, self.places = weights(), places()
        self.used = in_use(self.worth)

    def met(self, some: Iterable[Facts]) -> dict[Holding, Met]:
        """With whom the holders of some were at meetings; nothing where that is worth nothing."""
        return met_with({one.holder for one in some}) if self.worth["met"] else {}

    def weigh(self, side: str, own: Facts, others: Iterable[Facts], met: Met) -> list[Weighed]:
        """Those that are proposed, the best first; of equal ones the newest."""
        pairs = (
            Pair(*((own, other) if side == Side.NEED else (other, own)), self.places, met.get(other.holder))
            for other in others
        )
        found = (
            Weighed(points(pair, self.used), (pair.offer if side == Side.NEED else pair.need).pk, pair)
            for pair in pairs
            if is_proposed(pair, self.worth)
        )
        return in_order(found)

    def reasons(self, weighed: Weighed) -> list[Reason]:
        """Why one is proposed."""
        return reasons(weighed.pair, self.used)
