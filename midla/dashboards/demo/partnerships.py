"""The partnerships of the demo: over all stages, with two years of moves, agreements, money, milestones and results."""

import datetime
import random
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile

from associations.models import Theme
from contacts.models import Meeting
from midla.dashboards.demo import names
from midla.partnerships.actions.partnership import link_meeting, move, open_partnership
from midla.partnerships.models import (
    FORWARD,
    NEEDS_AGREEMENT,
    Agreement,
    FundingLine,
    FundingOrigin,
    Milestone,
    Participant,
    Partnership,
    PartRole,
    Result,
    Review,
    Stage,
)
from midla.records.actions import create, edit
from midla.records.attachments import attach
from midla.records.models import Change


class Told(NamedTuple):
    """One partnership: title, place of its association in names.ASSOCIATIONS, theme, and how many days ago it came to
    each stage of the way; `lapsed` days ago it was given up."""

    title: str
    association: int
    theme: str
    days: tuple[int, ...]
    lapsed: int | None = None


PARTNERSHIPS = (
    Told("Panificio di comunità a Cochabamba", 16, "social-enterprise", (41,)),
    Told("Guide del Lago Agrio", 41, "tourism", (8,)),
    Told("Caffè di Nariño in mensa", 56, "enterprise", (3,)),
    Told("Biblioteca in quechua", 28, "culture", (95,)),
    Told("Sportello affitti per famiglie", 37, "housing", (17,)),
    Told("Medici per Ayacucho, a distanza", 39, "health", (60, 12)),
    Told("Corso di radio per giovani", 13, "youth", (130, 88)),
    Told("Orti urbani a Savona", 18, "environment", (50, 20)),
    Told("Squadra mista di calcio", 32, "youth", (30, 5)),
    Told("Cacao di Manabí, filiera corta", 25, "agriculture", (210, 160, 84)),
    Told("Borse di studio per Potosí", 42, "education", (150, 90, 41)),
    Told("Tessitrici di Ayacucho", 20, "women", (260, 180, 97)),
    Told("Formazione di badanti", 48, "training", (80, 55, 15)),
    Told("Risparmio collettivo a Bergamo", 2, "savings", (120, 100, 30)),
    Told("Sportello rimesse in parrocchia", 46, "remittances", (300, 240, 150, 9)),
    Told("Acqua per Nabón", 23, "environment", (280, 200, 120, 22)),
    Told("Cucina andina nelle scuole", 17, "education", (220, 170, 110, 45)),
    Told("Rete di imprese peruviane", 58, "enterprise", (250, 190, 130, 60)),
    Told("Doposcuola andino", 1, "education", (500, 450, 380, 300, 265)),
    Told("Microcredito Cauca", 3, "savings", (520, 470, 400, 320, 310)),
    Told("Ambulatorio della domenica", 52, "health", (430, 400, 330, 280, 240)),
    Told("Laboratorio di maglieria", 12, "social-enterprise", (400, 360, 300, 200, 180)),
    Told("Ritorno di ingegneri a Loja", 9, "skilled-migration", (350, 310, 250, 160, 120)),
    Told("Festival latino di Parma", 41, "culture", (700, 660, 600, 560, 520, 390)),
    Told("Casa delle donne di Roma", 34, "women", (690, 650, 590, 540, 500, 230)),
    Told("Vivaio di quinoa", 24, "agriculture", (640, 600, 540, 500, 450, 60)),
    Told("Cooperativa di trasporti", 19, "enterprise", (480, 420), 330),
    Told("Ostello per studenti", 53, "housing", (560, 500, 430), 300),
)
NEXT_STEPS = ("telefonata", "bozza di convenzione", "visita alla sede", "delibera del consiglio", "verifica dei conti")
LAPSES = ("Il partner ha cambiato direzione.", "Non si è trovata la sede.")
MILESTONES = ("Accordo firmato", "Primo gruppo formato", "Sede aperta", "Primo bilancio")
RESULTS = (("Persone formate", "persone"), ("Famiglie servite", "famiglie"), ("Posti di lavoro creati", "posti"))
RATES = {"PE": ("PEN", Decimal("4.05")), "BO": ("BOB", Decimal("7.60")), "CO": ("COP", Decimal(4500))}
NINE = datetime.time(9, 30, tzinfo=datetime.UTC)


def add_partnerships(demo: Any) -> None:
    """Open and move all of them; what happened when is noted for the history."""
    chance = random.Random(28)
    themes = {theme.code: theme for theme in Theme.objects.all()}
    owners = [*demo.officers, demo.users["administrator"]]
    for number, told in enumerate(PARTNERSHIPS):
        owner = owners[number % len(owners)]
        partner = demo.partners[number % len(demo.partners)]
        partnership = opened(demo, told, partner, owner, themes[told.theme])
        moved(demo, partnership, told, owner)
        add_parts(demo, chance, partnership, told, owner, partner)


def day_ago(demo: Any, days: int) -> datetime.datetime:
    """The morning of a day so many days ago."""
    return datetime.datetime.combine(demo.today - datetime.timedelta(days=days), NINE)


def opened(demo: Any, told: Told, partner: Any, owner: Any, theme: Theme) -> Partnership:
    """The partnership at its first stage, with an association and a partner actor."""
    association = demo.associations[told.association]
    parts = [Participant(organisation=association, role=PartRole.LEAD)]
    if len(told.days) > 1:
        role = PartRole.FUNDER if partner.type in ("foundation", "bank") else PartRole.TECHNICAL
        parts.append(Participant(organisation=partner, role=role))
    many: dict[str, Any] = {"countries": names.ASSOCIATIONS[told.association][1].split(), "themes": [theme]}
    partnership = Partnership(title=told.title, owner=owner)
    open_partnership(partnership=partnership, participants=parts, many=many, by=owner)
    if meeting := Meeting.objects.held().filter(organisations=association).order_by("pk").first():
        link_meeting(partnership=partnership, meeting=meeting, by=owner)
    return partnership


def moved(demo: Any, partnership: Partnership, told: Told, owner: Any) -> None:
    """Move it along its way, with the agreement that takes; then date the moves."""
    for stage in FORWARD[1 : len(told.days)]:
        if stage == Stage.AGREED:
            signed_on = demo.today - datetime.timedelta(days=told.days[3])
            sign(demo, partnership, signed_on, owner)
        move(partnership=partnership, to=stage, by=owner)
    if told.lapsed is not None:
        reason = LAPSES[partnership.pk % len(LAPSES)]
        move(partnership=partnership, to=Stage.LAPSED, by=owner, reason=reason)
    moments = [day_ago(demo, days) for days in (*told.days, *([told.lapsed] if told.lapsed else []))]
    date_moves(demo, partnership, moments)


def sign(demo: Any, partnership: Partnership, signed_on: datetime.date, owner: Any) -> None:
    """Its agreement; of every third the signed copy is still missing."""
    ends_on = signed_on + datetime.timedelta(days=365 + 30 * (partnership.pk % 12))
    agreement = Agreement(
        partnership=partnership, title="Convenzione", signed_on=signed_on, ends_on=ends_on, language="it"
    )
    create(agreement, by=owner)
    if partnership.pk % 3:
        copy = SimpleUploadedFile("convenzione.txt", b"Copia di prova, senza valore.")
        attach(agreement, copy, by=owner)


def date_moves(demo: Any, partnership: Partnership, moments: list[datetime.datetime]) -> None:
    """Give the moves, the stage and the history the moments at which they happened."""
    moves = list(partnership.stage_changes.order_by("id"))
    for change, at in zip(moves, moments, strict=True):
        change.at = at
    for before, after in pairwise(moves):
        after.seconds_before = int((after.at - before.at).total_seconds())
    type(moves[0]).objects.bulk_update(moves, ["at", "seconds_before"])
    Partnership.objects.filter(pk=partnership.pk).update(stage_since=moments[-1])
    changes = Change.objects.of(partnership).order_by("pk")
    demo.dated |= {change.pk: moments[0] for change in changes}
    of_stages = [change for change in changes if "stage" in change.after]
    demo.dated |= {change.pk: at for change, at in zip(of_stages, moments, strict=True)}


def add_parts(demo: Any, chance: random.Random, partnership: Partnership, told: Told, owner: Any, partner: Any) -> None:
    """What comes next, money, milestones, results and reviews, as far as it has come."""
    held = Partnership.objects.get(pk=partnership.pk)
    far = len(told.days)
    if held.is_live and partnership.pk % 5:
        by_when = demo.today + datetime.timedelta(days=chance.choice((-6, 3, 12, 25, 40)))
        edit(held, by=owner, values={"next_step": chance.choice(NEXT_STEPS), "next_step_on": by_when})
    if far >= 3:
        add_money(demo, chance, held, told, owner, partner)
    if held.stage in NEEDS_AGREEMENT:
        for number, what in enumerate(MILESTONES):
            due_on = demo.today + datetime.timedelta(days=60 * number - 30 * far)
            reached_on = due_on if due_on < demo.today else None
            create(Milestone(partnership=held, what=what, due_on=due_on, reached_on=reached_on), by=owner)
    if far >= 5:
        what, unit = chance.choice(RESULTS)
        day, many = demo.today - datetime.timedelta(days=told.days[-1] // 2), chance.randrange(8, 60)
        create(Result(partnership=held, what=what, quantity=many, unit=unit, reached_on=day), by=owner)
    if far == len(FORWARD) and told.days[-1] > 200:
        day = demo.today - datetime.timedelta(days=told.days[-1] - 185)
        create(Review(partnership=held, months=6, reviewed_on=day, still_active=True), by=owner)


def add_money(demo: Any, chance: random.Random, partnership: Partnership, told: Told, owner: Any, partner: Any) -> None:
    """What the association, the partner actor and the programme give; committed once it is agreed."""
    is_agreed, is_over = partnership.stage in NEEDS_AGREEMENT, partnership.stage == Stage.COMPLETED
    association = demo.associations[told.association]
    code = names.ASSOCIATIONS[told.association][1].split()[0]
    sources: tuple[dict[str, Any], ...] = (
        {"organisation": association, "origin": FundingOrigin.DIASPORA, "pledged": 1000 * chance.randrange(1, 6)},
        {"organisation": partner, "origin": FundingOrigin.PARTNER, "pledged": 1000 * chance.randrange(5, 30)},
        {"source": "MIDLA", "origin": FundingOrigin.DONOR, "pledged": 1000 * chance.randrange(3, 15)},
    )
    for source in sources:
        pledged = Decimal(source.pop("pledged"))
        currency, rate = ("EUR", Decimal(1))
        if source["origin"] == FundingOrigin.DIASPORA and code in RATES:
            currency, rate = RATES[code]
        amount = pledged * rate
        line = FundingLine(
            partnership=partnership,
            currency=currency,
            rate=rate,
            said_on=demo.today - datetime.timedelta(days=told.days[2]),
            pledged=amount,
            committed=amount if is_agreed else 0,
            disbursed=amount if is_over else (amount / 2).quantize(Decimal(1)) if len(told.days) >= 5 else 0,
            form="in_kind" if source["origin"] == FundingOrigin.PARTNER and chance.random() < 0.3 else "cash",
            **source,
        )
        create(line, by=owner)
