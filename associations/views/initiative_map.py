"""Existing efforts by theme and place: a picture of blocks, and its table."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.filters import COMMUNITIES, THEMES
from associations.initiative_map import Picture, ThemesByPlace
from associations.records import InitiativeType
from midla.accounts.permissions import Permission
from midla.records.views.page import TypePage
from midla.ui.marks import grouped


class InitiativeMap(TypePage):
    """Where on which theme something is done already; country and theme stand in the address."""

    record_type = InitiativeType
    permission = Permission.VIEW
    template_name = "associations/initiative_map.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    @cached_property
    def shown(self) -> ThemesByPlace:
        asked = self.request.GET
        return ThemesByPlace(self.request.user, asked.get("country", ""), asked.get("theme", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pictures = self.shown.pictures()
        return super().get_context_data(
            shown=self.shown,
            lead=self.lead(pictures),
            pictures=pictures,
            picture_title=self.picture_title(),
            table=self.shown.table(),
            table_title=self.table_title(),
            countries=COMMUNITIES.words.items(),
            themes=THEMES.words.items(),
            **kwargs,
        )

    def lead(self, pictures: list[Picture]) -> str:
        """The sentence that answers the page's question: how many efforts, in how many parts, and where none is."""
        total = self.shown.total
        efforts = ngettext("%(n)s existing effort is recorded.", "%(n)s existing efforts are recorded.", total)
        reached, parts = sum(one.reached for one in pictures), sum(len(one.blocks) for one in pictures)
        numbers = {"reached": reached, "parts": parts, "theme": THEMES.words.get(self.shown.theme)}
        places = _("There is one in %(reached)d of the %(parts)d parts shown.")
        if self.shown.theme:
            places = _("On %(theme)s there is one in %(reached)d of the %(parts)d parts shown.")
        return f"{efforts % {'n': grouped(total)}} {places % numbers}"

    def picture_title(self) -> str:
        """What the blocks count."""
        if self.shown.theme:
            return _("Efforts by part of the country: %(theme)s") % {"theme": THEMES.words[self.shown.theme]}
        return _("Efforts by part of the country")

    def table_title(self) -> str:
        """What the table counts."""
        if self.shown.country:
            return _("Themes by part of %(country)s") % {"country": COMMUNITIES.words[self.shown.country]}
        return _("Themes by country")
