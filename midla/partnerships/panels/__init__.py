"""What this app shows on pages of other records, and the lines it adds to their forms."""

from midla.partnerships.panels import lines, network, partnership, resource

__all__ = ["lines", "network", "partnership", "resource"]
