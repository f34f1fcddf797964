"""Figures of the diaspora: associations by province and community, and what a province's page counts."""

from typing import Any

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from associations.engagement import a_year_before
from associations.records import AssociationType, PartnerActorType
from contacts.records import MeetingType, PersonType
from midla.dashboards.coverage import Row
from midla.dashboards.figures.figure import Figure, counted
from midla.records.registry import type_of
from midla.territories.models import Province


def found_figures(row: Row, community: str) -> list[Figure]:
    """Associations known, met and in partnership in a province, each leading to exactly these."""
    since = a_year_before(timezone.localdate()).isoformat()
    place = {"province": row.province.code, **({"community": community} if community else {})}
    url = type_of(AssociationType.model).list_url()
    return [
        Figure(_("Associations known"), row.found.known, "", f"{url}?{urlencode(place)}"),
        Figure(_("Met in 12 months"), row.found.met, "", f"{url}?{urlencode({**place, 'last_met_since': since})}"),
        Figure(
            _("In partnership"),
            row.found.in_partnership,
            "",
            f"{url}?{urlencode({**place, 'engagement': 'in_partnership'})}",
        ),
    ]


def province_figures(user: Any, province: Province, community: str) -> list[Figure]:
    """What the programme knows in a province, of one community or of all."""
    code, since = province.code, a_year_before(timezone.localdate()).isoformat()
    met = {"state": "held", "since": since}
    return [
        counted(AssociationType, user, _("Associations"), _("known there"), province=code, community=community),
        counted(PersonType, user, _("People"), _("recorded as living there"), province=code, citizenship=community),
        counted(
            MeetingType, user, _("Meetings"), _("held there in 12 months"), province=code, community=community, **met
        ),
        counted(PartnerActorType, user, _("Partner actors"), _("in the province"), province=code),
    ]
