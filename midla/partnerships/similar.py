"""What exists already: initiatives in the same place and theme, live partnerships of the same parties."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from associations.models import Initiative
from midla.partnerships.models import Participant, Partnership
from midla.records.panels import Row
from midla.records.registry import type_of

MOST_SIMILAR = 5


@dataclass(frozen=True)
class Similar:
    """What a new partnership may repeat, each with its page."""

    initiatives: list[Row] = field(default_factory=list)
    partnerships: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.initiatives or self.partnerships)


def similar_to(
    user: Any,
    *,
    organisations: Collection[int],
    countries: Collection[str],
    subdivisions: Collection[int],
    themes: Collection[int],
    but: int | None = None,
) -> Similar:
    """What resembles a partnership of these organisations, places and themes, of what the user sees."""
    return Similar(
        initiatives_like(user, countries=countries, subdivisions=subdivisions, themes=themes),
        partnerships_like(user, organisations, themes, but),
    )


def initiatives_like(user: Any, **where: Collection[Any]) -> list[Row]:
    """Initiatives of a common theme and place."""
    if not where["countries"] or not where["themes"]:
        return []
    known = type_of(Initiative)
    found = Initiative.objects.visible_to(user).like(**where).for_list()[:MOST_SIMILAR]
    return [Row(str(row), known.detail_url(row), known.summary(row)) for row in found]


def partnerships_like(user: Any, organisations: Collection[int], themes: Collection[int], but: int | None) -> list[Row]:
    """Live partnerships in which one of these organisations takes part, on one of these themes."""
    if not organisations or not themes:
        return []
    parts = Participant.objects.kept().filter(partnership_id=OuterRef("pk"), organisation_id__in=organisations)
    on_theme = Partnership.themes.through.objects.filter(partnership_id=OuterRef("pk"), theme_id__in=themes)
    rows = Partnership.objects.visible_to(user).live().filter(Exists(parts), Exists(on_theme)).exclude(Q(pk=but))
    found = rows.prefetch_related("countries").order_by("-stage_since", "-pk")[:MOST_SIMILAR]
    known = type_of(Partnership)
    return [Row(row.title, known.detail_url(row), known.summary(row)) for row in found]
