"""Fills a database with the demo, through the same actions as the pages; and takes it away again."""

import datetime
import random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from associations.models import Association, Face, Organisation, PartnerActor, Theme
from contacts.actions.consent import record_consent
from contacts.actions.meeting import Logged, log_meeting
from contacts.models import (
    Affiliation,
    AffiliationRole,
    Consent,
    FollowUp,
    Language,
    Meeting,
    MeetingKind,
    Participation,
    Person,
    Presence,
    PromisedBy,
    Purpose,
)
from midla.accounts.demo_users import DOMAIN, PASSWORD
from midla.accounts.models import Office, User
from midla.accounts.roles import Role
from midla.dashboards.demo import names
from midla.records.actions import create
from midla.records.errors import Refused
from midla.records.models import Change
from midla.territories.models import Province

PEOPLE, HELD, PLANNED = 150, 190, 10
DAYS = 730
# Name, address, role, office, countries the user is limited to.
USERS = [
    ("Vera Lettini", "viewer", Role.VIEWER, "rome", ()),
    ("Giorgio Campi", "officer", Role.OFFICER, "rome", ()),
    ("Alba Consoli", "adviser", Role.ADVISER, "rome", ()),
    ("Marina Conti", "manager", Role.MANAGER, "rome", ()),
    ("Paolo Riservati", "focal_point", Role.FOCAL_POINT, "rome", ()),
    ("Ada Ministri", "administrator", Role.ADMINISTRATOR, "rome", ()),
    ("Lucía Paredes", "lima", Role.OFFICER, "lima", ("PE",)),
    ("Andrés Viteri", "quito", Role.OFFICER, "quito", ("EC",)),
]


def refuse_unless_empty() -> None:
    """Raise Refused where there are organisations or people, which a demo must not mix with."""
    if Organisation.objects.exists() or Person.objects.exists():
        raise Refused("There are organisations or people already. The demo only fills an empty database.")


class Demo:
    """One filling, always the same but for the days, which are counted from today."""

    def __init__(self) -> None:
        self.chance = random.Random(12)
        self.now = timezone.now().replace(minute=0, second=0, microsecond=0)
        self.today = timezone.localdate()
        self.users: dict[str, User] = {}

    @transaction.atomic
    def fill(self) -> None:
        """Fill everything, or nothing. Raises Refused where there are organisations or people."""
        refuse_unless_empty()
        self.add_users()
        self.officers = [self.users[name] for name in ("officer", "adviser", "manager")]
        self.add_associations()
        self.add_partners()
        self.add_people()
        self.add_meetings()
        self.add_follow_ups()
        self.date_history()

    def add_users(self) -> None:
        """A user of each role, and two limited to one country."""
        for name, key, role, office, codes in USERS:
            place = Office.objects.get(code=office)
            email = f"{key}@{DOMAIN}"
            user = User.objects.create_user(email, PASSWORD, name=name, role=role, office=place, language="it")
            user.countries.set(codes)
            self.users[key] = user

    def officer(self) -> User:
        return self.chance.choice(self.officers)

    def add_associations(self) -> None:
        """Sixty associations in real provinces; seven of them sections of two federations."""
        provinces = {province.plate: province for province in Province.objects.filter(valid_to=None)}
        themes = list(Theme.objects.active())
        self.associations = []
        for name, codes, plate, form, members in names.ASSOCIATIONS:
            record = Association(
                face=Face.ASSOCIATION,
                name=name,
                form=form,
                province=provinces[plate],
                members=members or None,
                women_share=self.chance.choice((None, 45, 60, 75)),
                founded_in=self.chance.choice((None, 2003, 2009, 2014, 2019)),
                does_here=self.chance.choice(names.DOES_HERE),
                does_at_home=self.chance.choice(names.DOES_HOME),
                identified_by=self.chance.choice(("meeting", "consulate", "referral", "internet")),
                owner=self.chance.choice((*self.officers, None)),
                phone=f"+3902000{self.chance.randrange(10000):04d}" if self.chance.random() < 0.6 else "",
            )
            countries = codes.split()
            many = {"communities": countries, "themes": self.chance.sample(themes, 2)}
            self.associations.append(create(record, by=self.officer(), many=many))
        for section, federation in names.SECTIONS.items():
            Organisation.objects.filter(pk=self.associations[section].pk).update(
                parent=self.associations[federation].pk
            )

    def add_partners(self) -> None:
        """Forty partner actors, in Italy and in the four countries."""
        provinces = {province.plate: province for province in Province.objects.filter(valid_to=None)}
        self.partners = []
        for name, kind, place in names.PARTNERS:
            abroad = place in {"BO", "CO", "EC", "PE"}
            record = PartnerActor(
                face=Face.PARTNER,
                name=name,
                type=kind,
                province=None if abroad else provinces[names.PLATES.get(place, place)],
                country_id=place if abroad else None,
                owner=self.chance.choice((*self.officers, None)),
            )
            interest = self.chance.sample(("BO", "CO", "EC", "PE"), 2)
            many = {"countries_of_interest": interest}
            self.partners.append(create(record, by=self.officer(), many=many))

    def add_people(self) -> None:
        """People with a role, some with a past one, and with consent in every state."""
        roles = {role.code: role for role in AffiliationRole.objects.all()}
        spanish = Language.objects.get(code="es")
        self.people = []
        for number in range(PEOPLE):
            association = self.associations[number % len(self.associations)]
            person = self.person(number, association, spanish)
            self.people.append((person, association))
            code = ("president", "treasurer", "member")[min(number // len(self.associations), 2)]
            self.affiliate(person, association, roles[code])
            self.consent(person, number)

    def person(self, number: int, association: Association, language: Language) -> Person:
        record = Person(
            given_names=self.chance.choice(names.GIVEN),
            family_names=" ".join(self.chance.sample(names.FAMILY, 2)),
            province=association.province,
            birth_year=self.chance.choice((None, 1968, 1979, 1988, 1996)),
            email=f"persona{number}@example.org" if self.chance.random() < 0.5 else "",
            phone=f"+39347000{number:04d}",
            preferred_language="es",
            to_complete=number % 17 == 0,
        )
        many = {"citizenships": list(association.communities.all()[:1]), "languages": [language]}
        return create(record, by=self.officer(), many=many)

    def affiliate(self, person: Person, association: Association, role: AffiliationRole) -> None:
        started = self.today - datetime.timedelta(days=self.chance.randrange(200, 2000))
        create(
            Affiliation(
                person=person,
                organisation_id=association.pk,
                role=role,
                one_holder=role.one_holder,
                started_on=started,
                main_contact=role.code == "president",
            ),
            by=self.officer(),
        )

    def consent(self, person: Person, number: int) -> None:
        """Given, withdrawn, or nobody has asked yet."""
        if number % 4 == 0:
            return
        purposes = [Purpose.CONTACT, Purpose.SHARING, Purpose.TRANSFER][: 1 + number % 3]
        for purpose in purposes:
            self.said(person, purpose, "given")
        if number % 11 == 0:
            self.said(person, purposes[-1], "withdrawn")

    def said(self, person: Person, purpose: Purpose, state: str) -> None:
        record_consent(
            person=person,
            purpose=purpose,
            state=state,
            method="spoken",
            language="es",
            by=self.officer(),
            said_on=self.today,
        )

    def add_meetings(self) -> None:
        """Held over two years, the more the nearer; and some planned for the next weeks."""
        kinds = list(MeetingKind.objects.order_by("pk"))
        for number in range(HELD + PLANNED):
            is_planned = number >= HELD
            ago = 1 + int((DAYS - 1) * self.chance.random() ** 1.5)
            # Every third planned one is the officer's and of this week: their day shows what comes next.
            is_soon = is_planned and number % 3 == 0
            ahead = 1 + number % 5 if is_soon else self.chance.randrange(1, 30)
            day = self.today + datetime.timedelta(days=ahead if is_planned else -ago)
            by = self.users["officer"] if is_soon else self.officer()
            self.add_meeting(self.chance.choice(kinds), self.at_some_hour(day), is_planned, by)

    def at_some_hour(self, day: datetime.date) -> datetime.datetime:
        """When an association has time, on the clocks of Italy."""
        hour = datetime.time(self.chance.choice((10, 11, 15, 17, 18, 20)), self.chance.choice((0, 30)))
        return datetime.datetime.combine(day, hour, ZoneInfo("Europe/Rome"))

    def add_meeting(self, kind: MeetingKind, starts_at: datetime.datetime, is_planned: bool, by: User) -> None:
        # Half of the associations are met often, the others seldom or never.
        association = self.chance.choice(self.associations[: len(self.associations) * 2 // 3])
        with_partner = self.chance.random() < 0.25
        women, men = self.chance.randrange(0, 30), self.chance.randrange(0, 20)
        counted = not is_planned and self.chance.random() < 0.6
        meeting = Meeting(
            kind=kind,
            state="planned" if is_planned else "held",
            starts_at=starts_at,
            minutes_long=self.chance.choice((30, 60, 90, 120)),
            province=association.province,
            place="" if is_planned else self.chance.choice(("sede", "centro civico", "parrocchia", "consolato")),
            said="" if is_planned else " ".join(self.chance.sample(names.SAID, 2)),
            outcome="" if is_planned else self.chance.choice(names.OUTCOMES),
            women=women if counted else None,
            men=men if counted else None,
            headcount=women + men if counted else None,
        )
        logged = Logged(
            organisations=[association, *([self.chance.choice(self.partners)] if with_partner else [])],
            people=[person for person, own in self.people if own.pk == association.pk][:2],
            staff=[by],
            presence=Presence.INVITED if is_planned else Presence.PRESENT,
        )
        log_meeting(meeting=meeting, logged=logged, by=by)

    def add_follow_ups(self) -> None:
        """What was promised: done, open, overdue."""
        for place, meeting in enumerate(Meeting.objects.order_by("-starts_at")[:80]):
            by = self.users["officer"] if place % 2 else self.officer()
            due = meeting.starts_at.date() + datetime.timedelta(days=self.chance.randrange(3, 30))
            is_old = due < self.today - datetime.timedelta(days=20)
            create(
                FollowUp(
                    what=self.chance.choice(names.PROMISES),
                    owner=by,
                    meeting=meeting,
                    organisation=meeting.organisations.first(),
                    promised_by=self.chance.choice(PromisedBy.values),
                    due_on=due,
                    done_at=self.now if is_old else None,
                    done_by=by if is_old else None,
                ),
                by=by,
            )

    def date_history(self) -> None:
        """Let history tell of the day things happened, not of the moment the demo was filled."""
        starts = dict(Meeting.objects.filter(state="held").values_list("pk", "starts_at"))
        changes = list(Change.objects.all())
        for change in changes:
            moment = starts.get(change.record_id) if change.model_label == Meeting.label() else None
            change.at = moment or self.now - datetime.timedelta(days=self.chance.randrange(30, DAYS))
            change.sign()
        Change.objects.bulk_update(changes, ["at", "salt", "digest"], batch_size=200)


@transaction.atomic
def remove() -> int:
    """Take away what the demo's users recorded, and the users; how many records went. Reference data stay."""
    users = User.objects.filter(email__endswith=f"@{DOMAIN}")
    went = 0
    try:
        Consent.objects.filter(person__created_by__in=users).delete()
        Participation.objects.filter(meeting__created_by__in=users).delete()
        for model in (FollowUp, Meeting, Affiliation, Person):
            went += forget(model, users)
        Organisation.objects.filter(created_by__in=users).update(parent=None)
        went += forget(Organisation, users)
        Change.objects.filter(by__in=users).delete()
        users.delete()
    except ProtectedError as error:
        raise Refused("Something recorded since hangs on the demo's records. Move it to the trash first.") from error
    return went


def forget(model: Any, users: Any) -> int:
    """Delete a model's records of the demo's users, with their history."""
    rows = model._base_manager.filter(created_by__in=users)
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        Change.objects.filter(model_label=model.label(), record_id__in=keys[start : start + 500]).delete()
    rows.delete()
    return len(keys)
