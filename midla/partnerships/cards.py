"""The cards of the board: what one sees of a partnership without opening it."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.http import urlencode

from midla.partnerships.filters.partnership import without_copy
from midla.partnerships.models import Partnership, Stage
from midla.partnerships.participants import Parts, parts_by_partnership
from midla.partnerships.sheet import move_key
from midla.partnerships.stages import next_stage, reachable
from midla.records.columns import held_in
from midla.records.registry import type_of
from midla.records.seeing import among

# So long in one stage is too long.
STUCK_DAYS = 60
COUNTRIES = held_in(Partnership, "countries", "country_id")


def is_stuck(since: datetime.datetime) -> bool:
    """True where what came to its stage then has been in it for too long; the filter of the list says the same."""
    return since < timezone.now() - datetime.timedelta(days=STUCK_DAYS)


@dataclass(frozen=True)
class Card:
    """One partnership on the board."""

    record: Partnership
    names: str
    countries: list[str]
    lacks_copy: bool
    url: str
    back: str

    @property
    def days(self) -> int:
        return self.record.days_in_stage

    @property
    def is_stuck(self) -> bool:
        """True where it is live and has not moved for long, or its next step is over."""
        return self.record.is_live and (is_stuck(self.record.stage_since) or self.record.is_overdue)

    @property
    def ahead(self) -> Stage | None:
        return next_stage(self.record)

    @property
    def reach(self) -> str:
        """The stages it may be moved to; a lapsed one is moved on its own page."""
        return " ".join(reachable(self.record)) if self.record.stage != Stage.LAPSED else ""

    @property
    def move_key(self) -> str:
        """The one-time key of the move forward."""
        return move_key(self.record, self.ahead) if self.ahead else ""

    @property
    def move_query(self) -> str:
        """What the page that moves it is asked with: where to go back to."""
        return urlencode({"next": self.back})


def cards_of(keys: Collection[int], user: Any, address: str) -> dict[int, Card]:
    """Key -> card, of partnerships that the caller found through `visible_to`; four queries."""
    if not keys:
        return {}
    those: Any = among(sorted(keys))
    rows = Partnership.objects.kept().filter(pk__in=those).select_related("owner").defer("search_key", "summary")
    parts, countries = parts_by_partnership(those, user), COUNTRIES(those, user)
    before, after = type_of(Partnership).detail_parts()
    lacking = set(Partnership.objects.filter(without_copy(), pk__in=those).values_list("pk", flat=True))
    return {
        row.pk: Card(
            row,
            " · ".join(parts.get(row.pk, Parts()).without_ties().names),
            countries.get(row.pk, []),
            row.pk in lacking and not row.no_agreement_reason,
            f"{before}{row.pk}{after}",
            f"{address.removesuffix('?')}#partnership-{row.pk}",
        )
        for row in rows
    }
