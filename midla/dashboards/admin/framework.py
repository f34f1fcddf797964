"""Aims, indicators and targets in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from midla.dashboards.forms.target import TargetForm
from midla.dashboards.indicators import function_of
from midla.dashboards.models import Aim, Indicator, Target
from midla.records.admin_rows import RowForm, WordAdmin
from midla.records.admin_writing import AdminForm, RecordAdmin


@admin.register(Aim)
class AimAdmin(WordAdmin):
    """The lines of the logical framework."""

    list_display = ("code", "level", "name_it", "name_es", "name_en", "name_fr", "active")
    list_filter = ("level", "active")


class IndicatorForm(RowForm):
    """An indicator, whose code must name a function that works it out."""

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if function_of(code) is None:
            raise ValidationError(
                _("No figure has this name. Write the name of a function of midla/dashboards/figures.")
            )
        return code


@admin.register(Indicator)
class IndicatorAdmin(WordAdmin):
    """How the aims are measured."""

    form = IndicatorForm
    list_display = ("code", "aim", "unit", "name_it", "name_es", "name_en", "name_fr", "active")
    list_filter = ("unit", "verification", "active")
    list_select_related = ("aim",)
    autocomplete_fields = ("aim",)


class TargetAdminForm(AdminForm, TargetForm):
    """The form of a target, drawn by the admin."""

    class Meta(TargetForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


@admin.register(Target)
class TargetAdmin(RecordAdmin):
    """What is to be reached."""

    form = TargetAdminForm
    list_display = ("indicator", "starts_on", "ends_on", "country", "value")
    list_filter = ("indicator", "country")
    list_select_related = ("indicator", "country")
    search_fields = ("indicator__code", "indicator__name_it", "indicator__name_en")
    date_hierarchy = "starts_on"
    autocomplete_fields = ("indicator", "country")
