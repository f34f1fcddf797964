"""Needs, offers, matches, partnerships and what hangs on them in the admin."""

from midla.partnerships.admin import match, resource

__all__ = ["match", "resource"]
