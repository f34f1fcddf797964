"""How the list of partnerships narrows, and the board with it."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.filters import COMMUNITIES, OFFICES, OWNERS, PROVINCES, REGIONS, THEMES
from associations.models import Organisation
from contacts.models import Person
from midla.partnerships.filters.counted import CountedFilters
from midla.partnerships.models import NEEDS_AGREEMENT, Agreement, Participant, Partnership, Stage, StageChange
from midla.partnerships.querysets import beside_special
from midla.records.filters import Count, Key, Many, One, Since, Words, Yes, midnight
from midla.records.models import Attachment
from midla.records.options import Options
from midla.records.seeing import one_of
from midla.territories.models import PROGRAMME_COUNTRIES, Subdivision

STAGES = Options(lambda: Stage.choices)
SUBDIVISIONS = Options(
    lambda: (
        Subdivision.objects.filter(country_id__in=PROGRAMME_COUNTRIES)
        .order_by("country_id", "name")
        .values_list("code", "name")
    )
)
# Filters that speak of one move together: to which stage, from which day, until which day.
OF_MOVES = ("reached", "reached_since", "reached_until")


def has(relation: str, condition: Q) -> Exists:
    """The condition that a partnership has something in a many-to-many relation: no row comes twice."""
    through = getattr(Partnership, relation).through
    return Exists(through.objects.filter(condition, partnership_id=OuterRef("pk")))


def without_copy() -> Q:
    """The condition that it rests on an agreement of which nobody has filed a copy."""
    files = Attachment.objects.kept().filter(model_label=Agreement.label(), record_id=OuterRef("pk"))
    filed = Agreement.objects.kept().filter(Exists(files), partnership_id=OuterRef("pk"))
    return Q(~Exists(filed), stage__in=NEEDS_AGREEMENT)


class PartnershipFilters(CountedFilters):
    """What narrows partnerships."""

    always = ("q", "stage", "country", "theme", "owner")
    named = {"organisation": Organisation, "person": Person}

    q = Words(label=_("Title and summary"))
    stage = One("stage", label=_("Stage"), options=STAGES, strict=True)
    country = Many(label=_("Country"), options=COMMUNITIES, method="for_countries")
    theme = One(label=_("Theme"), options=THEMES, method="with_theme")
    owner = Key("owner_id", label=_("Officer responsible"), options=OWNERS)
    live = Yes(label=_("Live"), method="that_are_live")
    adrift = Yes(label=_("Adrift"), method="that_are_adrift")
    overdue = Yes(label=_("Next step overdue"), method="that_are_overdue")
    no_copy = Yes(label=_("Signed copy missing"), method="lacking_a_copy")
    in_stage_over = Count(label=_("In its stage for more than so many days"), method="longer_than")
    subdivision = One(label=_("Subdivision"), options=SUBDIVISIONS, typed=True, method="in_subdivision")
    region = One(label=_("Region of a participant"), options=REGIONS, typed=True, method="in_region")
    province = One(label=_("Province of a participant"), options=PROVINCES, typed=True, method="in_province")
    organisation = Key(label=_("Organisation"), method="with_organisation")
    person = Key(label=_("Person"), method="with_person")
    office = One("owner__office__code", label=_("Office of the officer"), options=OFFICES)
    reached = One(label=_("Came to the stage"), options=STAGES, strict=True, method="moved")
    reached_since = Since("reached_since", label=_("Moved from"), method="moved")
    reached_until = Since("reached_until", label=_("Moved until"), until=True, method="moved")
    recorded_since = Since("created_at", label=_("Recorded from"))
    recorded_until = Since("created_at", label=_("Recorded until"), until=True)

    def for_countries(self, rows: QuerySet, name: str, codes: list[str]) -> QuerySet:
        return rows.filter(has("countries", Q(country_id__in=codes)))

    def with_theme(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        return rows.filter(has("themes", Q(theme__code=code)))

    def in_subdivision(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        return rows.filter(has("subdivisions", Q(subdivision__code=code)))

    def that_are_live(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.live()

    def that_are_adrift(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.adrift()

    def that_are_overdue(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.overdue()

    def lacking_a_copy(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(without_copy())

    def longer_than(self, rows: QuerySet, name: str, days: Any) -> QuerySet:
        return rows.filter(stage_since__lt=timezone.now() - datetime.timedelta(days=int(days)))

    # --- who takes part: only those the reader sees -----------------------------------------------------------------
    def taken_part_in_by(self, rows: QuerySet, reference: str) -> Exists:
        """The condition that one of these organisations or people takes part."""
        return Exists(Participant.objects.kept().filter(one_of(rows, reference), partnership_id=OuterRef("pk")))

    def with_organisations(self, rows: QuerySet, **which: Any) -> QuerySet:
        seen = Organisation.objects.visible_to(self.user).filter(**which)
        return rows.filter(self.taken_part_in_by(seen, "organisation_id"))

    def in_region(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        return self.with_organisations(rows, province__region__code=code)

    def in_province(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        return self.with_organisations(rows, province__code=code)

    def with_organisation(self, rows: QuerySet, name: str, key: int) -> QuerySet:
        return self.with_organisations(rows, pk=key)

    def with_person(self, rows: QuerySet, name: str, key: int) -> QuerySet:
        """Where somebody takes part; not beside religious communities or trade unions."""
        seen = Person.objects.visible_to(self.user).filter(pk=key)
        return rows.filter(self.taken_part_in_by(seen, "person_id")).filter(~beside_special())

    # --- moves --------------------------------------------------------------------------------------------------------
    def moved(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """Those with one move that is all of what was asked; the first of the filters asks for the others too."""
        given = self.form.cleaned_data
        if name != next(one for one in OF_MOVES if given.get(one)):
            return rows
        moves = StageChange.objects.filter(partnership_id=OuterRef("pk"))
        if stage := given.get("reached"):
            moves = moves.filter(to_stage=stage)
        if since := given.get("reached_since"):
            moves = moves.filter(at__gte=midnight(since))
        if until := given.get("reached_until"):
            moves = moves.filter(at__lt=midnight(until + datetime.timedelta(days=1)))
        return rows.filter(Exists(moves))
