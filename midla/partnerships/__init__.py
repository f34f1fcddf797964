"""Needs, offers, the matches between them, and the partnerships that come of it."""
