"""The tables at the end of a report; who serves several communities has a row of its own, so that rows add up."""

from collections import Counter
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from associations.models import Organisation
from midla.dashboards.figures import Scope, listing_of
from midla.dashboards.figures import associations as figures
from midla.dashboards.figures.meetings import meetings_of
from midla.partnerships.models import FORWARD, FundingLine, Partnership, Stage
from midla.records.filters import days_between

MIXED, NONE = "mixed", ""


def associations_by_community(user: Any, scope: Scope) -> list[list[Any]]:
    """Community, and how many of its associations were identified, met, brought into a partnership."""
    columns = [
        by_community(rows_of(user, scope, asked)) for asked in (figures.IDENTIFIED, figures.MET, figures.IN_PARTNERSHIP)
    ]
    codes = sorted({code for column in columns for code in column}, key=lambda code: (len(code) != 2, code))
    return [[code, *(column[code] for column in columns)] for code in codes]


def rows_of(user: Any, scope: Scope, asked: str) -> QuerySet:
    """The associations that a figure counts."""
    listing, _url = listing_of(figures.AssociationType, user, **figures.of_association(scope, asked))
    return listing.narrowed


def by_community(associations: QuerySet) -> Counter[str]:
    """How many serve each community alone, and how many several; an association counts once."""
    links = Organisation.communities.through.objects.filter(organisation__in=associations.whole().values("pk"))
    served: dict[int, list[str]] = {}
    for key, code in links.values_list("organisation_id", "country_id"):
        served.setdefault(key, []).append(code)
    return Counter(codes[0] if len(codes) == 1 else MIXED for codes in served.values())


def meetings_by(user: Any, scope: Scope, what: str) -> list[list[Any]]:
    """Months, or names of provinces, with how many meetings were held; nobody who came is counted here."""
    rows = meetings_of(user, scope)
    if what == "month":
        found = rows.annotate(month=TruncMonth("starts_at")).values_list("month").annotate(n=Count("pk"))
        return [[month.date().isoformat()[:7], number] for month, number in found.order_by("month")]
    found = rows.values_list("province__name").annotate(n=Count("pk"))
    return [[name or NONE, number] for name, number in found.order_by("-n", "province__name")]


def partnerships_by_stage(user: Any, scope: Scope) -> list[list[Any]]:
    """Each stage with how many partnerships stand in it now, and the euros committed to them in the period."""
    rows = Partnership.objects.visible_to(user)
    if scope.country:
        rows = rows.for_country(scope.country)
    counts = dict(rows.order_by().values_list("stage").annotate(n=Count("pk")))
    lines = FundingLine.objects.kept().filter(days_between("said_on", scope.since, scope.until))
    euros = dict(
        lines.filter(partnership__in=rows.order_by().values("pk"))
        .order_by()
        .values_list("partnership__stage")
        .annotate(euros=Sum("committed_eur"))
    )
    return [[stage.value, counts.get(stage, 0), str(euros.get(stage, 0))] for stage in (*FORWARD, Stage.LAPSED)]
