"""Needs, offers, partnerships and what hangs on them, as the shared mechanics know them."""

from midla.partnerships import activity  # noqa: F401  (declares what rests on them)
