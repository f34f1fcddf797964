"""What this app shows on pages of other records: one file for each kind of page."""

from contacts.panels import organisation, person

__all__ = ["organisation", "person"]
