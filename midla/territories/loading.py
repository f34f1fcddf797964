"""Reads the committed territory files and loads them in order; edits by people stay."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from midla.records.loading import Loaded, Row, load_rows
from midla.territories.models import Country, Municipality, Province, Region, Subdivision

FOLDER = Path(__file__).parent / "data"
BOOLEANS = {"yes": True, "no": False}


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of one file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@transaction.atomic
def load_territories() -> dict[str, Loaded]:
    """Load every file; says for each what was added, changed and left as people had edited it."""
    return {
        "countries": load_rows(Country, "code", countries()),
        "subdivisions": load_rows(Subdivision, "code", rows_of("subdivision")),
        "regions": load_rows(Region, "code", rows_of("region")),
        "provinces": load_rows(Province, "code", provinces()),
        "municipalities": load_rows(Municipality, "code", municipalities()),
    }


def countries() -> Iterator[Row]:
    """Countries, with what the program means by a yes."""
    for row in rows_of("country"):
        yield {**row, "in_programme": BOOLEANS[row["in_programme"]]}


def provinces() -> Iterator[Row]:
    """Provinces, each with the key of its region, coordinates in degrees, dates or None."""
    regions = dict(Region.objects.values_list("code", "pk"))
    for row in rows_of("province"):
        region = regions[row.pop("region")]
        degrees = {name: float(row[name]) if row[name] else None for name in ("latitude", "longitude")}
        days = {name: row[name] or None for name in ("valid_from", "valid_to")}
        yield {**row, **degrees, **days, "region_id": region}


def municipalities() -> Iterator[Row]:
    """Municipalities, each with the key of its province."""
    keys = dict(Province.objects.values_list("code", "pk"))
    for row in rows_of("municipality"):
        province = keys[row.pop("province")]
        yield {**row, "is_provincial_capital": BOOLEANS[row["is_provincial_capital"]], "province_id": province}
