"""The public bodies of Italy as partner actors: regions and provincial capitals, so that an office starts with something
true.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from associations.models import Face, Organisation, OrganisationActivity, PartnerType
from midla.records.history import change_of, column_values, filled
from midla.records.models import Change, Verb
from midla.territories.models import Municipality, Region

# The names that a rule would get wrong, by ISTAT code; source: the regions' statutes and law 42/2009 for Rome.
REGION_NAMES = {
    "02": "Regione autonoma Valle d'Aosta/Région autonome Vallée d'Aoste",
    "04": "Regione autonoma Trentino-Alto Adige/Südtirol",
    "06": "Regione autonoma Friuli-Venezia Giulia",
    "19": "Regione Siciliana",
    "20": "Regione autonoma della Sardegna",
}
MUNICIPALITY_NAMES = {"058091": "Roma Capitale"}
# The regional capitals, by the ISTAT code of their municipality.
REGIONAL_CAPITALS = frozenset(
    "001272 007003 010025 015146 022205 027042 032006 037006 042002 048017 "
    "054039 058091 063049 066049 070006 072006 076063 079023 082053 092009".split()
)


@dataclass(frozen=True)
class PublicBody:
    """A region or municipality: its register code, name, type and province."""

    code: str
    name: str
    type: PartnerType
    province_id: int


def public_bodies() -> Iterator[PublicBody]:
    """The 20 regions, each in its capital's province, and the 107 provincial capitals."""
    capitals = Municipality.objects.filter(is_provincial_capital=True).select_related("province").order_by("code")
    seats = {city.province.region_id: city.province_id for city in capitals if city.code in REGIONAL_CAPITALS}
    for region in Region.objects.order_by("code"):
        name = REGION_NAMES.get(region.code, f"Regione {region.name}")
        yield PublicBody(f"istat:{region.code}", name, PartnerType.REGION, seats[region.pk])
    for city in capitals:
        name = MUNICIPALITY_NAMES.get(city.code, f"Comune di {city.name}")
        yield PublicBody(f"istat:{city.code}", name, PartnerType.MUNICIPALITY, city.province_id)


@transaction.atomic
def load_public_actors(*, by: Any = None) -> int:
    """Add the public bodies that are not there yet, by code, trash included; returns how many. Edits stay."""
    held = set(Organisation.objects.exclude(code="").values_list("code", flat=True))
    new = [organisation(body, by) for body in public_bodies() if body.code not in held]
    Organisation.objects.bulk_create(new)
    OrganisationActivity.objects.bulk_create(OrganisationActivity(organisation=record) for record in new)
    Change.objects.bulk_create(
        change_of(record, by=by, verb=Verb.CREATED, after=filled(column_values(record))) for record in new
    )
    return len(new)


def organisation(body: PublicBody, by: Any) -> Organisation:
    """A partner actor that stands for a public body, not stored yet."""
    record = Organisation(
        face=Face.PARTNER,
        code=body.code,
        name=body.name,
        type=body.type,
        province_id=body.province_id,
        identified_by="register",
        created_by=by,
        updated_by=by,
    )
    record.refresh_search_key()
    return record
