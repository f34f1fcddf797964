"""The results framework and the donor reports in the admin."""

from midla.dashboards.admin import framework, report

__all__ = ["framework", "report"]
