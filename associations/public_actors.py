"""Italy's regions and provincial capitals as partner actors, so that an office starts with something true."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from associations.models import Face, IdentifiedBy, Organisation, PartnerActor, PartnerType
from midla.records.actions import create
from midla.records.search import search_key
from midla.territories.models import Municipality

# The names that a rule would get wrong, by ISTAT code; source: statutes of regions and towns, law 42/2009 for Rome.
REGION_NAMES = {
    "02": "Regione autonoma Valle d'Aosta/Région autonome Vallée d'Aoste",
    "04": "Regione autonoma Trentino-Alto Adige/Südtirol",
    "06": "Regione autonoma Friuli-Venezia Giulia",
    "19": "Regione Siciliana",
    "20": "Regione autonoma della Sardegna",
}
MUNICIPALITY_NAMES = {
    "011015": "Comune della Spezia",
    "021008": "Comune di Bolzano/Gemeinde Bozen",
    "058091": "Roma Capitale",
    "066049": "Comune dell'Aquila",
}
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
    towns = Municipality.objects.select_related("province__region").order_by("code")
    for town in towns.filter(code__in=REGIONAL_CAPITALS):
        region = town.province.region
        name = REGION_NAMES.get(region.code, f"Regione {region.name}")
        yield PublicBody(f"istat:{region.code}", name, PartnerType.REGION, town.province_id)
    for town in towns.filter(is_provincial_capital=True):
        name = MUNICIPALITY_NAMES.get(town.code, f"Comune di {town.name}")
        yield PublicBody(f"istat:{town.code}", name, PartnerType.MUNICIPALITY, town.province_id)


@transaction.atomic
def load_public_actors(*, by: Any = None) -> int:
    """Add the public bodies that are not there yet; returns how many. Edits stay.

    A body is there when its code is, in the trash too, or when somebody entered a partner of its name and province.
    """
    codes = set(Organisation.objects.exclude(code="").values_list("code", flat=True))
    names = set(PartnerActor.objects.values_list("sort_key", "province_id"))
    new = [
        body
        for body in public_bodies()
        if body.code not in codes and (search_key(body.name)[:100], body.province_id) not in names
    ]
    for body in new:
        create(partner_of(body), by=by)
    return len(new)


def partner_of(body: PublicBody) -> Organisation:
    """A partner actor that stands for a public body, not stored yet."""
    return Organisation(
        face=Face.PARTNER,
        code=body.code,
        name=body.name,
        type=body.type,
        province_id=body.province_id,
        identified_by=IdentifiedBy.REGISTER,
    )
