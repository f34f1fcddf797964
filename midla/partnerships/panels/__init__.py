"""What this app shows on pages of other records."""

from midla.partnerships.panels import partnership

__all__ = ["partnership"]
