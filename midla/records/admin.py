"""What is kept about records, in the admin: to look at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from midla.records.admin_pages import ReadOnlyAdmin
from midla.records.admin_rows import RowAdmin
from midla.records.models import Access, Attachment, Batch, Change, Digest, DoublePair, Job, SavedView, Seal
from midla.records.registry import record_types
from midla.records.wording import Line, wording_of


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """The history of every record."""

    list_display = ("at", "by", "verb", "model_label", "record_id")
    list_filter = ("verb", "model_label")
    list_select_related = ("by",)
    date_hierarchy = "at"
    fields = readonly_fields = ("at", "by", "verb", "model_label", "record_id", "batch", "reason", "told")

    def get_object(self, request: HttpRequest, object_id: Any, from_field: str | None = None) -> Any:
        change = super().get_object(request, object_id)
        if change is not None:
            change.lines = lines_of(change, request.user)
        return change

    @admin.display(description=_("what"))
    def told(self, change: Any) -> SafeString:
        """Before and after in words, without what the reader may not read of this record."""
        lines = ((line.label, line.before, line.after) for line in change.lines)
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{} → {}</dd>", lines))


def lines_of(change: Change, user: Any) -> list[Line]:
    """The changed fields in words, for one reader."""
    for declared in record_types():
        if declared.label() == change.model_label:
            record = declared.visible_to(user).filter(pk=change.record_id).first()
            if record is not None:
                return wording_of(declared, user, [change.before, change.after], record).lines(
                    change.before, change.after
                )
    return []


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    """Changes made by one act on many records."""

    list_display = ("at", "by", "act", "size", "undone_at")
    list_select_related = ("by",)
    date_hierarchy = "at"
    ordering = ("-at",)


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    """The seals of days."""

    list_display = ("day", "changes", "digest")
    date_hierarchy = "day"


@admin.register(Access)
class AccessAdmin(ReadOnlyAdmin):
    """Who read or took out what."""

    list_display = ("at", "by", "act", "model_label", "record_id", "rows", "purpose")
    list_filter = ("act", "model_label")
    list_select_related = ("by",)
    date_hierarchy = "at"


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    """Reminders that were sent."""

    list_display = ("day", "user", "sent_at")
    list_select_related = ("user",)
    date_hierarchy = "day"
    ordering = ("-day",)


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Long work: who asked for it, how far it is."""

    list_display = ("kind", "state", "done", "total", "by", "asked_at", "ended_at")
    list_filter = ("state", "kind")
    list_select_related = ("by",)
    date_hierarchy = "asked_at"
    ordering = ("-id",)


@admin.register(DoublePair)
class DoublePairAdmin(ReadOnlyAdmin):
    """Pairs of records that may be one; the site's own page has the reasons, as far as its reader may know them."""

    list_display = ("model_label", "first_id", "second_id", "state", "found_at", "decided_by")
    list_filter = ("state", "model_label")
    list_select_related = ("decided_by",)
    date_hierarchy = "found_at"
    fields = (*list_display, "decided_at")


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """Files: named here, given out only by the page that asks for permission."""

    list_display = ("filename", "size", "model_label", "record_id", "created_at", "created_by")
    list_filter = ("model_label",)
    list_select_related = ("created_by",)
    date_hierarchy = "created_at"
    fields = ("filename", "size", "model_label", "record_id", "digest", "created_at", "created_by")


@admin.register(SavedView)
class SavedViewAdmin(RowAdmin):
    """Views of lists: one's own and those shared with all."""

    list_display = ("name", "list_name", "owner", "shared")
    list_filter = ("list_name", "shared")
    list_select_related = ("owner",)
    search_fields = ("name",)
    readonly_fields = ("owner", "list_name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
