"""From an indicator to the function that works it out: its code is the function's name, and there is no register."""

from collections.abc import Callable
from typing import Any

from midla.dashboards.figures import Figure, Scope, associations, coverage, meetings, money, needs, partnerships
from midla.dashboards.models import Indicator

Function = Callable[[Any, Scope], Figure]
# Where functions of indicators stand: one module for each noun.
MODULES = (associations, coverage, meetings, needs, partnerships, money)


def function_of(code: str) -> Function | None:
    """The function of this name that one of the modules defines itself; None where there is none."""
    for module in MODULES:
        found = getattr(module, code, None)
        if callable(found) and getattr(found, "__module__", "") == module.__name__ and takes_scope(found):
            return found
    return None


def takes_scope(function: Any) -> bool:
    """True for functions that are asked with a user and a scope, and nothing else."""
    return function.__code__.co_varnames[: function.__code__.co_argcount] == ("user", "scope") and (
        function.__annotations__.get("return") is Figure
    )


def measured(indicator: Indicator, user: Any, scope: Scope) -> Figure | None:
    """The figure of an indicator as a user sees it; None where nothing works it out."""
    function = function_of(indicator.code)
    return function(user, scope) if function else None
