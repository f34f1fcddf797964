"""How a view states its rule. Whatever states none is refused (middleware.AccessMiddleware)."""

from collections.abc import Callable
from typing import Any

from midla.accounts.permissions import Permission

PUBLIC, SIGNED_IN = "public", "signed in"
Rule = Permission | str


def requires(rule: Rule) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view with the one permission it needs, or with PUBLIC or SIGNED_IN.

    Works on functions, and on the result of `as_view()`.
    """

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.access_rule = rule
        return view

    return mark


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The rule a view states: its own mark, its class's `permission`, or none."""
    if (rule := getattr(view, "access_rule", None)) is not None:
        return rule
    return getattr(getattr(view, "view_class", None), "permission", None)
