"""The list of one type of record."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midla.records.lists import COLUMNS, PAGE_SIZES, ROWS, SORT, Listing
from midla.records.models import SavedView
from midla.records.views.page import TypePage
from midla.ui.marks import grouped


class RecordList(TypePage):
    """Rows, filters, views, columns, pages: all of it in the address, all of it without script."""

    template_name = "records/list.html"
    add_label: ClassVar[str | Promise] = gettext_lazy("Add")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    @cached_property
    def listing(self) -> Listing:
        return Listing(self.type, self.request.user, self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listing, picks = self.listing, bool(self.actions())
        return super().get_context_data(
            listing=listing,
            total=listing.total,
            lead=self.lead(),
            rows=listing.drawn(picks),
            columns=listing.heads,
            order=listing.sort,
            picks=picks,
            page=listing.page,
            actions=self.actions(),
            views=self.views(),
            filters=listing.filters.laid_out(),
            errors_of=listing.filters.form if listing.filters.form.errors else None,
            kept=listing.address.only({SORT, COLUMNS, ROWS}).pairs,
            add_url=self.address("add") if self.can.edit else "",
            add_label=self.add_label,
            choices=self.choices(),
            orders=self.orders(),
            unchosen=listing.address.but(COLUMNS, ROWS, SORT).pairs,
            page_sizes=PAGE_SIZES,
            **self.own_addresses(),
            **kwargs,
        )

    def own_addresses(self) -> dict[str, str]:
        """Where this list leads: its files, its bulk page, its views; with what it asks for."""
        asked, with_commas = f"?{self.listing.address}", f"?{self.listing.address.but(separator=',')}"
        may_export = self.may(self.type.export_permission)
        return {
            "xlsx_url": self.address("export-xlsx") + asked if may_export else "",
            "csv_url": self.address("export-csv") + asked if may_export else "",
            "comma_url": self.address("export-csv") + with_commas if may_export else "",
            "bulk_url": self.address("bulk") if self.acts else "",
            "save_url": f"{self.address('view-add')}{asked}",
            "views_url": self.address("views"),
        }

    def may(self, permission: Any) -> bool:
        """True where the reader has a permission of the declaration."""
        return permission is not None and self.request.user.can(permission)

    @cached_property
    def acts(self) -> list[Any]:
        return list(self.type.bulk_acts) if self.may(self.type.bulk_permission) else []

    def actions(self) -> list[dict[str, Any]]:
        """What can be done with the picked rows."""
        acts = [{"name": "act", "value": act.name, "label": act.label} for act in self.acts]
        if self.may(self.type.export_permission):
            acts.append({"name": "picked", "value": "1", "label": _("Export"), "url": self.address("export-xlsx")})
        return acts

    def lead(self) -> str:
        """The sentence below the heading: how many there are; nothing where a filter cannot be read."""
        if self.listing.filters.form.errors:
            return ""
        total = self.listing.total
        shown = {"total": grouped(total)}
        if self.listing.filters.active:
            return ngettext("%(total)s found with these filters.", "%(total)s found with these filters.", total) % shown
        return ngettext("%(total)s in all.", "%(total)s in all.", total) % shown

    def views(self) -> list[dict[str, Any]]:
        """The tabs: those of every such list, one's own, those shared; no counts, each would be one more question."""
        address = self.listing.address
        user = self.request.user
        saved = SavedView.objects.visible_to(user).filter(list_name=self.type.url).values_list("name", "query")
        named = [*self.type.views(user), *saved]
        tabs = [{"label": label, "url": f"?{query}" if query else ".", "query": query} for label, query in named]
        for tab in tabs:
            tab["current"], tab["count"] = address.same_as(tab["query"]), None
        return tabs

    def choices(self) -> list[tuple[str, str, bool]]:
        """The columns that may be chosen: name, label, whether it is shown; the first always is."""
        shown = set(self.listing.columns)
        return [(column.name, str(column.label), column in shown) for column in self.listing.offered[1:]]

    def orders(self) -> list[tuple[str, str]]:
        """What the list may be sorted by, forwards and backwards: on a phone no heading is seen."""
        labels = [(name, str(column.label)) for name, column in self.listing.sortable.items()]
        backwards = [(f"-{name}", _("%(column)s, backwards") % {"column": label}) for name, label in labels]
        return [order for pair in zip(labels, backwards, strict=True) for order in pair]
