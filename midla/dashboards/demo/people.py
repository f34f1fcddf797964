"""The people of the demo: with roles of today and of the past, and with consent in every state."""

import datetime
from typing import Any

from associations.models import Association
from contacts.actions.consent import record_consent
from contacts.models import Affiliation, AffiliationRole, ConsentMethod, Language, Person, Purpose
from midla.dashboards.demo import names
from midla.records.actions import create

PEOPLE = 150
# Who was president before: a past role for one association in three.
FORMER_EVERY = 3


def add_people(demo: Any) -> list[tuple[Person, Association]]:
    """People, each with the association they belong to."""
    roles = {role.code: role for role in AffiliationRole.objects.all()}
    spanish = Language.objects.get(code="es")
    added = []
    for number in range(PEOPLE):
        association = demo.associations[number % len(demo.associations)]
        person = add_person(demo, number, association, spanish)
        added.append((person, association))
        code = ("president", "treasurer", "member")[number // len(demo.associations)]
        started = demo.today - datetime.timedelta(days=demo.chance.randrange(200, 2000))
        add_role(demo, person, association, roles[code], started)
        if code == "treasurer" and number % FORMER_EVERY == 0:
            ended = demo.today - datetime.timedelta(days=2000 + demo.chance.randrange(300))
            add_role(demo, person, association, roles["president"], ended - datetime.timedelta(days=900), ended)
        add_consents(demo, person, number)
    return added


def add_person(demo: Any, number: int, association: Association, language: Language) -> Person:
    """Somebody of whom the office knows the name, a phone, and more or less else."""
    record = Person(
        given_names=demo.chance.choice(names.GIVEN),
        family_names=" ".join(demo.chance.sample(names.FAMILY, 2)),
        province=association.province,
        birth_year=demo.chance.choice((None, 1968, 1979, 1988, 1996)),
        profession=demo.chance.choice(names.PROFESSIONS),
        skills=demo.chance.choice(names.SKILLS),
        email=f"persona{number}@example.org" if demo.chance.random() < 0.5 else "",
        phone=f"+39347000{number:04d}",
        preferred_channel=demo.chance.choice(("whatsapp", "whatsapp", "phone", "")),
        preferred_language="es",
        to_complete=number % 17 == 0,
    )
    many: dict[str, list[Any]] = {"citizenships": list(association.communities.all()[:1]), "languages": [language]}
    return create(record, by=demo.officer(), many=many)


def add_role(
    demo: Any,
    person: Person,
    association: Association,
    role: AffiliationRole,
    started_on: datetime.date,
    ended_on: datetime.date | None = None,
) -> None:
    """A role from a day to a day, or until today."""
    record = Affiliation(
        person=person,
        organisation_id=association.pk,
        role=role,
        started_on=started_on,
        ended_on=ended_on,
        main_contact=role.code == "president" and ended_on is None,
    )
    create(record, by=demo.officer())


def add_consents(demo: Any, person: Person, number: int) -> None:
    """Given, withdrawn, or nobody has asked yet."""
    if number % 4 == 0:
        return
    purposes = [Purpose.CONTACT, Purpose.SHARING, Purpose.TRANSFER][: 1 + number % 3]
    said_on = demo.today - datetime.timedelta(days=demo.chance.randrange(20, 600))
    answers = [(purpose, "given", said_on) for purpose in purposes]
    if number % 11 == 0:
        answers.append((purposes[-1], "withdrawn", demo.today - datetime.timedelta(days=number % 20)))
    for purpose, state, day in answers:
        record_consent(
            person=person,
            purpose=purpose,
            state=state,
            method=demo.chance.choice(ConsentMethod.values),
            language="es",
            by=demo.officer(),
            said_on=day,
        )
