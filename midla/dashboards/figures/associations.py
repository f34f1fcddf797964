"""Figures of associations: identified, met, in partnership."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from associations.records import AssociationType
from midla.dashboards.figures.figure import Figure, Scope, counted, over
from midla.records.fields import FIRST_DAY

# What the list of associations calls the days of each.
IDENTIFIED, MET, IN_PARTNERSHIP = "recorded", "met", "agreed"


def of_association(scope: Scope, days: str) -> dict[str, Any]:
    """Community, office and days, as the list asks for them; without a first day those of any day before the last."""
    asked = over(Scope(scope.since or FIRST_DAY, scope.until), days)
    return {"community": scope.country, "office": scope.office, **asked}


def of_days(user: Any, scope: Scope, days: str, label: str | Promise, why: str | Promise) -> Figure:
    """The associations of which something is true in the period."""
    return counted(AssociationType, user, label, why, **of_association(scope, days))


def associations_identified(user: Any, scope: Scope) -> Figure:
    """Associations recorded in the period."""
    return of_days(user, scope, IDENTIFIED, _("Associations identified"), _("recorded in the period"))


def associations_met(user: Any, scope: Scope) -> Figure:
    """Associations with a visit, online meeting or event in the period."""
    return of_days(user, scope, MET, _("Associations met"), _("met in the period"))


def associations_in_partnership(user: Any, scope: Scope) -> Figure:
    """Associations that take part in a partnership agreed in the period."""
    why = _("in a partnership agreed in the period")
    return of_days(user, scope, IN_PARTNERSHIP, _("Associations in partnership"), why)
