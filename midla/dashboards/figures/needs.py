"""Figures of needs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from midla.dashboards.figures.figure import Figure, Scope, counted, over
from midla.partnerships.models import ResourceState
from midla.partnerships.records import NeedType


def needs_met(user: Any, scope: Scope) -> Figure:
    """Needs marked as met in the period."""
    asked = {"country": scope.country, "office": scope.office, **over(scope, "met")}
    return counted(NeedType, user, _("Needs met"), _("met in the period"), state=ResourceState.MET, **asked)
