"""Figures of where the work lies: by country, by theme, by province."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from associations.engagement import Engagement, at_step, dormant
from associations.filters import COMMUNITIES, NONE, SEVERAL
from associations.models import Organisation
from associations.records import AssociationType
from midla.dashboards.figures.figure import Figure, Scope
from midla.dashboards.figures.grouping import Counted, by_country
from midla.dashboards.figures.pipeline import partnerships_of
from midla.partnerships.models import Participant
from midla.records.models import name_field
from midla.records.seeing import one_of


def associations_of(user: Any, scope: Scope, **more: Any) -> Counted:
    """The associations of a community and an office."""
    return Counted.of(AssociationType, user, community=scope.country, office=scope.office, **more)


@dataclass(frozen=True)
class CountryRow:
    """A row of the table by country: its code where it is one, its name, its figures."""

    code: str
    label: str
    figures: list[Figure]


def by_countries(user: Any, scope: Scope) -> list[CountryRow]:
    """Associations known, in partnership and dormant, and live partnerships, in rows that add up; two questions."""
    today = timezone.localdate()
    associations, partnerships = associations_of(user, scope), partnerships_of(user, scope, live=1)
    asked: tuple[dict[str, Any], ...] = ({}, {"engagement": Engagement.IN_PARTNERSHIP.value}, {"dormant": 1})
    conditions = {"known": Q(), "partnered": at_step(Engagement.IN_PARTNERSHIP, today), "asleep": dormant(today)}
    ours = by_country(associations, "communities", conditions)
    theirs = by_country(partnerships, "countries", {"live": Q()})

    def row(code: str, label: str, only: str, numbers: list[int]) -> CountryRow:
        columns = [(associations, more) for more in asked] + [(partnerships, {})]
        figures = [of.figure(number, **more, only=only) for (of, more), number in zip(columns, numbers, strict=True)]
        return CountryRow(code, label, figures)

    numbers = {word: [*ours[word], *theirs[word]] for word in ours}
    words = {**COMMUNITIES.words, SEVERAL: _("Several"), NONE: _("None of the four")}
    rows = [
        row(word if word in COMMUNITIES.words else "", words[word], word, counts)
        for word, counts in numbers.items()
        if word != NONE or any(counts)
    ]
    return [*rows, row("", _("Total"), "", [sum(column) for column in zip(*numbers.values(), strict=True)])]


def by_theme(user: Any, scope: Scope) -> list[Figure]:
    """Live partnerships for each theme, the most frequent first; one of several themes counts for each."""
    counted = partnerships_of(user, scope, live=1)
    name = f"themes__{name_field()}"
    rows = counted.rows.filter(themes__isnull=False).values_list("themes__code", name)
    numbers = rows.annotate(live=Count("pk", distinct=True)).order_by("-live", name)
    return [counted.figure(number, label, theme=code) for code, label, number in numbers]


def by_province(user: Any, scope: Scope) -> list[Figure]:
    """Live partnerships for each province of a participant the reader sees, the most frequent first."""
    counted = partnerships_of(user, scope, live=1)
    seen = Organisation.objects.visible_to(user).filter(province__isnull=False).order_by()
    parts = Participant.objects.kept().filter(
        one_of(seen, "organisation_id"), partnership__in=counted.rows.values("pk")
    )
    rows = parts.order_by().values_list("organisation__province__code", "organisation__province__name")
    numbers = rows.annotate(live=Count("partnership", distinct=True)).order_by("-live", "organisation__province__name")
    return [counted.figure(number, label, province=code) for code, label, number in numbers]
