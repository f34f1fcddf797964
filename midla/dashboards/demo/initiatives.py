"""The existing efforts of the demo: invented, in real places."""

from decimal import Decimal
from typing import Any

from associations.models import Initiative, Theme
from midla.records.actions import create
from midla.territories.models import Subdivision

# Title, who runs it, parts of countries (or countries alone), themes, years, budget with its currency, what it does.
INITIATIVES = [
    (
        "Semillas del Altiplano",
        "Fondazione Quota 4000",
        "BO-L BO-O",
        "agriculture women",
        (2022, 2026),
        "850000 EUR",
        "Seed banks and a shared brand for quinoa growers, run by women's groups of twelve communities.",
    ),
    (
        "Agua Clara Potosí",
        "Cooperativa Yaku",
        "BO-P",
        "environment health",
        (2020, 2024),
        "2400000 BOB",
        "Springs are fenced and tested; village committees learn to keep the pipes.",
    ),
    (
        "Jóvenes que Vuelven",
        "Red Ayni Cochabamba",
        "BO-C BO-S",
        "youth training enterprise",
        (2023, None),
        "310000 USD",
        "Young returnees train with local firms and get a first loan.",
    ),
    ("Taller Abierto", "Centro Tarija Emprende", "BO-T", "enterprise training", (2021, 2023), "", ""),
    (
        "Café de Retorno",
        "Cooperativa Montaña Verde",
        "CO-HUI CO-CAU",
        "agriculture remittances",
        (2021, 2025),
        "640000 EUR",
        "Families pool what is sent home into a drying plant they own together.",
    ),
    (
        "Barrio Digno Cali",
        "Fundación Casa Común",
        "CO-VAC",
        "housing rights",
        (2019, 2024),
        "5200000000 COP",
        "Titles and repairs for four hundred homes.",
    ),
    (
        "Voces del Pacífico",
        "Colectivo Marea",
        "CO-NAR CO-CHO",
        "culture youth",
        (2024, None),
        "",
        "Music schools and a travelling festival.",
    ),
    (
        "Ahorro Migrante Antioquia",
        "Caja Solidaria del Norte",
        "CO-ANT",
        "savings remittances",
        (2022, 2025),
        "180000 EUR",
        "Savings accounts that relatives in Italy can pay into without a fee.",
    ),
    (
        "Turismo Comunitario Manabí",
        "Asociación Costa Viva",
        "EC-M",
        "tourism enterprise",
        (2023, 2026),
        "420000 USD",
        "Eleven families host visitors; the money stays in the village.",
    ),
    (
        "Salud de Ida y Vuelta",
        "Médicos del Austro",
        "EC-A EC-L",
        "health skilled-migration",
        (2020, None),
        "",
        "Doctors who work abroad teach at provincial hospitals for a month each year.",
    ),
    (
        "Cacao Justo Los Ríos",
        "Cooperativa Río Grande",
        "EC-R EC-G",
        "agriculture environment",
        (2021, 2024),
        "760000 EUR",
        "",
    ),
    (
        "Escuelas Hermanas",
        "Comune di Rivalta Nuova",
        "EC-P PE-LIM",
        "education",
        (2018, 2023),
        "95000 EUR",
        "Thirty classes on both sides write to each other and share a science garden.",
    ),
    (
        "Tejiendo Cusco",
        "Taller Textil Waca",
        "PE-CUS PE-PUN",
        "women enterprise culture",
        (2019, 2025),
        "540000 USD",
        "Weavers sell under one name, with a shop in Arequipa and one on line.",
    ),
    (
        "Remesas que Construyen",
        "Fondo Puente Andino",
        "PE-LIM PE-JUN",
        "remittances housing savings",
        (2022, None),
        "1500000 PEN",
        "Money sent home is matched one to one when it goes into a house or a workshop.",
    ),
    (
        "Observatorio de Movilidad Andina",
        "Universidad del Sur",
        "BO CO EC PE",
        "rights skilled-migration",
        (2017, None),
        "",
        "A yearly report on who leaves, who returns and what the law says.",
    ),
    (
        "Alerta Temprana Piura",
        "Cruz de la Costa",
        "PE-PIU",
        "emergencies",
        (2023, 2025),
        "230000 EUR",
        "Flood warnings by radio and telephone in forty villages.",
    ),
]


def add_initiatives(demo: Any) -> list[Initiative]:
    """Sixteen efforts that others run; one names a partner actor of the registry."""
    parts = {code: (key, country) for key, code, country in Subdivision.objects.values_list("pk", "code", "country_id")}
    themes = dict(Theme.objects.values_list("code", "pk"))
    added = []
    for number, (title, run_by, places, about, (starts, ends), money, text) in enumerate(INITIATIVES):
        amount, _space, currency = money.partition(" ")
        record = Initiative(
            title=title,
            run_by=run_by,
            description=text,
            starts_in=starts,
            ends_in=ends,
            budget=Decimal(amount) if amount else None,
            currency=currency,
            source=("a mapping study", "the office in Lima", "told at a meeting")[number % 3],
            source_url=f"https://effort{number}.example.org" if number % 2 else "",
            organisation=demo.partners[number] if number == 0 else None,
        )
        chosen = [parts[place] for place in places.split() if place in parts]
        many: dict[str, list[Any]] = {
            "countries": sorted({*(country for _key, country in chosen), *(set(places.split()) - parts.keys())}),
            "subdivisions": [key for key, _country in chosen],
            "themes": [themes[code] for code in about.split()],
        }
        added.append(create(record, by=demo.officer(), many=many))
    return added
