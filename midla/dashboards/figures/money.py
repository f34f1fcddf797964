"""Figures of money: what was committed and paid out, in EUR, and the partnerships it rests on."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from midla.dashboards.figures.figure import Figure, Scope, counted, listing_of, over, summed
from midla.dashboards.figures.partnerships import of_partnership
from midla.partnerships.models import FundingLine
from midla.partnerships.records import PartnershipType
from midla.records.filters import days_between


def funded(user: Any, scope: Scope, column: str) -> Figure:
    """The sum of a column over the funding lines dated in the period, of the partnerships that have such lines."""
    asked = {**of_partnership(scope), column: 1, **over(scope, "money")}
    figure = counted(PartnershipType, user, _("Money"), _("with such funding lines"), **asked)
    listing, _url = listing_of(PartnershipType, user, **asked)
    lines = FundingLine.objects.kept().filter(partnership__in=listing.narrowed.whole().values("pk"))
    dated = lines.filter(days_between("said_on", scope.since, scope.until))
    return summed(figure, dated.aggregate(euros=models.Sum(f"{column}_eur"))["euros"])


def eur_committed(user: Any, scope: Scope) -> Figure:
    """Euros committed in the period."""
    return funded(user, scope, "committed")


def eur_disbursed(user: Any, scope: Scope) -> Figure:
    """Euros paid out in the period."""
    return funded(user, scope, "disbursed")
