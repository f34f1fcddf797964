"""Needs, offers, matches, partnerships and what hangs on them in the admin."""

from midla.partnerships.admin import match, partnership, parts, resource

__all__ = ["match", "partnership", "parts", "resource"]
