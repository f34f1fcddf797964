"""What hangs on partnerships, in the admin: agreements, funding lines, milestones, results, reviews."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from midla.partnerships.forms.funding import FundingLineForm
from midla.partnerships.forms.parts import YES_NO, AgreementForm, MilestoneForm, ResultForm, ReviewForm
from midla.partnerships.models import Agreement, FundingLine, Milestone, Partnership, Result, Review
from midla.records.admin_writing import AdminForm, RecordAdmin


class PartAdmin(RecordAdmin):
    """A part: a stored one stays with its partnership; it is found by the partnership's title."""

    list_select_related: Any = ("partnership",)
    search_fields: Any = ("partnership__title",)
    autocomplete_fields: Any = ("partnership",)

    def get_readonly_fields(self, request: HttpRequest, row: Any = None) -> Any:
        return ("partnership",) if row else ()

    def found(self, rows: Any, typed: str) -> QuerySet:
        return rows.filter(partnership__in=Partnership.objects.matching(typed))


class AgreementAdminForm(AdminForm, AgreementForm):
    """The form of an agreement, drawn by the admin."""

    hides_known = False

    class Meta(AgreementForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


@admin.register(Agreement)
class AgreementAdmin(PartAdmin):
    """What was signed."""

    form = AgreementAdminForm
    list_display = ("title", "partnership", "signed_on", "ends_on")
    list_filter = ("language", ("signed_on", admin.EmptyFieldListFilter))
    date_hierarchy = "signed_on"
    fieldsets = ((None, {"fields": ("partnership", "title", "signed_on", "ends_on", "language", "notes")}),)


class FundingLineAdminForm(AdminForm, FundingLineForm):
    """The form of a funding line, drawn by the admin."""

    hides_known = False

    class Meta(FundingLineForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


@admin.register(FundingLine)
class FundingLineAdmin(PartAdmin):
    """What sources give."""

    form = FundingLineAdminForm
    list_display = ("partnership", "given_by", "origin", "form", "currency", "pledged", "committed", "disbursed")
    list_filter = ("origin", "form", "currency")
    date_hierarchy = "said_on"
    autocomplete_fields = ("partnership", "organisation")
    fieldsets = (
        (None, {"fields": ("partnership", "organisation", "source", "origin", "form")}),
        (_("How much"), {"fields": ("pledged", "committed", "disbursed", "currency", "rate", "said_on")}),
        (_("Notes"), {"fields": ("notes",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the organisation that gives, as far as the reader sees it."""
        seen = Organisation.objects.visible_to(request.user)
        return super().get_queryset(request).prefetch_related(Prefetch("organisation", seen))

    @admin.display(description=_("source"))
    def given_by(self, line: FundingLine) -> str:
        return str(line.organisation or line.source)


class MilestoneAdminForm(AdminForm, MilestoneForm):
    """The form of a milestone, drawn by the admin."""

    hides_known = False

    class Meta(MilestoneForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


@admin.register(Milestone)
class MilestoneAdmin(PartAdmin):
    """What is to be reached."""

    form = MilestoneAdminForm
    list_display = ("what", "partnership", "due_on", "reached_on")
    list_filter = (("reached_on", admin.EmptyFieldListFilter),)
    date_hierarchy = "due_on"
    fieldsets = ((None, {"fields": ("partnership", "what", "due_on", "reached_on")}),)


class ResultAdminForm(AdminForm, ResultForm):
    """The form of a result, drawn by the admin."""

    hides_known = False

    class Meta(ResultForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


@admin.register(Result)
class ResultAdmin(PartAdmin):
    """What came of it."""

    form = ResultAdminForm
    list_display = ("what", "partnership", "quantity", "unit", "reached_on")
    date_hierarchy = "reached_on"
    fieldsets = ((None, {"fields": ("partnership", "what", "quantity", "unit", "reached_on")}),)


class ReviewAdminForm(AdminForm, ReviewForm):
    """The form of a review, drawn by the admin."""

    hides_known = False
    still_active = forms.TypedChoiceField(
        label=_("Still active"), choices=YES_NO, coerce=lambda word: word == "True", widget=forms.RadioSelect
    )

    class Meta(ReviewForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


@admin.register(Review)
class ReviewAdmin(PartAdmin):
    """Whether partnerships last."""

    form = ReviewAdminForm
    list_display = ("partnership", "months", "still_active", "reviewed_on")
    list_filter = ("months", "still_active")
    date_hierarchy = "reviewed_on"
    fieldsets = ((None, {"fields": ("partnership", "months", "still_active", "reviewed_on", "notes")}),)
