"""What is asked of a donor report: its period and country, and what there is to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from midla.dashboards.forms.target import OfPeriod
from midla.dashboards.models import Report
from midla.dashboards.models.report import NARRATIVES
from midla.dashboards.reporting.naming import people_named
from midla.ui.layouts import Pair, Section
from midla.ui.widgets import Picker


class ReportForm(OfPeriod):
    """The form of a draft."""

    class Meta:
        model = Report
        fields = ("title", "starts_on", "ends_on", "country", *NARRATIVES)
        widgets = {"country": Picker(), **{name: forms.Textarea(attrs={"rows": 6}) for name in NARRATIVES}}

    def parts(self) -> list[Any]:
        return ["title", Pair("starts_on", "ends_on"), "country", Section(_("What there is to say"), *NARRATIVES)]


def names_in(report: Report) -> list[str]:
    """The known people whom title and narratives name."""
    return people_named(report.title, *(getattr(report, name) for name in NARRATIVES))


def warning(names: list[str]) -> str:
    """The sentence that says whom a text names; empty where it names nobody."""
    if not names:
        return ""
    listed = ", ".join(f"“{name}”" for name in names)
    return _("A report names no person. These look like people the programme knows: %(names)s.") % {"names": listed}
