"""Official counts of residents for the registry of `seed_scale`: every year, province, community and sex once."""

from collections.abc import Iterator
from typing import Any

from associations.models import Organisation
from midla.territories.models import PROGRAMME_COUNTRIES, PopulationFigure, Sex, Vintage

FIRST_YEAR, LAST_YEAR = 2003, 2023
CODE = "scale"
BATCH = 5_000
MOST_RESIDENTS = 6_000
SHARE_WITH_ORIGIN = 0.5


def add_population(seeder: Any) -> None:
    """One vintage: at full size its twenty-one years, at a share of it the last ones."""
    years = max(1, round((LAST_YEAR - FIRST_YEAR + 1) * seeder.share))
    names = dict.fromkeys(("name_it", "name_es", "name_en", "name_fr"), "Scale")
    vintage = Vintage.objects.create(code=CODE, source="Invented", **names)
    figures = list(figures_of(seeder, vintage, range(LAST_YEAR - years + 1, LAST_YEAR + 1)))
    PopulationFigure.objects.bulk_create(figures, batch_size=BATCH)


def figures_of(seeder: Any, vintage: Vintage, years: range) -> Iterator[PopulationFigure]:
    """Men, women and all."""
    for year in years:
        for province in seeder.provinces:
            for code in PROGRAMME_COUNTRIES:
                men, women = (seeder.chance.randrange(MOST_RESIDENTS) for _sex in range(2))
                for sex, residents in ((Sex.MEN, men), (Sex.WOMEN, women), (Sex.ALL, men + women)):
                    yield PopulationFigure(
                        vintage=vintage,
                        year=year,
                        province_id=province,
                        citizenship_id=code,
                        sex=sex,
                        residents=residents,
                    )


def add_origins(seeder: Any) -> None:
    """Where the people of half the associations come from, of some from two places."""
    keys = [pk for pk in seeder.association_ids if seeder.chance.random() < SHARE_WITH_ORIGIN]
    pairs = ((pk, part) for pk in keys for part in seeder.chance.sample(seeder.subdivisions, 1 + (pk % 5 == 0)))
    seeder.link(Organisation.origin_subdivisions, "organisation_id", pairs)
