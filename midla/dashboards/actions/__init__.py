"""What happens to donor reports, and what must hold of targets."""

from midla.dashboards.actions import report, target

__all__ = ["report", "target"]
