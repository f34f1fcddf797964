"""Follow-ups in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from contacts.forms.follow_up import CONCERNED, FollowUpForm
from contacts.models import FollowUp, Person
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
    list_select_related = ("owner",)
    search_fields = ("what", "notes")
    date_hierarchy = "due_on"
    autocomplete_fields = ("owner", *CONCERNED)
    readonly_fields = ("done_at", "done_by")
    fieldsets = (
        (None, {"fields": ("what", "promised_by", "owner", "due_on", "done_at", "done_by")}),
        (_("Whom it concerns"), {"fields": CONCERNED}),
        (_("Notes"), {"fields": ("notes",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With whom it concerns, as far as the reader sees them: the others are left empty."""
        models = {"organisation": Organisation, "person": Person}
        seen = [Prefetch(name, model.objects.visible_to(request.user)) for name, model in models.items()]
        return super().get_queryset(request).prefetch_related(*seen)
