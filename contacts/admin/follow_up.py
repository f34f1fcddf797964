"""Follow-ups in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from contacts.forms.follow_up import CONCERNED, FollowUpForm
from contacts.models import FollowUp
from midla.records.admin_writing import AdminForm, RecordAdmin


class FollowUpAdminForm(AdminForm, FollowUpForm):
    """The form of a follow-up, drawn by the admin."""

    class Meta(FollowUpForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


@admin.register(FollowUp)
class FollowUpAdmin(RecordAdmin):
    """What was promised."""

    form = FollowUpAdminForm
    list_display = ("what", "owner", "due_on", "done_at", "organisation", "person", "promised_by")
    list_filter = ("promised_by", ("done_at", admin.EmptyFieldListFilter), "owner")
    list_select_related = ("owner", "organisation", "person")
    search_fields = ("what", "notes")
    date_hierarchy = "due_on"
    autocomplete_fields = ("owner", *CONCERNED)
    readonly_fields = ("done_at", "done_by")
    fieldsets = (
        (None, {"fields": ("what", "promised_by", "owner", "due_on", "done_at", "done_by")}),
        (_("Whom it concerns"), {"fields": CONCERNED}),
        (_("Notes"), {"fields": ("notes",)}),
    )
