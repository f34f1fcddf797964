"""Needs and offers in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from contacts.models import Person
from midla.partnerships.forms.resource import DAYS, HOLDER, ResourceForm
from midla.partnerships.models import Need, Offer, Resource, Side
from midla.records.admin_pages import ReadOnlyAdmin
from midla.records.admin_writing import AdminForm, RecordAdmin


class SideAdminForm(AdminForm, ResourceForm):
    """Gives a new one its side."""

    side: ClassVar[Side]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.instance.side = self.side


class NeedAdminForm(SideAdminForm):
    """The form of a need, drawn by the admin."""

    side = Side.NEED

    class Meta(ResourceForm.Meta):
        model = Need
        widgets: ClassVar[dict[str, Any]] = {}


class OfferAdminForm(SideAdminForm):
    """The form of an offer, drawn by the admin."""

    side = Side.OFFER

    class Meta(ResourceForm.Meta):
        model = Offer
        widgets: ClassVar[dict[str, Any]] = {}


class SideAdmin(RecordAdmin):
    """What needs and offers have in common."""

    list_display = ("what", "kind", "theme", "organisation", "person", "ends_on", "state", "owner")
    list_filter = ("state", "kind", "theme", "countries", "owner")
    list_select_related = ("theme", "owner")
    search_fields = ("what", "details")
    date_hierarchy = "created_at"
    autocomplete_fields = ("theme", *HOLDER, "countries", "subdivisions", "provinces", "owner", "meeting")
    readonly_fields = ("state", "closed_on")
    fieldsets = (
        (None, {"fields": ("what", "kind", "theme", *HOLDER, "countries", "state", "closed_on")}),
        (_("How much and until when"), {"fields": ("amount", "quantity", *DAYS)}),
        (_("Where"), {"fields": ("subdivisions", "provinces")}),
        (_("For the office"), {"fields": ("details", "owner", "meeting")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With whose they are, as far as the reader sees them: the others are left empty."""
        models: dict[str, Any] = {"organisation": Organisation, "person": Person}
        seen = [Prefetch(name, model.objects.visible_to(request.user)) for name, model in models.items()]
        return super().get_queryset(request).prefetch_related(*seen)


@admin.register(Need)
class NeedAdmin(SideAdmin):
    """What is looked for."""

    form = NeedAdminForm


@admin.register(Offer)
class OfferAdmin(SideAdmin):
    """What is given."""

    form = OfferAdminForm


@admin.register(Resource)
class ResourceAdmin(ReadOnlyAdmin):
    """Both sides in one list, for typeaheads; each is written on the pages of its side."""

    list_display = ("what", "side", "kind", "theme", "state", "updated_at")
    list_filter = ("side", "kind", "state")
    list_select_related = ("theme",)
    search_fields = ("what", "details")
    date_hierarchy = "created_at"

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page of its side."""
        resource = self.get_object(request, object_id)
        if resource is None:
            raise Http404
        return redirect(reverse(f"admin:partnerships_{resource.side}_change", args=[resource.pk]))
