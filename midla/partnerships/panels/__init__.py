"""What this app shows on pages of other records."""

from midla.partnerships.panels import network, partnership

__all__ = ["network", "partnership"]
