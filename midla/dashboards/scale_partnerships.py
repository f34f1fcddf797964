"""Partnerships of a registry of a size no office has yet: 5,000, of which 2,000 are worked on."""

import datetime
import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from associations.models import Theme
from midla.partnerships.activity import AT_ONCE, refresh
from midla.partnerships.models import (
    FORWARD,
    LIVE,
    NEEDS_AGREEMENT,
    Agreement,
    FundingLine,
    FundingOrigin,
    Participant,
    Partnership,
    PartRole,
    Stage,
    StageChange,
)
from midla.records.models import Change, Verb

PARTNERSHIPS, BATCH = 5_000, 2_000
SHARE_OF_LIVE = 0.4
DAYS = 1_500
TITLES = ("Panadería comunitaria", "Filiera del cacao", "Borse di studio", "Orti urbani", "Microcrédito", "Doposcuola")


def add_partnerships(seeder: Any) -> None:
    """Partnerships with two participants, their moves, agreements, money, countries and themes."""
    count = round(PARTNERSHIPS * seeder.organisations / 20_000)
    themes = list(Theme.objects.values_list("pk", flat=True))
    taking_part: list[int] = []
    for start in range(0, count, BATCH):
        some = [partnership(seeder, number) for number in range(start, min(start + BATCH, count))]
        Partnership.objects.bulk_create(some)
        Change.objects.bulk_create(map(recorded, some))
        pairs = [(one, seeder.chance.sample(seeder.organisation_ids, 2)) for one in some]
        taking_part += [key for _one, both in pairs for key in both]
        Participant.objects.bulk_create(part for one, both in pairs for part in parts(seeder, one, both))
        StageChange.objects.bulk_create(itertools.chain.from_iterable(moves(seeder, one) for one in some))
        agreed = [one for one in some if one.stage in NEEDS_AGREEMENT]
        Agreement.objects.bulk_create(agreement(seeder, one) for one in agreed)
        FundingLine.objects.bulk_create(line for one, both in pairs for line in lines(seeder, one, both))
        keys = [one.pk for one in some]
        seeder.link(Partnership.countries, "partnership_id", seeder.with_countries(keys))
        seeder.link(Partnership.themes, "partnership_id", ((pk, seeder.chance.choice(themes)) for pk in keys))
    for start in range(0, len(taking_part), AT_ONCE):
        refresh(taking_part[start : start + AT_ONCE])


def partnership(seeder: Any, number: int) -> Partnership:
    """One of them, at a stage drawn by chance; one in ten that is worked on is adrift."""
    chance = seeder.chance
    is_live = chance.random() < SHARE_OF_LIVE
    stage = chance.choice(LIVE) if is_live else chance.choice((Stage.COMPLETED, Stage.LAPSED))
    authors = seeder.authors()
    record = Partnership(
        title=f"{chance.choice(TITLES)} {number}",
        stage=stage,
        stage_since=seeder.now - datetime.timedelta(days=chance.randrange(200 if is_live else DAYS)),
        owner_id=authors["created_by_id"],
        next_step="" if chance.random() < 0.1 else "llamar",
        **authors,
    )
    if record.next_step and chance.random() < 0.7:
        record.next_step_on = seeder.today + datetime.timedelta(days=chance.randrange(-20, 60))
    record.refresh_search_key()
    return record


def parts(seeder: Any, partnership: Partnership, organisations: list[int]) -> Iterator[Participant]:
    """The part of each of these organisations."""
    for role, key in zip((PartRole.LEAD, PartRole.TECHNICAL), organisations, strict=True):
        yield Participant(partnership=partnership, organisation_id=key, role=role, **seeder.authors())


def moves(seeder: Any, partnership: Partnership) -> Iterator[StageChange]:
    """How it came to its stage, thirty days apart."""
    way = list(FORWARD[: FORWARD.index(Stage(partnership.stage)) + 1]) if partnership.stage in FORWARD else [Stage.IDEA]
    way += [Stage.LAPSED] if partnership.stage == Stage.LAPSED else []
    month = datetime.timedelta(days=30)
    for place, stage in enumerate(way):
        yield StageChange(
            partnership=partnership,
            from_stage=way[place - 1] if place else "",
            to_stage=stage,
            at=partnership.stage_since - month * (len(way) - 1 - place),
            seconds_before=int(month.total_seconds()) if place else None,
            by_id=partnership.created_by_id,
        )


def agreement(seeder: Any, partnership: Partnership) -> Agreement:
    """What was signed when it was agreed."""
    signed_on = partnership.stage_since.date()
    return Agreement(partnership=partnership, title="Convenio", signed_on=signed_on, **seeder.authors())


def lines(seeder: Any, partnership: Partnership, organisations: list[int]) -> Iterator[FundingLine]:
    """What the two give, once there is something to negotiate about."""
    if partnership.stage in (Stage.IDEA, Stage.INTRODUCED, Stage.LAPSED):
        return
    for origin, key in zip((FundingOrigin.DIASPORA, FundingOrigin.PARTNER), organisations, strict=True):
        pledged = Decimal(1000 * seeder.chance.randrange(1, 40))
        line = FundingLine(
            partnership=partnership,
            organisation_id=key,
            origin=origin,
            said_on=partnership.stage_since.date(),
            pledged=pledged,
            committed=pledged if partnership.stage in NEEDS_AGREEMENT else 0,
            disbursed=pledged if partnership.stage == Stage.COMPLETED else 0,
            **seeder.authors(),
        )
        line.refresh_search_key()
        yield line


def recorded(record: Partnership) -> Change:
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
