"""Donor reports and their files in the admin; files are given out by the report's own page, which asks who may."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from midla.dashboards.forms.report import ReportForm
from midla.dashboards.models import Report, ReportFile
from midla.records.admin_pages import PartInline, ReadOnlyAdmin
from midla.records.admin_writing import AdminForm, RecordAdmin

TOLD = ("language", "kind", "size", "digest", "made_at")


class ReportAdminForm(AdminForm, ReportForm):
    """The form of a report, drawn by the admin."""

    class Meta(ReportForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


class ReportFileInline(PartInline):
    """The files of a report, without their bytes."""

    model = ReportFile
    fields = TOLD

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("content")


@admin.register(Report)
class ReportAdmin(RecordAdmin):
    """Donor reports."""

    form = ReportAdminForm
    list_display = ("title", "starts_on", "ends_on", "country", "edition", "state", "issued_at")
    list_filter = ("state", "country")
    list_select_related = ("country",)
    search_fields = ("title",)
    date_hierarchy = "ends_on"
    autocomplete_fields = ("country",)
    inlines = (ReportFileInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("frozen")


@admin.register(ReportFile)
class ReportFileAdmin(ReadOnlyAdmin):
    """Files of issued reports: named here with their digests, without their bytes."""

    list_display = ("report", *TOLD)
    list_filter = ("language", "kind")
    list_select_related = ("report",)
    date_hierarchy = "made_at"
    fields = readonly_fields = ("report", *TOLD)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("content", "report__frozen")
