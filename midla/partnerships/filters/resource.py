"""How the lists of needs and offers narrow."""

import datetime
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from associations.filters import COMMUNITIES, OFFICES, OWNERS, PROVINCES, THEMES
from associations.models import Organisation
from contacts.models import Person
from midla.partnerships.models import Resource, ResourceKind, ResourceState
from midla.records.filters import Key, Many, One, RecordFilters, Since, Words
from midla.records.options import Options

EXPIRED = "expired"
KINDS = Options(lambda: ResourceKind.choices)
STATES = Options(lambda: [*ResourceState.choices, (EXPIRED, _("expired"))])


class MetOn(Since):
    """Needs and offers that were met on a day or later; `until` asks for that day or earlier."""

    def filter(self, qs: Any, value: datetime.date) -> QuerySet:
        return qs.filter(state=ResourceState.MET, **{f"closed_on__{'lte' if self.until else 'gte'}": value})


def linked(relation: str, condition: Q) -> Exists:
    """The condition that a need or offer has something in a many-to-many relation: no row comes twice."""
    through = getattr(Resource, relation).through
    return Exists(through.objects.filter(condition, resource_id=OuterRef("pk")))


class MatchingFilters(RecordFilters):
    """What narrows the page of matches."""

    always: ClassVar[Sequence[str]] = ("country", "theme", "kind", "owner")

    country = Many(label=_("Country"), options=COMMUNITIES, method="for_countries")
    theme = One("theme__code", label=_("Theme"), options=THEMES)
    kind = One("kind", label=_("Kind"), options=KINDS, strict=True)
    owner = Key("owner_id", label=_("Officer responsible"), options=OWNERS)

    def for_countries(self, rows: QuerySet, name: str, codes: list[str]) -> QuerySet:
        """What is for several countries counts for each of them, and comes once."""
        return rows.filter(linked("countries", Q(country_id__in=codes)))


class ResourceFilters(MatchingFilters):
    """What narrows needs and offers."""

    always = ("q", "country", "theme", "kind", "state")
    named = {"organisation": Organisation, "person": Person}

    q = Words(label=_("What"))
    state = One(label=_("State"), options=STATES, strict=True, method="standing")
    province = One(label=_("Province"), options=PROVINCES, typed=True, method="in_province")
    office = One("owner__office__code", label=_("Office of the officer"), options=OFFICES)
    organisation = Key(label=_("Organisation"), method="of_organisation")
    person = Key(label=_("Person"), method="of_person")
    met_since = MetOn("closed_on", label=pgettext_lazy("of a need", "Met since"))
    met_until = MetOn("closed_on", label=pgettext_lazy("of a need", "Met until"), until=True)
    recorded_since = Since("created_at", label=_("Recorded since"))
    recorded_until = Since("created_at", label=_("Recorded until"), until=True)

    def standing(self, rows: Any, name: str, state: str) -> QuerySet:
        """Expired ones are open no more."""
        if state == ResourceState.OPEN:
            return rows.open()
        if state == EXPIRED:
            return rows.filter(state=ResourceState.OPEN, ends_on__lt=timezone.localdate())
        return rows.filter(state=state)

    def in_province(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        """For a province, or of somebody there, of those the reader sees."""
        there = Organisation.objects.visible_to(self.user).filter(province__code=code)
        people = Person.objects.visible_to(self.user).filter(province__code=code)
        held = Q(Exists(there.filter(pk=OuterRef("organisation_id")))) | Q(
            Exists(people.filter(pk=OuterRef("person_id")))
        )
        return rows.filter(linked("provinces", Q(province__code=code)) | held)

    def of_organisation(self, rows: QuerySet, name: str, key: int) -> QuerySet:
        return rows.filter(organisation__in=Organisation.objects.visible_to(self.user).filter(pk=key))

    def of_person(self, rows: QuerySet, name: str, key: int) -> QuerySet:
        return rows.filter(person__in=Person.objects.visible_to(self.user).filter(pk=key))
