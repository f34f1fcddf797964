"""Needs and offers of a registry of a size no office has yet: 5,000 open needs, 20,000 offers."""

import datetime
import random
from collections.abc import Iterable, Iterator
from typing import Any

from associations.models import Theme
from midla.partnerships.activity import AT_ONCE, refresh
from midla.partnerships.models import Resource, ResourceKind, Side
from midla.records.models import Change, Verb
from midla.records.search import search_key
from midla.territories.models import Subdivision

NEEDS, OFFERS, BATCH = 5_000, 20_000, 2_000
# One in so many names a subdivision, or a province other than its holder's.
NAMES_PLACE_IN = 4
WHATS = (
    "Una sala para ensayos los domingos",
    "Un piccolo prestito per cominciare",
    "Corso di contabilità per le socie",
    "Medici volontari per visite gratuite",
    "Becas para estudiantes de secundaria",
    "Un negozio che venda artigianato",
)


def add_resources(seeder: Any) -> None:
    """Needs and offers with countries, some with subdivisions and provinces; the first organisation has one of each."""
    share = seeder.organisations / 20_000
    sides = [Side.NEED] * round(NEEDS * share) + [Side.OFFER] * round(OFFERS * share)
    themes = list(Theme.objects.values_list("pk", flat=True))
    keys: list[int] = []
    for start in range(0, len(sides), BATCH):
        some = [
            resource(seeder, side, themes, start + place) for place, side in enumerate(sides[start : start + BATCH])
        ]
        Resource.objects.bulk_create(some)
        Change.objects.bulk_create(map(recorded, some))
        keys += [one.pk for one in some]
    seeder.link(Resource.countries, "resource_id", seeder.with_countries(keys))
    subdivisions = list(Subdivision.objects.values_list("pk", flat=True))
    seeder.link(Resource.subdivisions, "resource_id", some_of(seeder.chance, keys, subdivisions))
    seeder.link(Resource.provinces, "resource_id", some_of(seeder.chance, keys, seeder.provinces))


def resource(seeder: Any, side: Side, themes: list[int], number: int) -> Resource:
    """One of them; one in ten has an amount and a last day."""
    chance = seeder.chance
    what = f"{chance.choice(WHATS)} {number}"
    is_bounded = chance.random() < 0.1
    authors = seeder.authors()
    return Resource(
        side=side,
        organisation_id=chance.choice(seeder.organisation_ids) if number else seeder.organisation_ids[0],
        kind=chance.choice(ResourceKind.values),
        theme_id=chance.choice(themes),
        what=what,
        amount=chance.randrange(1, 60) * 1_000 if is_bounded else None,
        ends_on=seeder.today + datetime.timedelta(days=chance.randrange(700)) if is_bounded else None,
        owner_id=authors["created_by_id"],
        search_key=search_key(what),
        **authors,
    )


def recorded(record: Resource) -> Change:
    """The first row of a record's history, with its name only."""
    change = Change(
        by_id=record.created_by_id,
        verb=Verb.CREATED,
        model_label=record.label(),
        record_id=record.pk,
        after={"search_key": record.search_key[:40]},
    )
    change.sign()
    return change


def some_of(chance: random.Random, keys: Iterable[int], places: list[int]) -> Iterator[tuple[int, int]]:
    """Some of the keys, each with a place."""
    for key in keys:
        if chance.randrange(NAMES_PLACE_IN) == 0 and places:
            yield key, chance.choice(places)


def add_open_until(seeder: Any) -> None:
    """What engagement rests on beside meetings, worked out from the records just made."""
    for start in range(0, len(seeder.organisation_ids), AT_ONCE):
        refresh(seeder.organisation_ids[start : start + AT_ONCE])
