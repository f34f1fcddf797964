"""How the list of donor reports narrows."""

from django.utils.translation import gettext_lazy as _

from associations.filters import COMMUNITIES
from midla.dashboards.models import ReportState
from midla.records.filters import One, RecordFilters
from midla.records.options import Options

STATES = Options(lambda: ReportState.choices)


class ReportFilters(RecordFilters):
    """What narrows donor reports."""

    always = ("state", "country")

    state = One("state", label=_("State"), options=STATES, strict=True)
    country = One("country_id", label=_("Country"), options=COMMUNITIES, strict=True)
