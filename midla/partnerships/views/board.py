"""The board of partnerships."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from midla.accounts.permissions import Permission
from midla.partnerships.board import BY, GROUPINGS, Board
from midla.partnerships.cards import STUCK_DAYS
from midla.partnerships.models import LIVE, Stage
from midla.partnerships.records import PartnershipType
from midla.records.lists import SORT
from midla.records.views.page import TypePage


class PartnershipBoard(TypePage):
    """Partnerships in lanes, moved by drag, by keyboard, or by a form without script."""

    record_type = PartnershipType
    permission = Permission.VIEW
    template_name = "partnerships/partnership_board.html"

    @cached_property
    def board(self) -> Board:
        return Board(self.request.user, self.request.GET)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        board, filters = self.board, self.board.listing.filters
        return super().get_context_data(
            board=board,
            views=self.views(),
            filters=filters.laid_out(),
            errors_of=filters.form if filters.form.errors else None,
            active=len(filters.active),
            chips=[(one.words, board.address.but(one.name).link) for one in filters.active],
            clear_url=board.address.only({BY, SORT}).link,
            kept=board.address.only({BY, SORT}).pairs,
            add_url=self.address("add") if self.can.edit else "",
            live_url=board.list_url(**board.asks_live),
            stuck_url=board.list_url(**board.asks_live, in_stage_over=STUCK_DAYS),
            stuck_days=STUCK_DAYS,
            is_by_stage=board.is_by_stage,
            ends=self.ends(),
            stages=list(Stage),
            **kwargs,
        )

    def views(self) -> list[dict[str, Any]]:
        """The ways to make lanes, and the list with the same filters."""
        board = self.board
        tabs = [
            {
                "label": known.label,
                "url": board.address.but(BY, **({BY: name} if name != "stage" else {})).link,
                "current": known is board.grouping,
                "count": None,
            }
            for name, known in GROUPINGS.items()
        ]
        return [*tabs, {"label": _("As a list"), "url": board.list_url(), "current": False, "count": None}]

    def ends(self) -> list[tuple[Stage, str]]:
        """The stages beside the lanes, to look at and to drop a card on."""
        if self.board.names_stage:
            return []
        ends = [stage for stage in Stage if stage not in LIVE]
        return [(stage, self.board.address.but(BY, "live", stage=stage.value).link) for stage in ends]
