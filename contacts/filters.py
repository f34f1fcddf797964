"""How the lists of people and meetings narrow. Ties to religion and to trade unions are not filtered by."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.filters import (
    COMMUNITIES,
    COUNTRIES,
    OFFICES,
    ORIGINS,
    OWNERS,
    PROVINCES,
    REGIONS,
    THEMES,
    AssociationFilters,
    comes_from,
    words_in_use,
)
from associations.models import Organisation
from associations.models.organisation import SPECIAL_FORMS, SPECIAL_TYPES
from contacts.consent import NOT_ASKED, in_state
from contacts.models import (
    Affiliation,
    AffiliationRole,
    ConsentState,
    Meeting,
    MeetingKind,
    MeetingState,
    Participation,
    Person,
    PromisedBy,
    Purpose,
)
from contacts.querysets import beside_special, plain_ties
from midla.records.filters import Key, Many, One, RecordFilters, Since, Words, Yes, between
from midla.records.options import Options
from midla.records.seeing import one_of

ROLES = words_in_use(AffiliationRole)
KINDS = words_in_use(MeetingKind)
STATES = Options(lambda: MeetingState.choices)
COUNTED_AS = Options(lambda: MeetingKind.CountsAs.choices)
CONSENTS = Options(
    lambda: [
        (ConsentState.GIVEN, _("consent given")),
        (ConsentState.WITHDRAWN, _("consent withdrawn")),
        (NOT_ASKED, _("consent not asked")),
    ]
)


def citizen_of(codes: Any) -> Exists:
    """The condition that a person has one of these citizenships: no row comes twice."""
    through = Person.citizenships.through
    return Exists(through.objects.filter(person_id=OuterRef("pk"), country_id__in=codes))


class PersonFilters(RecordFilters):
    """What narrows people: never a field that only some may read."""

    always = ("q", "citizenship", "province", "at", "role")
    named = {"organisation": Organisation}

    q = Words(label=_("Name"))
    citizenship = Many(label=_("Citizenship"), options=COUNTRIES, method="citizens")
    region = One("province__region__code", label=_("Region"), options=REGIONS, typed=True)
    province = One("province__code", label=_("Province"), options=PROVINCES, typed=True)
    at = Words(label=_("Role in an organisation"), method="with_role_at")
    role = One(label=_("Role"), options=ROLES, method="with_role")
    organisation = Key(label=_("Organisation"), method="with_role_in")
    office = One("created_by__office__code", label=_("Office that recorded them"), options=OFFICES)
    consent = One(label=_("Contact"), options=CONSENTS, strict=True, method="who_said")
    to_complete = Yes(label=_("To complete"), method="incomplete")
    origin = One(label=_("Where from"), options=ORIGINS, typed=True, method="coming_from")
    # Asked by figures alone: the list has no field for it, and says in words that it is narrowed so.
    placed = Yes(label=_("In an Italian province"), method="in_italy", widget=forms.HiddenInput)
    updated_since = Since("updated_at", label=_("Changed since"))

    def ties(self) -> QuerySet:
        """Roles of the person of the row, as far as lists may tell of them."""
        return plain_ties(Affiliation.objects.visible_to(self.user)).filter(person_id=OuterRef("pk"))

    def citizens(self, rows: QuerySet, name: str, codes: list[str]) -> QuerySet:
        return rows.filter(citizen_of(codes))

    def coming_from(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        def named(**place: str) -> Q:
            conditions = {f"origin_subdivision__{column}": value for column, value in place.items()}
            return Q(origin_subdivision__isnull=False, **conditions)

        return rows.filter(comes_from(code, named=named, of_country=lambda country: Q(citizen_of([country]))))

    def in_italy(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(province__isnull=False)

    def with_role_at(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        organisations = Organisation.objects.visible_to(self.user).matching(words)
        return rows.filter(Exists(self.ties().filter(one_of(organisations, "organisation_id"))))

    def with_role(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        return rows.filter(Exists(self.ties().filter(role__code=code)))

    def with_role_in(self, rows: QuerySet, name: str, key: int) -> QuerySet:
        organisations = Organisation.objects.visible_to(self.user).filter(pk=key)
        return rows.filter(Exists(self.ties().filter(organisation__in=organisations)))

    def who_said(self, rows: QuerySet, name: str, state: str) -> QuerySet:
        return rows.filter(in_state(Purpose.CONTACT, state))

    def incomplete(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(to_complete=True)


class MetAssociationFilters(AssociationFilters):
    """What narrows associations, with the days on which they were met."""

    met_since = Since("", label=_("Met since"), method="met_between")
    met_until = Since("", label=_("Met until"), method="met_between")

    def met_between(self, rows: QuerySet, name: str, day: Any) -> QuerySet:
        """With a visit, online meeting or event that lies within both days; confined meetings do not count."""
        held = Meeting.objects.kept().held().unconfined().filter(kind__counts_as=MeetingKind.CountsAs.MEETING)
        here = between("starts_at", self.form.cleaned_data.get("met_since"), self.form.cleaned_data.get("met_until"))
        through = Meeting.organisations.through.objects.filter(organisation_id=OuterRef("pk"))
        return rows.filter(Exists(through.filter(one_of(held.filter(here), "meeting_id"))))


class MeetingFilters(RecordFilters):
    """What narrows meetings."""

    always = ("q", "since", "until", "kind", "state")
    named = {"organisation": Organisation, "person": Person}

    q = Words(label=_("Words in title and minutes"))
    since = Since("starts_at", label=_("From"))
    until = Since("starts_at", label=_("Until"), until=True)
    kind = One("kind__code", label=_("Kind"), options=KINDS)
    state = One("state", label=_("State"), options=STATES, strict=True)
    at = Words(label=_("With an organisation"), method="with_organisations")
    organisation = Key(label=_("Organisation"), method="with_organisation")
    person = Key(label=_("Person"), method="with_person")
    community = Many(label=_("Community"), options=COMMUNITIES, method="with_community")
    region = One("province__region__code", label=_("Region"), options=REGIONS, typed=True)
    province = One("province__code", label=_("Province"), options=PROVINCES, typed=True)
    theme = One(label=_("Theme"), options=THEMES, method="with_theme")
    staff = Key(label=_("IOM staff"), options=OWNERS, method="with_staff")
    counts_as = One("", label=_("Counts as"), options=COUNTED_AS, strict=True, method="that_count_as")
    office = One(label=_("Office"), options=OFFICES, method="of_office")

    def that_count_as(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        """Of such a kind; joined, SQLite goes through all meetings once for each kind."""
        return rows.filter(one_of(MeetingKind.objects.filter(counts_as=word), "kind_id"))

    def met(self, organisations: QuerySet, **known: Any) -> Exists:
        """The condition that one of these organisations was there, of those the reader sees."""
        through = Meeting.organisations.through
        seen = one_of(organisations, "organisation_id")
        return Exists(through.objects.filter(seen, meeting_id=OuterRef("pk"), **known))

    def organisations(self) -> Any:
        return Organisation.objects.visible_to(self.user)

    def with_organisations(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.filter(self.met(self.organisations().matching(words)))

    def with_organisation(self, rows: QuerySet, name: str, key: int) -> QuerySet:
        return rows.filter(self.met(self.organisations(), organisation_id=key))

    def with_community(self, rows: QuerySet, name: str, codes: list[str]) -> QuerySet:
        through = Organisation.communities.through
        serving = through.objects.filter(organisation_id=OuterRef("pk"), country_id__in=codes)
        return rows.filter(self.met(self.organisations().filter(Exists(serving))))

    def with_person(self, rows: QuerySet, name: str, key: int) -> QuerySet:
        """Where somebody took part; not at meetings with religious communities or trade unions."""
        people = Person.objects.visible_to(self.user).filter(pk=key)
        special = Organisation.objects.filter(Q(form__in=SPECIAL_FORMS) | Q(type__in=SPECIAL_TYPES))
        parts = Participation.objects.filter(meeting_id=OuterRef("pk"), person__in=people)
        return rows.filter(Exists(parts), ~self.met(special))

    def with_theme(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        through = Meeting.themes.through
        return rows.filter(Exists(through.objects.filter(meeting_id=OuterRef("pk"), theme__code=code)))

    def with_staff(self, rows: QuerySet, name: str, key: int) -> QuerySet:
        return rows.filter(self.taken_by(Q(user_id=key)))

    def of_office(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        recorded = Q(created_by__office__code=code)
        return rows.filter(recorded | Q(self.taken_by(Q(user__office__code=code))))

    def taken_by(self, condition: Q) -> Exists:
        """The condition that one of the staff who were there is such."""
        return Exists(Meeting.staff.through.objects.filter(condition, meeting_id=OuterRef("pk")))


OPEN, DONE = "open", "done"
STANDS = Options(lambda: [(OPEN, _("open")), (DONE, _("done"))])
PROMISERS = Options(lambda: PromisedBy.choices)


class FollowUpFilters(RecordFilters):
    """What narrows follow-ups."""

    always = ("q", "stands", "owner", "overdue")
    named = {"organisation": Organisation, "person": Person}

    q = Words(label=_("What"))
    stands = One(label=_("Open or done"), options=STANDS, strict=True, method="standing")
    owner = Key("owner_id", label=_("Who"), options=OWNERS)
    office = One("owner__office__code", label=_("Office"), options=OFFICES)
    overdue = Yes(label=_("Overdue"), method="late")
    community = Many(label=_("Community"), options=COMMUNITIES, method="with_community")
    promised_by = One("promised_by", label=_("Promised by"), options=PROMISERS, strict=True)
    organisation = Key(label=_("Organisation"), method="of_organisation")
    person = Key(label=_("Person"), method="of_person")

    def standing(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return rows.filter(done_at__isnull=word == OPEN)

    def late(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(done_at=None, due_on__lt=timezone.localdate())

    def of_organisation(self, rows: QuerySet, name: str, key: int) -> QuerySet:
        """Its own, and those of meetings with it."""
        seen = Organisation.objects.visible_to(self.user).filter(pk=key)
        met = Meeting.objects.visible_to(self.user).filter(organisations__in=seen)
        return rows.filter(Q(organisation__in=seen) | Q(meeting__in=met.values("pk")))

    def with_community(self, rows: QuerySet, name: str, codes: list[str]) -> QuerySet:
        """With an association that serves one of them, on its own or at a meeting."""
        seen = Organisation.objects.visible_to(self.user)
        through = Organisation.communities.through.objects.filter(country_id__in=codes)
        serving = through.filter(organisation__in=seen).values("organisation_id")
        met = Meeting.organisations.through.objects.filter(organisation__in=serving)
        return rows.filter(Q(organisation__in=serving) | Q(meeting__in=met.values("meeting_id")))

    def of_person(self, rows: QuerySet, name: str, key: int) -> QuerySet:
        """Theirs; not beside religious communities or trade unions."""
        seen = Person.objects.visible_to(self.user).filter(pk=key)
        return rows.filter(person__in=seen).exclude(beside_special())
