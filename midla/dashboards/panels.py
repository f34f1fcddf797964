"""What an association's page shows of the official count: how many of its communities live in its province."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from associations.models import Association
from associations.records import AssociationType
from midla.dashboards.coverage import newest_figures
from midla.dashboards.figures import Figure
from midla.dashboards.figures.coverage import figure_in, residents_by_place
from midla.records.options import ForAMinute
from midla.records.panels import ASIDE, Asked, Panel, panel
from midla.territories.models import PROGRAMME_COUNTRIES


@dataclass(frozen=True)
class Official:
    """The newest official count: its vintage by name, its year, the residents by province and community."""

    vintage: str = ""
    year: int = 0
    residents: Any = None


def newest_official() -> Official:
    """Of the newest vintage and its newest year; empty where there are no figures."""
    newest = newest_figures()
    if newest is None:
        return Official(residents={})
    vintage, year = newest
    return Official(str(vintage), year, residents_by_place(vintage, year, PROGRAMME_COUNTRIES))


# The page of an association is opened often, and the count changes once a year.
OFFICIAL = ForAMinute(newest_official)


@panel
class ResidentsThere(Panel):
    """The official count beside what the programme knows, with the way to the province's page; it asks nothing."""

    model = Association
    title = _("Its people in the province")
    place = ASIDE
    order = 70
    template = "dashboards/_residents_there.html"

    def context(self, asked: Asked) -> dict[str, Any]:
        province, codes = asked.record.province, asked.record.community_codes
        if province is None or not codes:
            return {}
        official: Official = OFFICIAL.value
        narrowed = f"?{urlencode({'community': codes[0]})}" if len(codes) == 1 else ""
        return {
            "title": self.title,
            "link": province.name,
            "url": f"{reverse('dashboards:diaspora-province', args=[province.code])}{narrowed}",
            "rows": [(code, official.residents.get((province.pk, code))) for code in codes],
            "known": known_figure(asked.record),
            "official": official,
        }


def known_figure(association: Any) -> Figure:
    """The associations of its communities in its province, as the reader sees them."""
    label, codes = _("Associations known there"), association.community_codes
    return figure_in(association.province, AssociationType, label, association.known_there, community=codes)
