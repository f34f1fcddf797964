"""Partnerships, who takes part and how they moved, in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from contacts.models import Person
from midla.partnerships.forms.partnership import PartnershipForm
from midla.partnerships.forms.parts import ParticipantForm
from midla.partnerships.models import (
    Agreement,
    FundingLine,
    Milestone,
    Participant,
    Partnership,
    Result,
    Review,
    StageChange,
)
from midla.records.admin_pages import PartInline, ReadOnlyAdmin
from midla.records.admin_writing import AdminForm, RecordAdmin


class PartnershipAdminForm(AdminForm, PartnershipForm):
    """The form of a partnership, drawn by the admin; its stage is changed by moving it on the site."""

    class Meta(PartnershipForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


class ParticipantInline(PartInline):
    """Who takes part."""

    model = Participant
    fields = ("organisation", "person", "role", "note")
    joined = ("organisation", "person")


class AgreementInline(PartInline):
    """What was signed."""

    model = Agreement
    fields = ("title", "signed_on", "ends_on")


class FundingLineInline(PartInline):
    """What it brings; from whom stands on the line's own page."""

    model = FundingLine
    fields = ("origin", "form", "currency", "pledged", "committed", "disbursed", "committed_eur")


class MilestoneInline(PartInline):
    """What is to be reached."""

    model = Milestone
    fields = ("what", "due_on", "reached_on")


class ResultInline(PartInline):
    """What came of it."""

    model = Result
    fields = ("what", "quantity", "unit", "reached_on")


class ReviewInline(PartInline):
    """Whether it lasts."""

    model = Review
    fields = ("months", "still_active", "reviewed_on")


class StageChangeInline(PartInline):
    """How it moved, the newest first."""

    model = StageChange
    fields = ("from_stage", "to_stage", "at", "by", "reason")
    joined = ("by",)


@admin.register(Partnership)
class PartnershipAdmin(RecordAdmin):
    """Partnerships."""

    form = PartnershipAdminForm
    list_display = ("title", "stage", "stage_since", "codes", "owner", "next_step", "next_step_on")
    list_filter = ("stage", "countries", "themes", "owner")
    list_select_related = ("owner",)
    search_fields = ("title", "summary")
    date_hierarchy = "stage_since"
    autocomplete_fields = ("countries", "subdivisions", "themes", "owner")
    readonly_fields = ("stage", "stage_since", "no_agreement_reason")
    inlines = (
        *(ParticipantInline, AgreementInline, FundingLineInline, MilestoneInline, ResultInline, ReviewInline),
        StageChangeInline,
    )
    fieldsets = (
        (None, {"fields": ("title", "summary", "stage", "stage_since", "no_agreement_reason")}),
        (_("Where and about what"), {"fields": ("countries", "subdivisions", "themes")}),
        (_("What comes next"), {"fields": ("owner", "next_step", "next_step_on")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("countries")

    @admin.display(description=_("countries"))
    def codes(self, partnership: Partnership) -> str:
        return " ".join(country.code for country in partnership.countries.all())


class ParticipantAdminForm(AdminForm, ParticipantForm):
    """The form of a participant, drawn by the admin."""

    hides_known = False

    class Meta(ParticipantForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


@admin.register(Participant)
class ParticipantAdmin(RecordAdmin):
    """Who takes part, and as what."""

    form = ParticipantAdminForm
    list_display = ("partnership", "organisation", "person", "role")
    list_filter = ("role",)
    list_select_related = ("partnership", "organisation", "person")
    search_fields = ("partnership__title", "organisation__name")
    autocomplete_fields = ("partnership", "organisation", "person")
    fieldsets = ((None, {"fields": ("partnership", "organisation", "person", "role", "note")}),)

    def get_readonly_fields(self, request: HttpRequest, row: Any = None) -> Any:
        """Of a stored part only role and note are changed."""
        return ("partnership", "organisation", "person") if row else ()

    def found(self, rows: Any, typed: str) -> QuerySet:
        """By the partnership's title, the organisation's name or the person's."""
        by_title = Q(partnership__in=Partnership.objects.matching(typed))
        by_name = Q(organisation__in=Organisation.objects.matching(typed))
        return rows.filter(by_title | by_name | Q(person__in=Person.objects.matching(typed)))


@admin.register(StageChange)
class StageChangeAdmin(ReadOnlyAdmin):
    """How partnerships moved: rows are added by moving them, and never changed."""

    list_display = ("partnership", "from_stage", "to_stage", "at", "by", "reason")
    list_filter = ("to_stage",)
    list_select_related = ("partnership", "by")
    search_fields = ("partnership__title",)
    date_hierarchy = "at"

    def found(self, rows: Any, typed: str) -> QuerySet:
        """By the partnership's title."""
        return rows.filter(partnership__in=Partnership.objects.matching(typed))
