"""Needs, offers, partnerships and what hangs on them, as the shared mechanics know them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from midla.accounts.permissions import Permission
from midla.partnerships import activity  # noqa: F401  (declares what rests on them)
from midla.partnerships.columns.resource import RESOURCE_COLUMNS
from midla.partnerships.filters.resource import ResourceFilters
from midla.partnerships.models import Need, Offer, Resource
from midla.records.registry import RecordType, register, register_ownership


# --- needs and offers -------------------------------------------------------------------------------------------------
class ResourceType(RecordType):
    """What needs and offers have in common."""

    view_permission = Permission.VIEW
    edit_permission = Permission.EDIT
    edit_any_permission = Permission.EDIT_ANY
    export_permission = Permission.EXPORT
    share_permission = Permission.SHARE_VIEWS
    searched = True
    is_prose = True
    columns = RESOURCE_COLUMNS
    filters = ResourceFilters
    order = "-recorded"

    def views(self, user: Any) -> Sequence[tuple[Any, str]]:
        mine = (_("Mine"), f"owner={user.pk}&state=open")
        return (
            (_("All"), ""),
            (_("Open"), "state=open&sort=until"),
            mine,
            (pgettext_lazy("of a need", "Met"), "state=met&sort=-closed"),
        )

    def detail_url(self, record: Resource) -> str:  # type: ignore[override]
        """The page of its side, also where it is held as a plain resource."""
        return reverse(f"partnerships:{record.side}-detail", args=[record.pk])

    def for_search(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("theme").prefetch_related("countries")

    def summary(self, record: Resource) -> str:  # type: ignore[override]
        codes = ", ".join(country.code for country in record.countries.all())
        return " · ".join(str(part) for part in (record.get_kind_display(), record.theme, codes) if part)


@register
class NeedType(ResourceType):
    """What associations and people look for."""

    model = Need
    url = "partnerships:need"
    icon = "search"


@register
class OfferType(ResourceType):
    """What organisations and people give."""

    model = Offer
    url = "partnerships:offer"
    icon = "gift"


register_ownership(Resource, "owner", state="open")
