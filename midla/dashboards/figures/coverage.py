"""Figures of the diaspora: associations by province and community, what a province's page counts, residents reached."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from associations.engagement import Engagement, a_year_before
from associations.records import AssociationType, InitiativeType, PartnerActorType
from contacts.records import MeetingType, PersonType
from midla.accounts.scope import countries_of
from midla.dashboards.coverage import Row, Where, citizens, held, newest_figures, reached_of
from midla.dashboards.figures.associations import MET, of_association
from midla.dashboards.figures.figure import Basis, Figure, Scope, Share, counted
from midla.dashboards.figures.grouping import Counted
from midla.records.models.word import NAME_FIELDS
from midla.records.registry import RecordType, type_of
from midla.territories.models import PROGRAMME_COUNTRIES, PopulationFigure, Province, Sex, Vintage


def found_figures(row: Row, community: str) -> list[Figure]:
    """Associations known, met and in partnership in a province, each leading to exactly these."""
    since = a_year_before(timezone.localdate()).isoformat()
    found, asked = row.found, {"community": community}
    met, partnered = {"last_met_since": since}, {"engagement": Engagement.IN_PARTNERSHIP.value}
    return [
        figure_in(row.province, AssociationType, _("Associations known"), found.known, **asked),
        figure_in(row.province, AssociationType, _("Met in 12 months"), found.met, **asked, **met),
        figure_in(row.province, AssociationType, _("In partnership"), found.in_partnership, **asked, **partnered),
    ]


def people_figures(row: Row, community: str) -> list[Figure]:
    """People who live in a province, and meetings held there in 12 months."""
    meetings = held(community, timezone.localdate())
    return [
        figure_in(row.province, PersonType, _("People"), row.people, **citizens(community)),
        figure_in(row.province, MeetingType, _("Meetings"), row.meetings, **meetings),
    ]


def figure_in(province: Province, declared: type[RecordType], label: Any, value: int, **query: Any) -> Figure:
    """A number that was counted for a province, and the way to the list narrowed to it."""
    asked = {"province": province.code, **{name: given for name, given in query.items() if given}}
    return Figure(label, value, "", f"{type_of(declared.model).list_url()}?{urlencode(asked, doseq=True)}")


def province_figures(user: Any, province: Province, community: str) -> list[Figure]:
    """What the programme knows in a province, of one community or of all."""
    place, meetings = {"province": province.code}, held(community, timezone.localdate())
    return [
        counted(AssociationType, user, _("Associations"), _("known there"), community=community, **place),
        counted(PersonType, user, _("People"), _("recorded as living there"), **citizens(community), **place),
        counted(MeetingType, user, _("Meetings"), _("held there in 12 months"), **meetings, **place),
        counted(PartnerActorType, user, _("Partner actors"), _("in the province"), **place),
        counted(InitiativeType, user, _("Existing efforts"), _("run from there"), country=community, **place),
    ]


def residents_reached(user: Any, scope: Scope) -> Figure:
    """The share of residents living where at least one association of theirs was met in the period.

    It rests on the associations met there, which the link opens; four questions.
    """
    codes = (scope.country,) if scope.country else countries_of(user) or PROGRAMME_COUNTRIES
    met = Counted.of(AssociationType, user, placed=1, **of_association(scope, MET))
    figure = met.whole(_("Residents reached"), _("associations met in the period, in Italian provinces"))
    newest = newest_figures(scope.until.year) if scope.until else newest_figures()
    if newest is None:
        return Share(figure.label, figure.value, figure.why, figure.url)
    residents = residents_by_place(*newest, codes)
    places = met.rows.filter(communities__in=codes).values_list("province_id", "communities")
    reached = reached_of(residents, set(places.distinct()))
    percent = round(Decimal(100 * reached[0]) / reached[1], 1) if reached else None
    basis = basis_of(*newest, sum(residents.values()))
    return Share(figure.label, figure.value, figure.why, figure.url, percent=percent, basis=basis)


def residents_by_place(vintage: Vintage, year: int, codes: Iterable[str]) -> dict[Where, int]:
    """The residents of each province and community, as far as they are known."""
    rows = PopulationFigure.objects.of_provinces().filter(
        vintage=vintage, year=year, sex=Sex.ALL, citizenship__in=tuple(codes)
    )
    return {
        (place, code): number for place, code, number in rows.values_list("province_id", "citizenship_id", "residents")
    }


def basis_of(vintage: Vintage, year: int, residents: int) -> Basis:
    """What a share of them rests on, to be told in any language."""
    return Basis({code: getattr(vintage, name) for code, name in NAME_FIELDS.items()}, year, residents)
