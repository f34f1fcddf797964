"""The board: the partnerships of a list in lanes, each with its count and money, each paging itself.

A few questions, however many partnerships: the keys with their lane, the money of all, and the cards that are shown.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Theme
from midla.accounts.models import User
from midla.accounts.permissions import Permission
from midla.partnerships.cards import Card, cards_of, is_stuck
from midla.partnerships.drawing import draw
from midla.partnerships.models import LIVE, FundingLine, Partnership, Stage
from midla.records.lists import SORT, Address, Listing, number
from midla.records.registry import type_of
from midla.territories.models import PROGRAMME_COUNTRIES
from midla.ui.marks import PROGRAMME_COUNTRIES as COUNTRY_NAMES

BY, PAGE = "by", "page_"
MOST_OF_STAGE, MOST_OF_OTHERS, MOST_LANES = 30, 10, 12
NOBODY, OTHERS = "none", "others"
Keyed = list[tuple[int, Any]]


@dataclass(frozen=True)
class Placed:
    """A partnership and since when it is in its stage."""

    pk: int
    since: datetime.datetime

    @property
    def days(self) -> int:
        return (timezone.now() - self.since).days


@dataclass
class Lane:
    """One column: what it is, whom it holds, and which cards of it are shown."""

    key: str
    title: str
    placed: list[Placed] = field(default_factory=list)
    committed: Decimal = Decimal(0)
    country: str = ""
    # What narrows the list to exactly these; empty where no filter says it.
    asks: dict[str, Any] = field(default_factory=dict)
    list_url: str = ""
    page: int = 1
    size: int = MOST_OF_STAGE
    cards: list[Card] = field(default_factory=list)
    drawn: list[SafeString] = field(default_factory=list)
    previous_url: str = ""
    next_url: str = ""

    @property
    def codes(self) -> list[str]:
        return [self.country] if self.country else []

    @property
    def count(self) -> int:
        return len(self.placed)

    @property
    def median(self) -> int | None:
        """The days that half of them have been in their stage for, or less."""
        return round(median(one.days for one in self.placed)) if self.placed else None

    @property
    def shown(self) -> list[int]:
        """The keys of the cards of this page."""
        start = (self.page - 1) * self.size
        return [one.pk for one in self.placed[start : start + self.size]]

    @property
    def pages(self) -> int:
        return max(-(-self.count // self.size), 1)

    @property
    def left(self) -> int:
        """How many come after those shown."""
        return max(self.count - self.page * self.size, 0)


@dataclass(frozen=True)
class Grouping:
    """One way to make lanes: its name in the address, its words, and what puts a partnership into lanes."""

    name: str
    label: str | Promise
    lanes: Callable[["Board"], list[Lane]]


def by_stage(board: "Board") -> list[Lane]:
    """A lane for each stage that is asked for, in the order of the way; those still worked on, unless one is named."""
    asked = board.listing.query.get("stage")
    stages = [Stage(asked)] if asked in Stage.values else list(LIVE)
    lanes = {stage.value: Lane(stage, capfirst(str(stage.label)), asks={"stage": stage.value}) for stage in stages}
    for one, stage in board.placed:
        lanes[stage].placed.append(one)
    return list(lanes.values())


def by_country(board: "Board") -> list[Lane]:
    """A lane for each programme country, or each that is asked for; what is for two of them stands in both."""
    asked = set(board.query.getlist("country")) & set(PROGRAMME_COUNTRIES)
    lanes = {
        code: Lane(code, str(COUNTRY_NAMES[code]), country=code, asks={"country": code, **board.asks_live})
        for code in PROGRAMME_COUNTRIES
        if not asked or code in asked
    }
    for one, code in board.joined(Partnership.countries.through, "country_id"):
        if code in lanes:
            lanes[code].placed.append(one)
    return [lane for lane in lanes.values() if lane.placed]


def by_owner(board: "Board") -> list[Lane]:
    """A lane for each officer responsible, the one with most first, then those of nobody."""
    owners = dict(board.rows.order_by().values_list("pk", "owner_id"))
    names = dict(User.objects.filter(pk__in=set(owners.values()) - {None}).values_list("pk", "name"))
    pairs = ((one, owners[one.pk]) for one, _stage in board.placed)
    return grouped(pairs, names, _("Nobody"), lambda key: {"owner": key, **board.asks_live})


def by_theme(board: "Board") -> list[Lane]:
    """A lane for each theme, the one with most first, or for that asked for; what has two themes stands in both."""
    asked = board.query.get("theme")
    words = {theme.pk: theme for theme in Theme.objects.all() if not asked or theme.code == asked}
    pairs = [(one, key) for one, key in board.joined(Partnership.themes.through, "theme_id") if key in words]
    with_one = {one.pk for one, _theme in pairs}
    without = [(one, None) for one, _stage in board.placed if one.pk not in with_one]
    names = {key: capfirst(str(theme)) for key, theme in words.items()}
    asks = {key: {"theme": theme.code, **board.asks_live} for key, theme in words.items()}
    return grouped([*pairs, *without], names, _("No theme"), asks.__getitem__)


def grouped(
    pairs: Iterable[tuple[Placed, Any]],
    names: dict[Any, str],
    nobody: str,
    asks: Callable[[Any], dict[str, Any]],
) -> list[Lane]:
    """Lanes by key, the fullest first; the small ones beyond a screenful together, those without a key last."""
    found: dict[Any, list[Placed]] = defaultdict(list)
    for one, key in pairs:
        found[key].append(one)
    without = found.pop(None, [])
    ranked = sorted(found, key=lambda key: (-len(found[key]), names.get(key, "")))
    first, rest = ranked[:MOST_LANES], ranked[MOST_LANES:]
    lanes = [Lane(str(key), names.get(key, str(key)), found[key], asks=asks(key)) for key in first]
    others = {one.pk: one for key in rest for one in found[key]}
    lanes += [Lane(OTHERS, _("All others"), list(others.values()))] if others else []
    return [*lanes, Lane(NOBODY, nobody, without)] if without else lanes


BOARD_URL = reverse_lazy("partnerships:partnership-board")
GROUPINGS = {
    known.name: known
    for known in (
        Grouping("stage", gettext_lazy("By stage"), by_stage),
        Grouping("country", gettext_lazy("By community"), by_country),
        Grouping("theme", gettext_lazy("By theme"), by_theme),
        Grouping("owner", gettext_lazy("By officer"), by_owner),
    )
}


class Board:
    """The board as one reader asked for it: the filters and the order of the list, in lanes."""

    def __init__(self, user: Any, query: QueryDict) -> None:
        self.user, self.query = user, query
        self.listing = Listing(type_of(Partnership), user, query)
        self.grouping = GROUPINGS.get(query.get(BY, ""), GROUPINGS["stage"])

    @property
    def is_by_stage(self) -> bool:
        """True where the lanes are stages, so that a card may be dragged from one to another."""
        return self.grouping.name == "stage"

    # --- which --------------------------------------------------------------------------------------------------------
    @cached_property
    def rows(self) -> QuerySet:
        """The partnerships of the list; those still worked on, unless a stage is named."""
        rows: Any = self.listing.narrowed
        return rows if self.names_stage else rows.live()

    @property
    def names_stage(self) -> bool:
        return self.listing.query.get("stage") in Stage.values

    @property
    def asks_live(self) -> dict[str, Any]:
        """What the list must be asked for beside a lane's own filter."""
        return {} if self.names_stage else {"live": "1"}

    @cached_property
    def placed(self) -> list[tuple[Placed, str]]:
        """Each of them with its stage, in the order of the list."""
        rows = self.rows.order_by(*self.listing.order()).values_list("pk", "stage_since", "stage")
        return [(Placed(pk, since), stage) for pk, since, stage in rows]

    def joined(self, through: Any, column: str) -> Iterable[tuple[Placed, Any]]:
        """Each of them with what a many-to-many relation holds, in the order of the list."""
        pairs = through.objects.filter(partnership_id__in=self.rows.order_by().values("pk"))
        held: dict[int, list[Any]] = defaultdict(list)
        for key, value in pairs.order_by(column).values_list("partnership_id", column):
            held[key].append(value)
        return ((one, value) for one, _stage in self.placed for value in held[one.pk])

    @cached_property
    def committed(self) -> dict[int, Decimal]:
        """Partnership -> what is committed to it, in EUR."""
        lines = FundingLine.objects.kept().filter(partnership_id__in=self.rows.order_by().values("pk"))
        summed = lines.order_by().values("partnership_id").annotate(whole=Sum("committed_eur"))
        return dict(summed.values_list("partnership_id", "whole"))

    # --- lanes --------------------------------------------------------------------------------------------------------
    @cached_property
    def lanes(self) -> list[Lane]:
        """The lanes with the cards that are shown."""
        lanes = self.grouping.lanes(self)
        size = MOST_OF_STAGE if self.is_by_stage else MOST_OF_OTHERS
        for lane in lanes:
            lane.size = size
            lane.page = number(self.query.get(f"{PAGE}{lane.key}"), 1, lane.pages)
            lane.committed = sum((self.committed.get(one.pk, Decimal(0)) for one in lane.placed), Decimal(0))
            self.address_lane(lane)
        cards = cards_of({pk for lane in lanes for pk in lane.shown}, self.user, f"{BOARD_URL}?{self.address}")
        may_edit = self.user.can(Permission.EDIT)
        for lane in lanes:
            lane.cards = [cards[pk] for pk in lane.shown if pk in cards]
            lane.drawn = [draw(card, is_by_stage=self.is_by_stage, may_edit=may_edit) for card in lane.cards]
        return lanes

    def address_lane(self, lane: Lane) -> None:
        """Where a lane leads: the list of exactly these, and its other pages."""
        name = f"{PAGE}{lane.key}"
        if lane.page > 1:
            lane.previous_url = f"{self.paged.but(name, **{name: lane.page - 1}).link}#lane-{lane.key}"
        if lane.page < lane.pages:
            lane.next_url = f"{self.paged.but(name, **{name: lane.page + 1}).link}#lane-{lane.key}"
        if lane.asks:
            lane.list_url = self.list_url(**lane.asks)

    def list_url(self, **asks: Any) -> str:
        """The list with the filters of the board and some more."""
        filters = self.address.only(self.listing.declared.filters.names())
        return f"{self.listing.declared.list_url()}{filters.but(**asks).link.removesuffix('.')}"

    # --- address ------------------------------------------------------------------------------------------------------
    @cached_property
    def address(self) -> Address:
        """The state of the board without pages of lanes."""
        return Address.of(self.query, {*self.listing.declared.filters.names(), SORT, BY})

    @cached_property
    def paged(self) -> Address:
        """The same with the pages of lanes."""
        pages = {name for name in self.query if name.startswith(PAGE)}
        return Address.of(self.query, {*self.listing.declared.filters.names(), SORT, BY, *pages})

    # --- words --------------------------------------------------------------------------------------------------------
    @property
    def total(self) -> int:
        """How many they are, each counted once."""
        return len(self.placed)

    @cached_property
    def stuck(self) -> int:
        """How many have been in their stage for too long."""
        return sum(is_stuck(one.since) for one, _stage in self.placed)

    @property
    def slowest(self) -> Lane | None:
        """The lane in which they stay longest, where that says something."""
        known = [lane for lane in self.lanes if lane.count > 2]
        return max(known, key=lambda lane: lane.median or 0) if len(known) > 1 else None
