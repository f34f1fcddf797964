"""The sheets of partnerships: who takes part, what money, what came of it; natural persons are only counted."""

import datetime
from collections import Counter
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from associations.models import Face, Organisation
from midla.dashboards.figures import Scope
from midla.partnerships.models import (
    NEEDS_AGREEMENT,
    FundingLine,
    FundingOrigin,
    Participant,
    Partnership,
    Result,
    Stage,
    StageChange,
)
from midla.records.filters import days_between, midnight
from midla.records.models.word import NAME_FIELDS

# A report is read; whoever needs all of them has the list.
MOST_SHEETS = 200
OVER = (Stage.COMPLETED, Stage.LAPSED)


def sheets(user: Any, scope: Scope) -> tuple[list[dict[str, Any]], int]:
    """The partnerships that were agreed or carried out in the period, the newest first; how many are left out."""
    rows = carried_out(user, scope)
    shown = list(with_parts(rows, scope).order_by("-stage_since", "-pk")[:MOST_SHEETS])
    return [sheet(partnership) for partnership in shown], max(rows.count() - len(shown), 0)


def carried_out(user: Any, scope: Scope) -> Any:
    """Agreed by the end of the period, and not over before it began."""
    moves = StageChange.objects.filter(partnership_id=OuterRef("pk"), to_stage__in=NEEDS_AGREEMENT)
    if scope.until:
        moves = moves.filter(at__lt=midnight(scope.until + datetime.timedelta(days=1)))
    rows = Partnership.objects.visible_to(user).filter(Exists(moves))
    if scope.since:
        rows = rows.exclude(Q(stage__in=OVER, stage_since__lt=midnight(scope.since)))
    return rows.for_country(scope.country) if scope.country else rows


def with_parts(rows: Any, scope: Scope) -> QuerySet:
    """Partnerships with all that their sheets tell, in a few queries however many."""
    parts = Participant.objects.kept().order_by("pk").select_related("organisation")
    lines = FundingLine.objects.kept().filter(days_between("said_on", None, scope.until))
    came_of_it = Result.objects.kept().filter(days_between("reached_on", scope.since, scope.until))
    named = Organisation.objects.kept()
    if scope.country:
        serving = Organisation.communities.through.objects.filter(
            organisation_id=OuterRef("pk"), country_id=scope.country
        )
        # Who is limited to this country reads the report too: it names nobody whom they may not see.
        named = named.filter(Q(face=Face.PARTNER) | Exists(serving))
    parts = parts.annotate(is_named=Exists(named.filter(pk=OuterRef("organisation_id"))))
    return rows.prefetch_related(
        "countries",
        "themes",
        Prefetch("participants", parts, to_attr="parts"),
        Prefetch("fundinglines", lines, to_attr="lines"),
        Prefetch("results", came_of_it.order_by("reached_on", "pk"), to_attr="reached"),
    )


def sheet(partnership: Any) -> dict[str, Any]:
    """One partnership."""
    named = [part for part in partnership.parts if part.is_named]
    return {
        "title": partnership.title,
        "stage": partnership.stage,
        "since": timezone.localdate(partnership.stage_since).isoformat(),
        "countries": sorted(country.pk for country in partnership.countries.all()),
        "themes": [
            {code: getattr(theme, name) for code, name in NAME_FIELDS.items()} for theme in themes_of(partnership)
        ],
        "organisations": [[part.organisation.name, part.role] for part in named],
        "others": sum(not part.is_named and part.organisation_id is not None for part in partnership.parts),
        "people": sum(part.person_id is not None for part in partnership.parts),
        "money": money(partnership.lines),
        "results": [[result.what, result.quantity, result.unit] for result in partnership.reached],
    }


def themes_of(partnership: Any) -> list[Any]:
    """Its themes in the order of their codes."""
    return sorted(partnership.themes.all(), key=lambda theme: theme.code)


def money(lines: list[FundingLine]) -> list[list[str]]:
    """What was committed and paid out, by origin: who gave it in words could be somebody's name."""
    committed, disbursed = Counter[str](), Counter[str]()
    for line in lines:
        committed[line.origin] += line.committed_eur  # type: ignore[assignment]
        disbursed[line.origin] += line.disbursed_eur  # type: ignore[assignment]
    rows = [(origin, Decimal(committed[origin]), Decimal(disbursed[origin])) for origin in FundingOrigin.values]
    return [[origin, str(promised), str(paid)] for origin, promised, paid in rows if promised or paid]
