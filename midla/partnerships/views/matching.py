"""Needs and offers at a glance: what is open on one side, each with what fits it best."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from midla.accounts.permissions import Permission
from midla.partnerships import tasks
from midla.partnerships.candidates import other_side, weights
from midla.partnerships.filters.resource import MatchingFilters
from midla.partnerships.holders import holders
from midla.partnerships.matching import most_points
from midla.partnerships.models import Match, MatchState, Resource, Side
from midla.partnerships.records import NeedType, OfferType
from midla.records import jobs
from midla.records.lists import PAGE, Address, Listing, Page, number
from midla.records.registry import type_of
from midla.records.seeing import ExistsByRow
from midla.ui.messages import say

PAGE_SIZE = 25
SIDE = "side"
TYPES = {Side.NEED: NeedType, Side.OFFER: OfferType}


class MatchingPage(TemplateResponseMixin, ContextMixin, View):
    """Open needs, or open offers (`?side=offer`), those with the best fit first."""

    permission = Permission.VIEW
    template_name = "partnerships/matching.html"
    request: HttpRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    @cached_property
    def side(self) -> Side:
        return Side.OFFER if self.request.GET.get(SIDE) == Side.OFFER else Side.NEED

    @cached_property
    def type(self) -> Any:
        return type_of(TYPES[self.side].model)

    @cached_property
    def filters(self) -> MatchingFilters:
        seen: Any = self.type.visible_to(self.request.user)
        return MatchingFilters(self.request.GET, seen.open(), self.request.user)

    @cached_property
    def address(self) -> Address:
        """What the page was asked for, without its page number."""
        return Address.of(self.request.GET, {*MatchingFilters.names(), SIDE})

    @cached_property
    def page(self) -> Page:
        total = self.filters.narrowed.count()
        pages = max(-(-total // PAGE_SIZE), 1)
        at = number(self.request.GET.get(PAGE), 1, pages)
        first = (at - 1) * PAGE_SIZE
        return Page(at, pages, min(first + 1, total), min(first + PAGE_SIZE, total), total, self.address)

    def proposed(self, other: Any) -> QuerySet:
        """Matches of the side that is shown with open ones of the other that the reader sees."""
        seen = Resource.objects.visible_to(self.request.user).open().filter(pk=OuterRef(other))
        # Asked of each match: PostgreSQL would read all of the other side once for each row of this one.
        return Match.objects.filter(ExistsByRow(seen), state=MatchState.PROPOSED)

    def rows(self) -> QuerySet:
        """Those that fit best first."""
        own, other = f"{self.side}_id", f"{other_side(self.side)}_id"
        fits = self.proposed(other).filter(**{own: OuterRef("pk")}).order_by("-points").values("points")[:1]
        rows = self.filters.narrowed.annotate(points=Subquery(fits))
        ordered = rows.order_by(F("points").desc(nulls_last=True), "-pk")
        return ordered.select_related("theme").prefetch_related("countries")

    def best(self, keys: list[int]) -> dict[int, int]:
        """By key of a row of the page, what fits it best: of equal ones the newest."""
        own, other = f"{self.side}_id", f"{other_side(self.side)}_id"
        found = self.proposed(other).filter(**{f"{own}__in": keys}).order_by("points", other)
        return dict(found.values_list(own, other))

    def fits(self) -> list[dict[str, Any]]:
        """Each row of the page with what fits it best."""
        page, user = self.page, self.request.user
        rows = list(self.rows()[max(page.first - 1, 0) : page.last])
        best = self.best([row.pk for row in rows])
        others = Resource.objects.visible_to(user).in_bulk(best.values())
        whose = holders([row.pk for row in rows] + list(others), user)
        return [
            {
                "row": row,
                "holder": whose.get(row.pk),
                "other": others.get(best.get(row.pk, 0)),
                "other_holder": whose.get(best.get(row.pk, 0)),
            }
            for row in rows
        ]

    def tiles(self) -> list[dict[str, Any]]:
        """Figures that lead to their records, narrowed as the page is."""
        year = timezone.localdate().replace(month=1, day=1).isoformat()
        asked = [
            (NeedType, _("Open needs"), _("looked for, not expired"), {"state": "open"}),
            (OfferType, _("Open offers"), _("given, not expired"), {"state": "open"}),
            (NeedType, _("Needs met"), _("since 1 January"), {"state": "met", "met_since": year}),
        ]
        return [self.tile(*one) for one in asked]

    def tile(self, declared: Any, label: str, why: str, query: dict[str, str]) -> dict[str, Any]:
        """One figure: it counts the rows of the very list that it opens."""
        narrowed = [pair for pair in self.address.pairs if pair[0] != SIDE]
        asked, known = urlencode([*narrowed, *query.items()]), type_of(declared.model)
        listing = Listing(known, self.request.user, QueryDict(asked))
        return {"label": label, "why": why, "value": listing.total, "url": f"{known.list_url()}?{asked}"}

    def tabs(self) -> list[dict[str, Any]]:
        """The two sides, with the same filters."""
        labels = {Side.NEED: _("Open needs"), Side.OFFER: _("Open offers")}
        return [
            {
                "label": label,
                "url": self.address.but(**{SIDE: side if side == Side.OFFER else ""}).link,
                "current": side == self.side,
                "count": None,
            }
            for side, label in labels.items()
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, other = self.request.user, type_of(TYPES[other_side(self.side)].model)
        return super().get_context_data(
            fits=self.fits(),
            page=self.page,
            tiles=self.tiles(),
            views=self.tabs(),
            filters=self.filters.laid_out(),
            active=len(self.filters.active),
            chips=[(one.words, self.address.but(one.name).link) for one in self.filters.active],
            clear_url=self.address.only({SIDE}).link,
            errors_of=self.filters.form if self.filters.form.errors else None,
            kept=self.address.only({SIDE}).pairs,
            most=most_points(weights()),
            heading=capfirst(str(self.type.plural)),
            other_heading=capfirst(str(other.singular)),
            may_edit=user.can(Permission.EDIT),
            may_recompute=user.can(tasks.MATCH_ALL.permission),
            **kwargs,
        )


class MatchingRecompute(View):
    """Asks the worker to work out all matches. A GET shows the jobs."""

    permission = tasks.MATCH_ALL.permission
    http_method_names: ClassVar[list[str]] = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("records:jobs")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        jobs.start(tasks.MATCH_ALL, tasks.match_all.enqueue, by=request.user)
        say(request, _("All matches are being worked out; you may go on with something else."), level=messages.INFO)
        return redirect("records:jobs")
