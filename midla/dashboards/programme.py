"""The dashboard of the programme: every widget for one reader and one scope."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from associations.engagement import Engagement
from midla.dashboards.figures.figure import Figure, Scope
from midla.dashboards.figures.grouping import Counted
from midla.dashboards.figures.mobilised import Mobilised, mobilised
from midla.dashboards.figures.officers import Load, Months, loads, meetings_by_month, meetings_of
from midla.dashboards.figures.pipeline import StageStands, partnerships_of, passages, pipeline
from midla.dashboards.figures.reviews import Lasting, lasting
from midla.dashboards.figures.spread import CountryRow, associations_of, by_countries, by_province, by_theme
from midla.partnerships.models import Stage
from midla.ui import charts
from midla.ui.marks import euros

MOST_BARS = 10


class Programme:
    """What the page shows; each widget asks once, the whole a bounded number of questions."""

    def __init__(self, user: Any, scope: Scope) -> None:
        self.user, self.scope = user, scope
        self.as_of: datetime = timezone.now()

    # --- tiles --------------------------------------------------------------------------------------------------------
    @cached_property
    def tiles(self) -> list[Figure]:
        """The eight numbers on top."""
        return [
            self.live,
            self.partnerships(_("Agreed"), _("in the period"), **self.reached(Stage.AGREED)),
            self.adrift,
            self.overdue,
            self.partnerships(_("Signed copy missing"), _("agreed, and nobody filed it"), no_copy=1),
            self.associations(_("In partnership"), _("associations"), engagement=Engagement.IN_PARTNERSHIP.value),
            self.associations(_("Gone dormant"), _("associations, no contact for 12 months"), dormant=1),
            replace(self.meetings.whole, label=_("Meetings held"), why=_("in the period")),
        ]

    @cached_property
    def live(self) -> Figure:
        return self.partnerships(_("Live partnerships"), _("from idea to active"), live=1)

    @cached_property
    def adrift(self) -> Figure:
        return self.partnerships(_("Adrift"), _("live, without a next step"), adrift=1).late_if_any()

    @cached_property
    def overdue(self) -> Figure:
        return self.partnerships(_("Overdue"), _("the next step is late"), overdue=1).late_if_any()

    def partnerships(self, label: str, why: str, **more: Any) -> Figure:
        return partnerships_of(self.user, self.scope, **more).whole(label, why)

    def associations(self, label: str, why: str, **more: Any) -> Figure:
        return associations_of(self.user, self.scope, **more).whole(label, why)

    def reached(self, stage: Stage) -> dict[str, Any]:
        return {"reached": stage.value, "reached_since": self.scope.since, "reached_until": self.scope.until}

    # --- charts -------------------------------------------------------------------------------------------------------
    @cached_property
    def pipeline(self) -> list[StageStands]:
        return pipeline(self.user, self.scope)

    @cached_property
    def pipeline_bars(self) -> list[charts.Bar]:
        notes = [days_in_words(row.days) for row in self.pipeline]
        return charts.bars([(row.label, row.partnerships) for row in self.pipeline], notes)

    @cached_property
    def funnel(self) -> list[charts.Narrowing]:
        rows = passages(self.user, self.scope)
        return charts.funnel([(row.label, row.came, row.went_on) for row in rows])

    @cached_property
    def countries(self) -> list[CountryRow]:
        return by_countries(self.user, self.scope)

    @cached_property
    def themes(self) -> list[Figure]:
        return by_theme(self.user, self.scope)

    @cached_property
    def theme_bars(self) -> list[charts.Bar]:
        return bars_of(self.themes)

    @cached_property
    def provinces(self) -> list[Figure]:
        return by_province(self.user, self.scope)

    @cached_property
    def province_bars(self) -> list[charts.Bar]:
        return bars_of(self.provinces)

    @cached_property
    def mobilised(self) -> Mobilised:
        return mobilised(self.user, self.scope)

    @cached_property
    def money_bars(self) -> list[charts.Bar]:
        whole, part = self.mobilised.whole.money, self.mobilised.in_kind
        words = (_("pledged"), _("committed"), _("disbursed"))
        return charts.divided_bars(
            [(word, float(all_), float(some), euros(all_)) for word, all_, some in zip(words, whole, part, strict=True)]
        )

    @cached_property
    def held(self) -> Counted:
        return meetings_of(self.user, self.scope)

    @cached_property
    def meetings(self) -> Months:
        return meetings_by_month(self.held, self.scope)

    @property
    def months(self) -> list[Figure]:
        return self.meetings.months

    @property
    def meetings_in_months(self) -> int:
        return sum(month.value for month in self.months)

    @cached_property
    def month_columns(self) -> charts.Columns:
        return charts.columns([(figure.label, figure) for figure in self.months])

    @cached_property
    def loads(self) -> list[Load]:
        return loads(self.user, self.scope, self.held)

    @cached_property
    def lasting(self) -> list[Lasting]:
        return lasting(self.user, self.scope)


def bars_of(figures: Sequence[Figure]) -> list[charts.Bar]:
    """The first of some figures as bars; the table holds them all."""
    return charts.bars([(figure.label, figure) for figure in figures[:MOST_BARS]])


def days_in_words(days: float | None) -> str:
    """Whole days, where they are known."""
    return "" if days is None else _("%(days)d days") % {"days": round(days)}
