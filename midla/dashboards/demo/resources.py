"""The needs and offers of the demo: of each theme some that fit each other, and some that nobody answers yet."""

import datetime
from typing import Any, NamedTuple

from associations.models import Theme
from contacts.models import Meeting
from midla.partnerships.actions.match import set_aside
from midla.partnerships.actions.resource import close
from midla.partnerships.computing import match_all
from midla.partnerships.models import Resource, ResourceState, Side
from midla.records.actions import create
from midla.territories.models import Subdivision


class Wanted(NamedTuple):
    """Number of the holder, countries, kind, theme, what, EUR, the subdivision it names, days until it ends."""

    holder: int
    codes: str
    kind: str
    theme: str
    what: str
    amount: int | None = None
    subdivision: str = ""
    days: int | None = None


# Holders are associations in the order of names.py.
NEEDS = [
    Wanted(25, "EC", "money", "social-enterprise", "25.000 € per un centro di raccolta del cacao", 25_000, "EC-M", 210),
    Wanted(1, "EC", "premises", "culture", "Una sala la domenica pomeriggio per le prove di danza", None, "", 60),
    Wanted(2, "BO", "training", "women", "Corso di contabilità per le socie"),
    Wanted(3, "CO", "money", "education", "Borse di studio per dieci ragazzi di Buenaventura", 8_000, "CO-VAC", 150),
    Wanted(0, "PE", "expertise", "tourism", "Chi sappia disegnare un itinerario di turismo comunitario"),
    Wanted(12, "CO EC", "market", "enterprise", "Botteghe che vendano artigianato delle socie"),
    Wanted(16, "BO", "equipment", "enterprise", "Un forno usato per il laboratorio di pane", 6_000),
    Wanted(51, "PE BO EC", "volunteers", "health", "Medici per due giornate di visite gratuite", None, "", 45),
    Wanted(51, "PE", "equipment", "health", "Un ecografo per il posto di salute di Puno", 15_000, "PE-PUN"),
    Wanted(9, "PE EC", "expertise", "skilled-migration", "Chi segua il riconoscimento dei titoli di studio"),
    Wanted(14, "PE BO", "premises", "youth", "Uno spazio per il doposcuola"),
    Wanted(18, "EC", "money", "emergencies", "Tende e acqua dopo l'alluvione a Manabí", 12_000, "EC-M", 30),
    Wanted(20, "BO", "market", "enterprise", "Un negozio che esponga i tessuti", None, "", 90),
    Wanted(24, "PE EC", "training", "agriculture", "Corso di orticoltura per famiglie"),
    Wanted(28, "PE BO", "visibility", "remittances", "Una radio che spieghi quanto costa mandare denaro"),
    Wanted(33, "CO", "training", "women", "Formazione sui diritti delle lavoratrici domestiche"),
    Wanted(35, "PE EC", "money", "social-enterprise", "Un piccolo prestito per le botteghe artigiane", 10_000),
    Wanted(37, "PE", "money", "enterprise", "Credito per aprire il secondo ristorante", 30_000),
    Wanted(41, "CO PE EC", "expertise", "rights", "Un avvocato una volta al mese"),
    Wanted(44, "PE EC BO CO", "money", "environment", "Rimboschimento in Amazzonia con le scuole", 18_000, "", 200),
    Wanted(46, "PE", "volunteers", "education", "Chi insegni italiano due sere a settimana"),
    Wanted(23, "EC", "expertise", "savings", "Chi spieghi come investire insieme a Cuenca", None, "EC-A"),
]
# Holders are partner actors in the order of names.py.
OFFERS = [
    Wanted(0, "EC PE", "money", "social-enterprise", "Bando Radici: fino a 40.000 € a progetto", 40_000, "", 120),
    Wanted(24, "EC PE BO CO", "premises", "culture", "Sala da 80 posti, sabato e domenica"),
    Wanted(39, "BO PE", "training", "women", "Corsi di contabilità di base, 30 ore"),
    Wanted(22, "CO EC", "money", "education", "Borse di studio per scuole superiori", 12_000, "", 100),
    Wanted(3, "PE EC", "expertise", "tourism", "Due esperti di turismo comunitario, 20 giorni"),
    Wanted(27, "CO EC PE BO", "market", "enterprise", "Scaffali nelle botteghe solidali"),
    Wanted(23, "BO PE", "equipment", "enterprise", "Forni e celle usati, revisionati", 5_000),
    Wanted(21, "PE BO EC", "volunteers", "health", "Otto medici per giornate di visite"),
    Wanted(29, "PE", "equipment", "health", "Ecografo dismesso, funzionante", 20_000, "PE-PUN", 75),
    Wanted(28, "PE EC CO", "expertise", "skilled-migration", "Sportello sui titoli di studio esteri"),
    Wanted(6, "EC PE", "premises", "youth", "Due aule il pomeriggio"),
    Wanted(12, "EC", "money", "savings", "Conti collettivi e piccoli prestiti a Cuenca", 50_000, "EC-A"),
    Wanted(32, "EC PE CO", "expertise", "enterprise", "Accompagnamento di sei mesi per nuove imprese"),
    Wanted(20, "PE EC BO", "training", "agriculture", "Orti urbani e corsi per famiglie"),
    Wanted(25, "PE BO EC CO", "volunteers", "education", "Insegnanti di italiano volontari"),
    Wanted(7, "CO PE", "training", "women", "Formazione sui contratti del lavoro domestico"),
    Wanted(4, "PE", "money", "enterprise", "Microcredito fino a 25.000 €", 25_000),
    Wanted(30, "BO PE CO EC", "money", "environment", "Sostegno a progetti di acqua e boschi", 20_000, "", 170),
    Wanted(18, "EC", "money", "social-enterprise", "Cofinanziamento a Manabí", 15_000, "EC-M"),
    Wanted(31, "CO PE EC BO", "expertise", "rights", "Consulenza legale una volta al mese"),
]
FOUND_NO_MATCH = "il bando non copre le spese correnti"


def add_resources(demo: Any) -> None:
    """All of them, some heard at a meeting; two are met, one match is set aside, and the best fits are worked out."""
    needs = [add(demo, Side.NEED, one, demo.associations[one.holder]) for one in NEEDS]
    offers = [add(demo, Side.OFFER, one, demo.partners[one.holder]) for one in OFFERS]
    for need in (needs[10], needs[20]):
        close(resource=need, state=ResourceState.MET, by=demo.users["officer"])
    set_aside(need=needs[11], offer=offers[0], reason=FOUND_NO_MATCH, by=demo.users["manager"])
    match_all()


def add(demo: Any, side: Side, one: Wanted, holder: Any) -> Resource:
    """One of them, looked after by whoever looks after its holder."""
    record = Resource(
        side=side,
        organisation=holder,
        kind=one.kind,
        theme=Theme.objects.get(code=one.theme),
        what=one.what,
        amount=one.amount,
        ends_on=demo.today + datetime.timedelta(days=one.days) if one.days else None,
        owner=holder.owner or demo.users["officer"],
        meeting=Meeting.objects.held().filter(organisations=holder.pk).first() if side == Side.NEED else None,
    )
    named = Subdivision.objects.filter(code=one.subdivision) if one.subdivision else []
    return create(record, by=demo.officer(), many={"countries": one.codes.split(), "subdivisions": named})
