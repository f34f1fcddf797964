"""Organisations, existing efforts, themes and tags in the admin."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from associations.forms.initiative import MONEY, SOURCE, WHEN, InitiativeForm
from associations.forms.organisation import NAMES, OFFICE, PLACE, REACH, REGISTERS, AssociationForm, PartnerActorForm
from associations.models import (
    Association,
    Face,
    Initiative,
    Organisation,
    OrganisationActivity,
    PartnerActor,
    Tag,
    Theme,
)
from associations.tags import is_used, merge_tags, with_uses
from midla.records.admin_pages import PartInline, ReadOnlyAdmin
from midla.records.admin_rows import RowAdmin, RowForm, WordAdmin
from midla.records.admin_writing import AdminForm, RecordAdmin
from midla.records.forms import readable
from midla.records.search import fold


class FaceAdminForm(AdminForm):
    """Gives a new organisation its face."""

    face: ClassVar[Face]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.instance.face = self.face


class AssociationAdminForm(FaceAdminForm, AssociationForm):
    """The form of an association, drawn by the admin."""

    face = Face.ASSOCIATION

    class Meta(AssociationForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


class PartnerActorAdminForm(FaceAdminForm, PartnerActorForm):
    """The form of a partner actor, drawn by the admin."""

    face = Face.PARTNER

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
        (gettext_lazy("How to reach them"), {"fields": REACH}),
        (gettext_lazy("Codes and registers"), {"fields": REGISTERS}),
        (gettext_lazy("For the office"), {"fields": OFFICE}),
    )

    @admin.display(description=gettext_lazy("place"), ordering="province__name")
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
            gettext_lazy("Who they are"),
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

    @admin.display(description=gettext_lazy("communities"))
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
        (gettext_lazy("Who they are"), {"fields": (*NAMES, "parent", "countries_of_interest", "themes", "funds")}),
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


class InitiativeAdminForm(AdminForm, InitiativeForm):
    """The form of an existing effort, drawn by the admin."""

    class Meta(InitiativeForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


@admin.register(Initiative)
class InitiativeAdmin(RecordAdmin):
    """What others already do."""

    form = InitiativeAdminForm
    list_display = ("title", "run_by", "codes", "starts_in", "ends_in", "updated_at")
    list_filter = ("countries", "themes", "currency")
    search_fields = ("title",)
    date_hierarchy = "created_at"
    autocomplete_fields = ("organisation", "countries", "subdivisions", "themes")
    fieldsets = (
        (None, {"fields": ("title", "run_by", "countries", "subdivisions", "themes", *WHEN, "description")}),
        (gettext_lazy("Budget"), {"fields": MONEY}),
        (gettext_lazy("Who it is in the registry"), {"fields": ("organisation",)}),
        (gettext_lazy("Where this is from"), {"fields": SOURCE}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("countries")

    @admin.display(description=gettext_lazy("countries"))
    def codes(self, initiative: Initiative) -> str:
        return " ".join(country.code for country in initiative.countries.all())


@admin.register(Theme)
class ThemeAdmin(WordAdmin):
    """Themes."""


class TagForm(RowForm):
    """The name of a tag; another spelling of one that exists is not another tag."""

    class Meta:
        model = Tag
        fields = ("name",)

    @property
    def names(self) -> list[str]:
        return ["name", "key"]

    def clean_name(self) -> str:
        name = readable(self.cleaned_data["name"])
        self.instance.key = fold(name)[:50]
        if not self.instance.key:
            raise ValidationError(_("Write letters or digits."))
        same = Tag.objects.filter(key=self.instance.key).exclude(pk=self.instance.pk).first()
        if same:
            raise ValidationError(_("“%(name)s” has the same letters: merge the two instead.") % {"name": same})
        return name


@admin.register(Tag)
class TagAdmin(RowAdmin):
    """Tags: renamed, merged, and deleted once nobody has them."""

    form = TagForm
    list_display = ("name", "uses")
    search_fields = ("name",)
    actions = ("merge",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_uses(super().get_queryset(request), request.user)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {name: act for name, act in super().get_actions(request).items() if name != "delete_selected"}

    def has_delete_permission(self, request: HttpRequest, tag: Any = None) -> bool:
        return self.has_change_permission(request) and (tag is None or not is_used(tag))

    @admin.display(description=gettext_lazy("used by"), ordering="uses")
    def uses(self, tag: Any) -> int:
        return tag.uses

    @admin.action(permissions=["change"], description=gettext_lazy("Merge into one tag"))
    def merge(self, request: HttpRequest, tags: QuerySet) -> HttpResponse | None:
        """Ask which one stays; then merge."""
        chosen, stays = list(tags), request.POST.get("stays", "")
        into = next((tag for tag in chosen if str(tag.pk) == stays), None)
        if len(chosen) < 2:
            self.message_user(request, _("Tick two tags or more."), messages.ERROR)
            return None
        if into is None:
            context = {**self.admin_site.each_context(request), "opts": self.opts, "tags": chosen}
            return render(request, "admin/associations/tag/merge.html", {**context, "title": _("Merge tags")})
        changed = merge_tags(tags=chosen, into=into, by=request.user)
        sentence = ngettext(
            "Merged into “%(name)s”: %(number)d organisation.",
            "Merged into “%(name)s”: %(number)d organisations.",
            changed,
        )
        self.message_user(request, sentence % {"name": into, "number": changed})
        return None
