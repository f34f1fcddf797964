"""The results framework, its targets, and the donor report."""

from midla.dashboards.models.framework import Aim, Indicator, Level, Target, Unit, Verification
from midla.dashboards.models.report import FileKind, Report, ReportFile, ReportState

__all__ = [
    "Aim",
    "FileKind",
    "Indicator",
    "Level",
    "Report",
    "ReportFile",
    "ReportState",
    "Target",
    "Unit",
    "Verification",
]
