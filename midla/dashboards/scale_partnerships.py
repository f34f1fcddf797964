"""Partnerships of a registry of a size no office has yet: 5,000 in all stages, with their moves, money and reviews."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from associations.models import Theme
from midla.partnerships.activity import AT_ONCE, refresh
from midla.partnerships.models import (
    FORWARD,
    FundingForm,
    FundingLine,
    FundingOrigin,
    Participant,
    Partnership,
    PartRole,
    Review,
    Stage,
    StageChange,
)
from midla.records.models import Change, Verb

PARTNERSHIPS, BATCH = 5_000, 2_000
LONGEST_AGO, SECONDS_A_DAY = 1_500, 24 * 60 * 60
TITLES = (
    "Cacao da portare in città",
    "Escuela de oficios para jóvenes",
    "Ambulatorio di quartiere",
    "Remesas para el acueducto",
    "Cooperativa de artesanas",
    "Borse di studio",
)


def add_partnerships(seeder: Any) -> None:
    """Partnerships of an association and a partner actor, one in three with a third participant."""
    count = round(PARTNERSHIPS * seeder.organisations / 20_000)
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        some = Partnership.objects.bulk_create([partnership(seeder, number) for number in numbers])
        Change.objects.bulk_create(map(recorded, some))
        fill(seeder, some)
    taking_part = sorted(set(Participant.objects.values_list("organisation_id", flat=True)))
    for start in range(0, len(taking_part), AT_ONCE):
        refresh(taking_part[start : start + AT_ONCE])


def fill(seeder: Any, some: list[Partnership]) -> None:
    """What hangs on partnerships that were just stored."""
    chance, keys = seeder.chance, [one.pk for one in some]
    themes = list(Theme.objects.values_list("pk", flat=True))
    seeder.link(Partnership.countries, "partnership_id", seeder.with_countries(keys))
    seeder.link(Partnership.themes, "partnership_id", ((key, chance.choice(themes)) for key in keys if themes))
    Participant.objects.bulk_create(part for one in some for part in participants(seeder, one))
    StageChange.objects.bulk_create(change for one in some for change in moves(one))
    FundingLine.objects.bulk_create(line(seeder, one, number) for number, one in enumerate(some) if number % 2)
    Review.objects.bulk_create(
        Review(partnership=one, months=6, still_active=chance.random() < 0.7, **seeder.authors())
        for one in some
        if one.stage == Stage.COMPLETED
    )


def partnership(seeder: Any, number: int) -> Partnership:
    chance = seeder.chance
    days = chance.randrange(1, LONGEST_AGO // 4)
    authors = seeder.authors()
    record = Partnership(
        title=f"{chance.choice(TITLES)} {number}",
        stage=chance.choice(Stage.values),
        stage_since=seeder.now - datetime.timedelta(days=days),
        owner_id=authors["created_by_id"],
        next_step="" if number % 5 == 0 else "Prossimo incontro",
        next_step_on=None if number % 5 == 0 else seeder.today + datetime.timedelta(days=chance.randrange(-20, 90)),
        **authors,
    )
    record.refresh_search_key()
    return record


def participants(seeder: Any, one: Partnership) -> Iterator[Participant]:
    """Two organisations or three, each once."""
    roles = (PartRole.LEAD, PartRole.TECHNICAL, PartRole.FUNDER)
    chosen = seeder.chance.sample(seeder.organisation_ids, 3 if one.pk % 3 == 0 else 2)
    for role, organisation in zip(roles, chosen, strict=False):
        yield Participant(partnership=one, organisation_id=organisation, role=role, **seeder.authors())


def moves(one: Partnership) -> Iterator[StageChange]:
    """The way to the stage it is in, each stage as long as the last."""
    way = [*FORWARD[:3], Stage.LAPSED] if one.stage == Stage.LAPSED else list(FORWARD)
    way = way[: way.index(Stage(one.stage)) + 1]
    for place, stage in enumerate(way):
        days = 40 * (len(way) - 1 - place)
        yield StageChange(
            partnership=one,
            from_stage=way[place - 1] if place else "",
            to_stage=stage,
            at=one.stage_since - datetime.timedelta(days=days),
            seconds_before=(20 + one.pk % 40) * SECONDS_A_DAY if place else None,
            by_id=one.created_by_id,
        )


def line(seeder: Any, one: Partnership, number: int) -> FundingLine:
    chance = seeder.chance
    record = FundingLine(
        partnership=one,
        source="Una fondazione",
        origin=chance.choice(FundingOrigin.values),
        form=chance.choice(FundingForm.values),
        said_on=seeder.today - datetime.timedelta(days=chance.randrange(LONGEST_AGO)),
        pledged=Decimal(chance.randrange(1, 50) * 1_000),
        **seeder.authors(),
    )
    record.committed = record.pledged if number % 3 else Decimal(0)
    record.refresh_search_key()
    return record


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
