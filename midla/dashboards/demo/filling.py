"""Fills a database with the demo, through the same actions as the pages."""

import datetime
import random
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Initiative, Organisation
from contacts.models import Affiliation, FollowUp, Meeting, Person
from midla.accounts.demo_users import DOMAIN, PASSWORD
from midla.accounts.models import Office, User
from midla.accounts.roles import Role
from midla.dashboards.demo.initiatives import add_initiatives
from midla.dashboards.demo.meetings import DAYS, add_follow_ups, add_meetings
from midla.dashboards.demo.organisations import add_associations, add_news, add_partners
from midla.dashboards.demo.partnerships import add_partnerships
from midla.dashboards.demo.people import add_people
from midla.dashboards.demo.reports import add_reports
from midla.dashboards.demo.resources import add_resources
from midla.partnerships.models import Partnership, Resource
from midla.records.errors import Refused
from midla.records.models import Change, Verb
from midla.territories.models import Country
from midla.territories.population import import_population

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
NEWS_DAYS = 9


def refuse_unless_empty() -> None:
    """Raise Refused where there are organisations or people, which a demo must not mix with."""
    if Organisation.objects.exists() or Person.objects.exists():
        raise Refused(_("There are organisations or people already. The demo only fills an empty database."))


class Demo:
    """One filling, always the same but for the days, which are counted from today."""

    def __init__(self) -> None:
        self.chance = random.Random(12)
        self.now = timezone.now().replace(minute=0, second=0, microsecond=0)
        self.today = timezone.localdate()
        self.users: dict[str, User] = {}
        # Rows of history whose moment is known: the others get one by chance.
        self.dated: dict[int, datetime.datetime] = {}

    @transaction.atomic
    def fill(self) -> None:
        """Fill everything, or nothing. Raises Refused where there are organisations or people."""
        refuse_unless_empty()
        self.add_users()
        self.officers = [self.users[name] for name in ("officer", "adviser", "manager")]
        self.associations = add_associations(self)
        self.partners = add_partners(self)
        self.people = add_people(self)
        # The twenty provinces with most residents of the four communities on 1 January 2017 (ISTAT, as first
        # published); of the others nothing is known here.
        import_population(Path(__file__).with_name("residents.csv"))
        add_meetings(self)
        add_follow_ups(self)
        add_resources(self)
        add_news(self)
        add_initiatives(self)
        add_partnerships(self)
        date_history(self)
        # Last: a report counts what is dated.
        add_reports(self)

    def add_users(self) -> None:
        """A user of each role, and two limited to one country."""
        for name, key, role, office, codes in USERS:
            place = Office.objects.get(code=office)
            email = f"{key}@{DOMAIN}"
            user = User.objects.create_user(email, PASSWORD, name=name, role=role, office=place, language="it")
            user.countries.set(Country.objects.filter(code__in=codes))
            self.users[key] = user

    def officer(self) -> User:
        return self.chance.choice(self.officers)


def date_history(demo: Demo) -> None:
    """Let records and their history tell of the day things happened, not of the moment the demo was filled."""
    moments = {model.label(): known_moments(model) for model in (Meeting, FollowUp, Organisation)}
    changes = list(Change.objects.order_by("pk"))
    first: dict[tuple[str, int], datetime.datetime] = {}
    for change in changes:
        if change.pk in demo.dated:
            change.at = demo.dated[change.pk]
        elif change.verb == Verb.EDITED:
            change.at = demo.now - datetime.timedelta(hours=demo.chance.randrange(3, 24 * NEWS_DAYS))
        else:
            ago = datetime.timedelta(days=demo.chance.randrange(30, DAYS))
            known = moments.get(change.model_label, {}).get(change.record_id)
            change.at = min(known or demo.now - ago, demo.now)
        first.setdefault((change.model_label, change.record_id), change.at)
        change.sign()
    Change.objects.bulk_update(changes, ["at", "salt", "digest"], batch_size=200)
    for model in (Organisation, Person, Affiliation, Meeting, FollowUp, Initiative, Resource, Partnership):
        date_records(model, first)


def known_moments(model: Any) -> dict[int, datetime.datetime]:
    """When records of a kind were written down: a meeting once it was over, a promise at its meeting."""
    match model.label():
        case "contacts.meeting":
            ended = Meeting.objects.filter(state="held").values_list("pk", "starts_at")
            return {pk: at + datetime.timedelta(hours=3) for pk, at in ended}
        case "contacts.followup":
            return dict(FollowUp.objects.values_list("pk", "meeting__starts_at"))
        case _:
            noon = datetime.time(12, tzinfo=datetime.UTC)
            identified = Organisation.objects.exclude(identified_on=None).values_list("pk", "identified_on")
            return {pk: datetime.datetime.combine(day, noon) for pk, day in identified if day}


def date_records(model: Any, first: dict[tuple[str, int], datetime.datetime]) -> None:
    """Give records the moments of their history."""
    records = list(model._base_manager.only("pk"))
    for record in records:
        record.created_at = record.updated_at = first[model.label(), record.pk]
    model._base_manager.bulk_update(records, ["created_at", "updated_at"], batch_size=200)
