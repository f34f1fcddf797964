"""The columns of the list of donor reports."""

from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from midla.dashboards.models import ReportState
from midla.records.columns import Column, Row
from midla.ui import marks
from midla.ui.dates import short_day
from midla.ui.lists import title


def state_mark(row: Row) -> SafeString:
    """Whether it was issued, as a mark."""
    return marks.mark("good" if row["state"] == ReportState.ISSUED else "note", ReportState(row["state"]).label)


def period(starts_on: date, ends_on: date) -> str:
    """From when until when."""
    return f"{short_day(starts_on)} – {short_day(ends_on)}"


REPORT_COLUMNS = (
    Column("title", _("Title"), ("title",), show=lambda row: title(row["title"], row["url"]), sort="title"),
    Column("period", _("Period"), ("starts_on", "ends_on"), value=period, sort="ends_on", css="nowrap"),
    Column("country", _("Country"), ("country_id",), show=lambda row: row["country_id"] or _("whole programme")),
    Column("edition", _("Edition"), ("edition",), sort="edition", css="num", labelled=True),
    Column(
        "state",
        _("State"),
        ("state",),
        show=state_mark,
        in_words=lambda: {state.value: str(state.label) for state in ReportState},
        sort="state",
    ),
    Column(
        "issued",
        _("Issued on"),
        ("issued_at",),
        show=lambda row: short_day(row["issued_at"]) if row["issued_at"] else "",
        sort="issued_at",
        nullable=True,
        labelled=True,
        away=True,
    ),
)
