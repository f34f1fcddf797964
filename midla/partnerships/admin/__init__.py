"""What brings associations and partner actors together, in the admin."""

from midla.partnerships.admin import partnership, parts

__all__ = ["partnership", "parts"]
