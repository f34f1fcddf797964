"""The words of people and meetings in the admin."""

from django.contrib import admin

from contacts.models import AffiliationRole, Language, MeetingKind
from midla.records.admin_rows import WordAdmin


@admin.register(AffiliationRole)
class AffiliationRoleAdmin(WordAdmin):
    """Roles in an organisation."""

    list_display = (*WordAdmin.list_display, "one_holder")
    list_filter = ("active", "one_holder")


@admin.register(MeetingKind)
class MeetingKindAdmin(WordAdmin):
    """Kinds of meeting."""

    list_display = (*WordAdmin.list_display, "counts_as")
    list_filter = ("active", "counts_as")


@admin.register(Language)
class LanguageAdmin(WordAdmin):
    """Languages."""

    list_display = (*WordAdmin.list_display, "special")
    list_filter = ("active", "special")
