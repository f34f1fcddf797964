"""Matches and the weights of their reasons in the admin."""

from django.contrib import admin

from midla.partnerships.models import Match, MatchWeight
from midla.records.admin_pages import ReadOnlyAdmin
from midla.records.admin_rows import WordAdmin


@admin.register(Match)
class MatchAdmin(ReadOnlyAdmin):
    """What was computed, and what was decided on pages of their own."""

    list_display = ("need", "offer", "points", "state", "reason", "decided_at", "decided_by")
    list_filter = ("state",)
    list_select_related = ("need", "offer", "decided_by")
    date_hierarchy = "decided_at"
    fields = ("need", "offer", "points", "state", "reason", "decided_at", "decided_by")


@admin.register(MatchWeight)
class MatchWeightAdmin(WordAdmin):
    """What each reason is worth; out of use, it gives no points."""

    list_display = ("code", "name_it", "name_en", "points", "active")
