"""Targets and donor reports, as the shared mechanics know them."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.http import urlencode

from midla.accounts.permissions import Permission
from midla.dashboards.columns import REPORT_COLUMNS
from midla.dashboards.filters import ReportFilters
from midla.dashboards.models import Report, Target
from midla.records.registry import RecordType, register


class SteeringType(RecordType):
    """What targets and reports have in common: who steers writes them."""

    view_permission = Permission.VIEW
    edit_permission = Permission.STEER
    edit_any_permission = Permission.STEER
    share_permission = Permission.SHARE_VIEWS


@register
class TargetType(SteeringType):
    """Targets; they are read in the results, and have no list of their own."""

    model = Target
    url = "dashboards:target"
    icon = "flag"

    def detail_url(self, record: Target) -> str:  # type: ignore[override]
        """A target is read in the results of its period."""
        days = {"since": record.starts_on.isoformat(), "until": record.ends_on.isoformat()}
        return f"{self.list_url()}?{urlencode(days | {'country': record.country_id or ''})}"

    def list_url(self) -> str:
        return reverse("dashboards:results")


@register
class ReportType(SteeringType):
    """Donor reports."""

    model = Report
    url = "dashboards:report"
    icon = "file-earmark-text"
    columns = REPORT_COLUMNS
    filters = ReportFilters
    order = "-period"
    export_permission: ClassVar[Any] = Permission.EXPORT

    def hidden_fields(self, user: Any, record: Any = None) -> set[str]:
        return {"frozen"}
