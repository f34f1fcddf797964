"""A registry of a size no office has yet, to measure the program against; names are drawn by chance, always alike."""

import datetime
import itertools
import random
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone

from associations.models import AssociationForm, Face, Organisation, OrganisationActivity, PartnerType
from contacts.models import (
    Affiliation,
    AffiliationRole,
    FollowUp,
    Meeting,
    MeetingKind,
    MeetingState,
    Participation,
    Person,
)
from midla.accounts.models import User
from midla.dashboards.scale_partnerships import add_partnerships
from midla.dashboards.scale_population import add_origins, add_population
from midla.dashboards.scale_resources import add_open_until, add_resources
from midla.records.models import Change, Verb
from midla.records.search import search_key
from midla.territories.models import PROGRAMME_COUNTRIES, Country, Province, Subdivision

ORGANISATIONS, PEOPLE, MEETINGS = 20_000, 100_000, 200_000
# Organisation number 0 has so many meetings, whatever the size.
MEETINGS_OF_FIRST = 50
BATCH = 2_000
SHARE_OF_ASSOCIATIONS = 0.8
YEARS, MONTHS_PLANNED = 5, 3
ONE_PLANNED_IN = 50

GIVEN = (
    "María José Luis Ana Carlos Rosa Juan Carmen Jorge Elena Miguel Sofía Pedro Lucía Diego Valeria Andrés Daniela "
    "Fernando Gabriela Ramón Teresa Óscar Inés Hugo Beatriz Iván Noemí Álvaro Yolanda"
).split()
FAMILY = (
    "Quispe Mamani Flores Núñez Rodríguez Huamán Peña Sáenz Guamán Chuquimarca Cedeño Zambrano Morales Vargas Rojas "
    "Muñoz Ibáñez Condori Choque Apaza Restrepo Ospina Londoño Gutiérrez Castaño Espinoza Ñahui Íñiguez Alarcón Tupac "
    "Salazar Paredes Cárdenas Villacís Ayala Ortega Benavides Chávez Solórzano Macías"
).split()
WORDS = (
    "cultura mujeres jóvenes solidaridad danza deporte progreso unión hermandad raíces futuro semillas caminos puentes "
    "encuentro familia trabajo cooperación memoria andina esperanza horizonte tierra artesanos música comunidad"
).split()
SENTENCES = (
    "Se habló de la próxima fiesta y de quién presta la sala.",
    "Chiedono aiuto per aprire un conto dell'associazione.",
    "Quieren enviar dinero juntos para la escuela de su pueblo.",
    "Propongono un corso di formazione per le socie.",
    "Falta el estatuto firmado; lo mandan la próxima semana.",
    "La cooperativa compra il cacao se arriva entro aprile.",
)


class Met(NamedTuple):
    """What later steps need of a meeting."""

    pk: int
    day: datetime.date
    kind: int
    by: int
    state: str


class Seeder:
    """Fills an empty database in order: users, organisations, people, roles, meetings, follow-ups, activity, needs."""

    def __init__(self, share: float = 1.0, today: datetime.date | None = None) -> None:
        self.chance, self.share = random.Random(2026), share
        self.organisations, self.people, self.meetings = (
            round(size * share) for size in (ORGANISATIONS, PEOPLE, MEETINGS)
        )
        self.now = timezone.now()
        self.today = today or timezone.localdate()
        self.provinces = list(Province.objects.filter(valid_to=None).values_list("pk", flat=True))
        self.subdivisions = list(
            Subdivision.objects.filter(country__in_programme=True).order_by("code").values_list("pk", flat=True)
        )
        self.users: list[User] = []

    def fill(self) -> Iterator[str]:
        """Fill everything; yields the name of each step when it is done."""
        steps = (
            self.add_users,
            self.add_organisations,
            self.add_people,
            self.add_roles,
            self.add_meetings,
            self.add_follow_ups,
            self.add_activity,
        )
        for step in steps:
            step()
            yield step.__name__.removeprefix("add_")
        for add in (add_resources, add_open_until, add_partnerships, add_origins, add_population):
            add(self)
            yield add.__name__.removeprefix("add_")

    def add_users(self) -> None:
        """Thirty officers, the last limited to Ecuador."""
        names = [f"Scale officer {number}" for number in range(30)]
        users = [
            User(email=f"scale{place}@midla.example", name=name, role="officer") for place, name in enumerate(names)
        ]
        for user in users:
            user.set_unusable_password()
        self.users = User.objects.bulk_create(users)
        self.users[-1].countries.set(Country.objects.filter(code="EC"))

    def add_organisations(self) -> None:
        """Associations and partner actors, with communities and the history of their recording."""
        made = stored(Organisation, map(self.organisation, range(self.organisations)), history=True)
        self.organisation_ids, self.association_ids = [], []
        for record in made:
            self.organisation_ids.append(record.pk)
            if record.face == Face.ASSOCIATION:
                self.association_ids.append(record.pk)
        self.link(Organisation.communities, "organisation_id", self.with_countries(self.association_ids))

    def organisation(self, number: int) -> Organisation:
        is_association = number == 0 or self.chance.random() < SHARE_OF_ASSOCIATIONS
        record = Organisation(
            face=Face.ASSOCIATION if is_association else Face.PARTNER,
            form=self.chance.choice(AssociationForm.values) if is_association else "",
            type="" if is_association else self.chance.choice(PartnerType.values),
            name=f"{self.chance.choice(FAMILY)} {' '.join(self.chance.sample(WORDS, 2))} {number}",
            province_id=self.chance.choice(self.provinces),
            members=self.chance.randrange(5, 400) if is_association else None,
            **self.authors(),
        )
        record.owner_id = record.created_by_id
        record.refresh_search_key()
        return record

    def add_people(self) -> None:
        """People with one citizenship, some with two."""
        made = stored(Person, map(self.person, range(self.people)), history=True)
        self.person_ids = [record.pk for record in made]
        self.link(Person.citizenships, "person_id", self.with_countries(self.person_ids))

    def person(self, number: int) -> Person:
        record = Person(
            given_names=self.chance.choice(GIVEN),
            family_names=f"{self.chance.choice(FAMILY)} {self.chance.choice(FAMILY)}",
            province_id=self.chance.choice(self.provinces),
            origin_subdivision_id=self.chance.choice(self.subdivisions),
            email=f"person{number}@example.org",
            phone=f"+39347{number:07d}",
            **self.authors(),
        )
        record.refresh_search_key()
        return record

    def add_roles(self) -> None:
        """One role for each person."""
        role = AffiliationRole.objects.get(code="member")
        store(Affiliation, (self.affiliation(role, pk) for pk in self.person_ids))

    def affiliation(self, role: AffiliationRole, person: int) -> Affiliation:
        return Affiliation(
            person_id=person,
            organisation_id=self.chance.choice(self.organisation_ids),
            role=role,
            started_on=self.today - datetime.timedelta(days=self.chance.randrange(3000)),
            **self.authors(),
        )

    def add_meetings(self) -> None:
        """Meetings over five years with one or two organisations, one person and one officer each; few are planned."""
        kinds = list(MeetingKind.objects.values_list("pk", flat=True))
        made = stored(Meeting, (self.meeting(kinds, place) for place in range(self.meetings)), history=True)
        self.met = [
            Met(record.pk, record.starts_at.date(), record.kind_id, record.created_by_id, record.state)
            for record in made
        ]
        self.pairs = [
            (met.pk, chosen) for place, met in enumerate(self.met) for chosen in self.organisations_met(place)
        ]
        self.link(Meeting.organisations, "meeting_id", self.pairs)
        self.link(Meeting.staff, "meeting_id", ((met.pk, met.by) for met in self.met))
        parts = (Participation(meeting_id=met.pk, person_id=self.chance.choice(self.person_ids)) for met in self.met)
        store(Participation, parts)

    def meeting(self, kinds: list[int], place: int) -> Meeting:
        is_planned = place >= MEETINGS_OF_FIRST and place % ONE_PLANNED_IN == 0
        minutes = self.chance.randrange(MONTHS_PLANNED * 30 if is_planned else YEARS * 365) * 24 * 60
        away = datetime.timedelta(minutes=minutes + self.chance.randrange(24 * 60))
        record = Meeting(
            kind_id=self.chance.choice(kinds),
            state=MeetingState.PLANNED if is_planned else MeetingState.HELD,
            starts_at=self.now + away if is_planned else self.now - away,
            minutes_long=self.chance.choice((30, 60, 90)),
            province_id=self.chance.choice(self.provinces),
            said="" if is_planned else " ".join(self.chance.sample(SENTENCES, 3)),
            **self.authors(),
        )
        record.search_key = key_of_minutes(record.said)
        return record

    def organisations_met(self, place: int) -> list[int]:
        if place < MEETINGS_OF_FIRST:
            return [self.organisation_ids[0]]
        return self.chance.sample(self.organisation_ids[1:], 1 + (place % 4 == 0)) if place % 97 else []

    def add_follow_ups(self) -> None:
        """A follow-up for one meeting in twenty and with one of its organisations, half of them done."""
        first_met = dict(reversed(self.pairs))
        store(FollowUp, (self.follow_up(place, first_met) for place in range(0, self.meetings, 20)))

    def follow_up(self, place: int, first_met: dict[int, int]) -> FollowUp:
        met = self.met[place]
        record = FollowUp(
            what=self.chance.choice(SENTENCES),
            owner=self.chance.choice(self.users),
            meeting_id=met.pk,
            organisation_id=first_met.get(met.pk),
            due_on=met.day + datetime.timedelta(days=14),
            done_at=self.now if place % 40 else None,
            **self.authors(),
        )
        record.refresh_search_key()
        return record

    def add_activity(self) -> None:
        """The dates of engagement, worked out from the meetings just made."""
        counted = dict(MeetingKind.objects.values_list("pk", "counts_as"))
        contacts = {
            met.pk: (met.day, counted[met.kind] == "meeting") for met in self.met if met.state == MeetingState.HELD
        }
        held: dict[int, list[tuple[datetime.date, bool]]] = {}
        for meeting, organisation in self.pairs:
            if meeting in contacts:
                held.setdefault(organisation, []).append(contacts[meeting])
        store(OrganisationActivity, (activity(pk, held.get(pk, [])) for pk in self.organisation_ids))

    def link(self, relation: Any, own: str, pairs: Iterable[tuple[int, Any]]) -> None:
        """Fill the table of a many-to-many relation with keys."""
        through = relation.through
        other = f"{relation.field.m2m_reverse_field_name()}_id"
        store(through, (through(**{own: pk, other: key}) for pk, key in pairs))

    def with_countries(self, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Each key with one programme country, a tenth of them with two."""
        for pk in keys:
            for code in self.chance.sample(PROGRAMME_COUNTRIES, 1 if self.chance.random() < 0.9 else 2):
                yield pk, code

    def authors(self) -> dict[str, Any]:
        author = self.chance.choice(self.users)
        return {"created_by_id": author.pk, "updated_by_id": author.pk}


@cache
def key_of_minutes(said: str) -> str:
    """The search key of minutes; there are few different ones, and folding them is dear."""
    return search_key(said)


def stored(model: type[models.Model], rows: Iterable[Any], *, history: bool = False) -> Iterator[Any]:
    """Store rows in batches, and the history of their recording where asked; yields them with their keys."""
    for batch in batched(rows, BATCH):
        model._default_manager.bulk_create(batch)
        if history:
            Change.objects.bulk_create(map(recorded, batch))
        yield from batch


def store(model: type[models.Model], rows: Iterable[Any]) -> None:
    """Store rows in batches."""
    for _row in stored(model, rows):
        pass


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The rows in lists of so many, the last one shorter."""
    left = iter(rows)
    while batch := list(itertools.islice(left, size)):
        yield batch


def recorded(record: Any) -> Change:
    """The first row of a record's history, with its name only: what it holds does not change what is measured."""
    change = Change(
        by_id=record.created_by_id,
        verb=Verb.CREATED,
        model_label=record.label(),
        record_id=record.pk,
        after={"search_key": record.search_key[:40]},
    )
    change.sign()
    return change


def activity(pk: int, held: list[tuple[datetime.date, bool]]) -> OrganisationActivity:
    """The dates of one organisation, from the days of its contacts and whether they were meetings."""
    days, met = sorted(day for day, _ in held), sorted(day for day, is_meeting in held if is_meeting)
    return OrganisationActivity(
        organisation_id=pk,
        contacted_on=days[0] if days else None,
        last_held_on=days[-1] if days else None,
        previous_held_on=days[-2] if len(days) > 1 else None,
        met_on=met[0] if met else None,
        last_met_on=met[-1] if met else None,
    )
