"""Organisations, themes and tags in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from associations.forms import NAMES, OFFICE, PLACE, REACH, REGISTERS, AssociationForm, PartnerActorForm
from associations.models import Association, Organisation, OrganisationActivity, PartnerActor, Tag, Theme
from midla.records.admin_pages import PartInline, ReadOnlyAdmin
from midla.records.admin_rows import RowAdmin, WordAdmin
from midla.records.admin_writing import AdminForm, RecordAdmin


class AssociationAdminForm(AdminForm, AssociationForm):
    """The form of an association, drawn by the admin."""

    class Meta(AssociationForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


class PartnerActorAdminForm(AdminForm, PartnerActorForm):
    """The form of a partner actor, drawn by the admin."""

    class Meta(PartnerActorForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


class ActivityInline(PartInline):
    """The dates that engagement rests on, kept by the actions."""

    model = OrganisationActivity
    fields = ("contacted_on", "met_on", "last_held_on", "last_met_on", "previous_held_on")


class FaceAdmin(RecordAdmin):
    """What both faces have in common."""

    search_fields = ("name",)
    list_select_related = ("province", "country", "owner")
    date_hierarchy = "created_at"
    inlines = (ActivityInline,)
    autocomplete_fields: Any = (*PLACE, "parent", "owner", "themes", "tags")
    common: ClassVar[tuple[Any, ...]] = (
        (_("How to reach them"), {"fields": REACH}),
        (_("Codes and registers"), {"fields": REGISTERS}),
        (_("For the office"), {"fields": OFFICE}),
    )

    @admin.display(description=_("place"), ordering="province__name")
    def place(self, organisation: Organisation) -> Any:
        return organisation.province or organisation.country


@admin.register(Association)
class AssociationAdmin(FaceAdmin):
    """Migrant associations."""

    form = AssociationAdminForm
    list_display = ("name", "form", "codes", "place", "owner", "updated_at")
    list_filter = ("form", "communities", "themes", "tags", "in_immigration_register", "in_development_list")
    autocomplete_fields = (*FaceAdmin.autocomplete_fields, "communities", "origin_subdivisions")
    fieldsets = (
        (None, {"fields": ("name", "communities", *PLACE)}),
        (
            _("Who they are"),
            {
                "fields": (
                    *("form", *NAMES, "parent", "founded_in", "members", "women_share", "under_30_share"),
                    *("origin_subdivisions", "themes", "does_here", "does_at_home"),
                )
            },
        ),
        *FaceAdmin.common,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("communities")

    @admin.display(description=_("communities"))
    def codes(self, association: Association) -> str:
        return " ".join(country.code for country in association.communities.all())


@admin.register(PartnerActor)
class PartnerActorAdmin(FaceAdmin):
    """Bodies that could work with associations."""

    form = PartnerActorAdminForm
    list_display = ("name", "type", "place", "owner", "updated_at")
    list_filter = ("type", "themes", "tags", "in_immigration_register", "in_development_list")
    autocomplete_fields = (*FaceAdmin.autocomplete_fields, "countries_of_interest")
    fieldsets = (
        (None, {"fields": ("name", "type", *PLACE)}),
        (_("Who they are"), {"fields": (*NAMES, "parent", "countries_of_interest", "themes", "funds")}),
        *FaceAdmin.common,
    )


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    """Both faces in one list, for typeaheads; each is written on the pages of its face."""

    list_display = ("name", "face", "province", "country", "updated_at")
    list_filter = ("face",)
    list_select_related = ("province", "country")
    search_fields = ("name",)
    date_hierarchy = "created_at"

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page of its face."""
        organisation = self.get_object(request, object_id)
        if organisation is None:
            raise Http404
        face = "association" if organisation.is_association else "partneractor"
        return redirect(reverse(f"admin:associations_{face}_change", args=[organisation.pk]))


@admin.register(Theme)
class ThemeAdmin(WordAdmin):
    """Themes."""


@admin.register(Tag)
class TagAdmin(RowAdmin):
    """Tags."""

    list_display = ("name",)
    search_fields = ("name",)
