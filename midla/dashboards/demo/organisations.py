"""The associations and partner actors of the demo, in real provinces."""

import datetime
from typing import Any

from associations.actions import tags_named
from associations.models import Association, AssociationForm, Face, Organisation, PartnerActor, Theme
from midla.dashboards.demo import names
from midla.records.actions import create, edit
from midla.territories.models import PROGRAMME_COUNTRIES, Province, Subdivision

REGISTERED = frozenset({AssociationForm.REGISTERED, AssociationForm.FEDERATION, AssociationForm.COOPERATIVE})
CHECK_WEIGHTS = (1, 2) * 5


def provinces() -> dict[str, Province]:
    """The provinces of today by their plate."""
    return {province.plate: province for province in Province.objects.filter(valid_to=None)}


def add_associations(demo: Any) -> list[Association]:
    """Sixty associations; seven of them are sections of two federations."""
    places, themes = provinces(), list(Theme.objects.active())
    tags = tags_named(names.TAGS)
    origins: dict[str, list[int]] = {}
    for country, pk in Subdivision.objects.values_list("country_id", "pk"):
        origins.setdefault(country, []).append(pk)
    added = []
    for number, (name, codes, plate, form, members) in enumerate(names.ASSOCIATIONS):
        communities = codes.split()
        record = Association(
            face=Face.ASSOCIATION,
            name=name,
            form=form,
            province=places[plate],
            owner=demo.chance.choice((*demo.officers, None)),
            **known_of(demo, number, form, members),
        )
        many = {
            "communities": communities,
            "origin_subdivisions": demo.chance.sample(origins[communities[0]], number % 3),
            "themes": demo.chance.sample(themes, 2),
            "tags": [tags[number % len(tags)]] if number % 3 == 0 else [],
        }
        added.append(create(record, by=demo.officer(), many=many))
    for section, federation in names.SECTIONS.items():
        added[section] = edit(added[section], by=demo.officer(), values={"parent_id": added[federation].pk})
    return added


def known_of(demo: Any, number: int, form: str, members: int) -> dict[str, Any]:
    """What the office knows of an association: of some nearly everything, of others hardly more than the name."""
    some = demo.chance.random
    is_registered = form in REGISTERED
    return {
        "members": members or None,
        "women_share": demo.chance.choice((None, 45, 60, 75)),
        "under_30_share": demo.chance.choice((None, None, 20, 35)),
        "founded_in": demo.chance.choice((None, 2003, 2009, 2014, 2019)),
        "does_here": demo.chance.choice(names.DOES_HERE) if some() < 0.8 else "",
        "does_at_home": demo.chance.choice(names.DOES_HOME),
        "phone": f"+3902000{demo.chance.randrange(10000):04d}" if some() < 0.6 else "",
        "email": f"associazione{number}@example.org" if some() < 0.5 else "",
        "website": f"https://associazione{number}.example.org" if some() < 0.3 else "",
        "preferred_language": demo.chance.choice(("es", "es", "it", "")),
        "identified_by": demo.chance.choice(("meeting", "consulate", "referral", "internet")),
        "identified_on": demo.today - datetime.timedelta(days=demo.chance.randrange(60, 720)),
        "tax_code": tax_code(f"{9_900_000 + number}999") if is_registered and some() < 0.7 else "",
        "runts_section": "g" if is_registered and some() < 0.4 else "",
    }


def tax_code(ten: str) -> str:
    """Eleven digits that fit together: ten, and the one that checks them."""
    doubled = (int(digit) * weight for digit, weight in zip(ten, CHECK_WEIGHTS, strict=True))
    return f"{ten}{-sum(part - 9 if part > 9 else part for part in doubled) % 10}"


def add_partners(demo: Any) -> list[PartnerActor]:
    """Forty partner actors, in Italy and in the four countries; offices abroad look after their own."""
    places, themes = provinces(), list(Theme.objects.active())
    abroad = {"PE": demo.users["lima"], "EC": demo.users["quito"]}
    added = []
    for number, (name, kind, place) in enumerate(names.PARTNERS):
        country = place if place in PROGRAMME_COUNTRIES else None
        record = PartnerActor(
            face=Face.PARTNER,
            name=name,
            type=kind,
            province=None if country else places[names.PLATES.get(place, place)],
            country_id=country,
            funds=demo.chance.choice(names.FUNDS),
            email=f"contatti{number}@example.org" if number % 2 else "",
            owner=abroad.get(place) or demo.chance.choice((*demo.officers, None)),
        )
        interest = [country] if country else demo.chance.sample(PROGRAMME_COUNTRIES, 2)
        many = {"countries_of_interest": interest, "themes": demo.chance.sample(themes, 2)}
        added.append(create(record, by=demo.officer(), many=many))
    return added


def add_news(demo: Any) -> None:
    """What colleagues changed lately, so that owners find something new."""
    owned = [organisation for organisation in demo.associations if organisation.owner_id][:20]
    for place, association in enumerate(owned):
        others = [officer for officer in demo.officers if officer.pk != association.owner_id]
        note = names.NEWS[place % len(names.NEWS)]
        edit(Organisation.objects.get(pk=association.pk), by=demo.chance.choice(others), values={"notes": note})
