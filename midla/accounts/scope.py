"""Who sees which country's records: the limit that a user may have.

Each record's queryset turns this into its own condition; here stands only what a limit is.
"""

from typing import Any


def countries_of(user: Any) -> tuple[str, ...]:
    """Codes of the countries a user is limited to; empty means no limit."""
    return user.country_codes


def is_limited(user: Any) -> bool:
    """True where the user sees only some countries."""
    return bool(countries_of(user))


def lies_within(user: Any, codes: set[str]) -> bool:
    """True where something that concerns these countries may be created by the user."""
    limit = countries_of(user)
    return not limit or bool(codes & set(limit))
