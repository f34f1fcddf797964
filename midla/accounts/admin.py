"""Users and offices in the admin: for who manages users."""

from django.contrib import admin

from midla.accounts.models import Office, User
from midla.records.admin_pages import ReadOnlyAdmin
from midla.records.admin_rows import WordAdmin


@admin.register(Office)
class OfficeAdmin(WordAdmin):
    """Offices."""

    list_display = (*WordAdmin.list_display, "country", "outside_eu")
    list_filter = ("active", "outside_eu")
    list_select_related = ("country",)
    autocomplete_fields = ("country",)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Users."""

    list_display = ("name", "email", "role", "office", "is_active")
    list_filter = ("role", "office", "is_active")
    list_select_related = ("office",)
    search_fields = ("name", "email")
    fields = ("email", "name", "role", "office", "countries", "is_active")
