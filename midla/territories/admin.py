"""Territories in the admin: names may be put right, nothing is deleted; what is edited here survives loading."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from midla.records.admin_pages import ReadOnlyAdmin
from midla.records.admin_rows import RowAdmin
from midla.territories.models import Country, Municipality, PopulationFigure, Province, Region, Subdivision, Vintage


class TerritoryAdmin(RowAdmin):
    """What the five kinds of territory have in common."""

    list_per_page = 100

    def get_readonly_fields(self, request: HttpRequest, territory: Any = None) -> tuple[str, ...]:
        # Everything that loads or points here knows a territory by its code.
        return ("code",) if territory else ()


class ValidToday(admin.SimpleListFilter):
    """Provinces of today, or those abolished."""

    title = _("exists today")
    parameter_name = "today"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(valid_to__isnull=self.value() == "yes")


@admin.register(Country)
class CountryAdmin(TerritoryAdmin):
    """Countries, with their name in each language."""

    list_display = ("code", "name_it", "name_es", "name_en", "name_fr", "in_programme")
    list_filter = ("in_programme",)
    search_fields = ("code", "name_it", "name_es", "name_en", "name_fr")


@admin.register(Subdivision)
class SubdivisionAdmin(TerritoryAdmin):
    """Departments, provinces and regions of the programme countries."""

    list_display = ("name", "code", "country", "kind")
    list_filter = (("country", admin.RelatedOnlyFieldListFilter), "kind")
    list_select_related = ("country",)
    search_fields = ("code", "name")
    autocomplete_fields = ("country",)


@admin.register(Region)
class RegionAdmin(TerritoryAdmin):
    """Regions of Italy."""

    list_display = ("name", "code", "macro_area")
    list_filter = ("macro_area",)
    search_fields = ("code", "name")


@admin.register(Province)
class ProvinceAdmin(TerritoryAdmin):
    """Provinces of Italy, also those that are no more."""

    list_display = ("name", "plate", "code", "region", "valid_from", "valid_to")
    list_filter = (ValidToday, "region")
    list_select_related = ("region",)
    search_fields = ("code", "plate", "name")
    autocomplete_fields = ("region",)


@admin.register(Municipality)
class MunicipalityAdmin(TerritoryAdmin):
    """Municipalities of Italy."""

    list_display = ("name", "code", "province", "is_provincial_capital")
    list_filter = ("is_provincial_capital", "province__region")
    list_select_related = ("province",)
    search_fields = ("code", "name")
    autocomplete_fields = ("province",)


@admin.register(Vintage)
class VintageAdmin(TerritoryAdmin):
    """Sources of population figures with their editions and breaks."""

    list_display = ("code", "name_it", "name_es", "name_en", "name_fr", "edition", "active")
    list_filter = ("active",)
    search_fields = ("code", "name_it", "name_es", "name_en", "name_fr", "source")


@admin.register(PopulationFigure)
class PopulationFigureAdmin(ReadOnlyAdmin):
    """Official counts: imported again where they are wrong, never typed."""

    list_display = ("vintage", "year", "province", "region", "citizenship", "sex", "residents", "provisional")
    list_filter = ("vintage", "sex", "provisional", ("citizenship", admin.RelatedOnlyFieldListFilter), "year")
    list_select_related = ("vintage", "province", "region", "citizenship")
