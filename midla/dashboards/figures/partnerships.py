"""Figures of partnerships: how many came to a stage in a period."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from midla.dashboards.figures.figure import Figure, Scope, counted, over
from midla.partnerships.models import Stage
from midla.partnerships.records import PartnershipType


def of_partnership(scope: Scope) -> dict[str, Any]:
    """Country and office, as the list of partnerships asks for them."""
    return {"country": scope.country, "office": scope.office}


def reached(user: Any, scope: Scope, stage: Stage, label: str | Promise) -> Figure:
    """Partnerships that came to a stage in the period, wherever they stand now."""
    asked = {**of_partnership(scope), "reached": stage, **over(scope, "reached")}
    return counted(PartnershipType, user, label, _("came to this stage in the period"), **asked)


def partnerships_introduced(user: Any, scope: Scope) -> Figure:
    """Partnerships whose participants were introduced in the period."""
    return reached(user, scope, Stage.INTRODUCED, _("Partnerships introduced"))


def partnerships_agreed(user: Any, scope: Scope) -> Figure:
    """Partnerships agreed in the period."""
    return reached(user, scope, Stage.AGREED, _("Partnerships agreed"))


def partnerships_active(user: Any, scope: Scope) -> Figure:
    """Partnerships that became active in the period."""
    return reached(user, scope, Stage.ACTIVE, _("Partnerships made active"))


def partnerships_completed(user: Any, scope: Scope) -> Figure:
    """Partnerships completed in the period."""
    return reached(user, scope, Stage.COMPLETED, _("Partnerships completed"))
