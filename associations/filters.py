"""How the lists of associations, partner actors and existing efforts narrow."""

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from associations import completeness
from associations.engagement import Engagement
from associations.models import AssociationForm, Organisation, PartnerType, Tag, Theme
from midla.accounts.models import Office, User
from midla.records.filters import (
    Count,
    CountField,
    Key,
    Many,
    One,
    OneField,
    RecordFilters,
    Since,
    Words,
    Yes,
)
from midla.records.models import name_field
from midla.records.options import Options, by_words
from midla.territories.models import PROGRAMME_COUNTRIES, Country, Province, Region, Subdivision

NEVER = "never"
# What is not said of an existing effort: "none" for a country or theme, "PE-none" for a part of Peru.
NOT_SAID = "none"
# Said at all: "any" for any place of origin, "PE-any" for any part of Peru.
SAID = "any"


def words_in_use(model: Any) -> Options:
    """The words of a list, in the reader's language and order."""
    return Options(lambda: by_words(model.objects.active().order_by().values_list("code", name_field())))


COMMUNITIES = Options(
    lambda: by_words(Country.objects.filter(code__in=PROGRAMME_COUNTRIES).order_by().values_list("code", name_field()))
)
COUNTRIES = Options(lambda: by_words(Country.objects.order_by().values_list("code", name_field())))
REGIONS = Options(lambda: Region.objects.order_by("name").values_list("code", "name"))
PROVINCES = Options(lambda: Province.objects.filter(valid_to=None).order_by("name").values_list("code", "name"))
OWNERS = Options(lambda: User.objects.active().order_by("name").values_list("pk", "name"))
OFFICES = words_in_use(Office)
THEMES = words_in_use(Theme)
TAGS = Options(lambda: Tag.objects.order_by("key").values_list("key", "name"))
FORMS = Options(lambda: AssociationForm.choices)
TYPES = Options(lambda: PartnerType.choices)
STEPS = Options(lambda: Engagement.choices)
SILENCES = Options(
    lambda: [
        ("30", _("over 30 days ago, or never")),
        ("90", _("over 90 days ago, or never")),
        ("180", _("over 180 days ago, or never")),
        ("365", _("over a year ago, or never")),
        (NEVER, _("never")),
    ]
)


def or_not_said(options: Options) -> Options:
    """The same, and what is not said."""
    return Options(lambda: [*options.words.items(), (NOT_SAID, _("not said"))])


def named_parts() -> list[tuple[str, str]]:
    """The subdivisions of the programme countries."""
    rows = Subdivision.objects.filter(country__in_programme=True).order_by("name")
    return [(code, f"{name} ({country})") for code, name, country in rows.values_list("code", "name", "country_id")]


def parts_of_countries() -> list[tuple[str, str]]:
    """The same, and of each country what is not said."""
    unsaid = [
        (f"{code}-{NOT_SAID}", _("%(country)s: not said") % {"country": name})
        for code, name in COMMUNITIES.words.items()
    ]
    return [*PARTS.words.items(), *unsaid]


def origins() -> list[tuple[str, Any]]:
    """Where somebody may come from: the parts of the programme countries, any part of one, anywhere; or not said."""
    anywhere = [
        (f"{code}-{SAID}", _("%(country)s: any part") % {"country": name}) for code, name in COMMUNITIES.words.items()
    ]
    return [*parts_of_countries(), *anywhere, (SAID, _("said")), (NOT_SAID, _("not said"))]


PARTS = Options(named_parts)
SUBDIVISIONS = Options(parts_of_countries)
ORIGINS = Options(origins)
# Of countries: the ones of the programme alone, or several of them, or none: rows of a table that adds up.
SEVERAL, NONE = "several", "none"
EXACTLY = Options(lambda: [*COMMUNITIES.words.items(), (SEVERAL, _("several")), (NONE, _("none of the four"))])


def which_country(model: Any, relation: str) -> Case:
    """The one country of the programme that a relation holds, or `several`, or `none`: to group by and to filter."""
    through, own = getattr(model, relation).through, f"{model._meta.concrete_model._meta.model_name}_id"
    held = through.objects.filter(country_id__in=PROGRAMME_COUNTRIES)
    here = held.filter(**{own: OuterRef("pk")}).order_by()
    more = held.filter(**{own: OuterRef(own)}, country_id__gt=OuterRef("country_id"))
    one = Coalesce(Subquery(here.values("country_id")[:1]), Value(NONE))
    return Case(When(Exists(here.filter(Exists(more))), then=Value(SEVERAL)), default=one, output_field=CharField())


class SilenceField(OneField):
    """So many days without a contact, or `never`."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return text if text in ("", NEVER) else CountField().clean(text)


class YearField(CountField):
    """A year from 1900 to 2100."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1900, "max_value": 2100, **kwargs})


class Year(Count):
    """Rows by a year."""

    field_class = YearField


class LastContact(One):
    """Rows by how long ago the last contact was."""

    field_class = SilenceField

    def filter(self, qs: Any, value: Any) -> QuerySet:
        return qs.filter(activity__last_held_on__isnull=True) if value == NEVER else qs.silent_for(value)


def has(relation: str, condition: Q) -> Exists:
    """The condition that an organisation has something in a many-to-many relation: no row comes twice."""
    through = getattr(Organisation, relation).through
    return Exists(through.objects.filter(condition, organisation_id=OuterRef("pk")))


def comes_from(code: str, *, named: Callable[..., Q], of_country: Callable[[str], Q]) -> Q:
    """The condition of an origin as ORIGINS writes it.

    `named` makes the condition that a subdivision is named, such a one; `of_country` that of belonging to a country.
    """
    country, _dash, part = code.partition("-")
    if code in (SAID, NOT_SAID):
        return named() if code == SAID else ~named()
    if part == SAID:
        return named(country_id=country)
    if part == NOT_SAID:
        return of_country(country) & ~named(country_id=country)
    return named(code=code)


def serves(country: str) -> Q:
    """The condition that an association serves a community."""
    return Q(has("communities", Q(country_id=country)))


class OrganisationFilters(RecordFilters):
    """What narrows both faces."""

    q = Words(label=_("Name"))
    region = One("province__region__code", label=_("Region"), options=REGIONS, typed=True)
    province = One("province__code", label=_("Province"), options=PROVINCES, typed=True)
    last_contact = LastContact(label=_("Last contact"), options=SILENCES)
    last_met_since = Since("activity__last_met_on", label=_("Met since"), method="met_since")
    engagement = One(label=_("Engagement"), options=STEPS, strict=True, method="at_step")
    dormant = Yes(label=_("Dormant"), method="silent")
    theme = One(label=_("Theme"), options=THEMES, method="with_theme")
    tag = One(label=_("Tag"), options=TAGS, typed=True, method="with_tag")
    owner = Key("owner_id", label=_("Officer responsible"), options=OWNERS)
    office = One("owner__office__code", label=_("Office of the officer"), options=OFFICES)
    updated_since = Since("updated_at", label=_("Changed since"))
    recorded_since = Since("created_at", label=_("Recorded since"))
    recorded_until = Since("created_at", label=_("Recorded until"), until=True)
    incomplete = Yes(label=_("Something is missing"), method="lacking_something")

    def met_since(self, rows: QuerySet, name: str, day: datetime.date) -> QuerySet:
        return rows.filter(activity__last_met_on__gte=day)

    def with_theme(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        return rows.filter(has("themes", Q(theme__code=code)))

    def with_tag(self, rows: QuerySet, name: str, key: str) -> QuerySet:
        return rows.filter(has("tags", Q(tag__key=key)))

    def lacking_something(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(completeness.lacking_something())

    def at_step(self, rows: Any, name: str, step: str) -> QuerySet:
        return rows.at_step(step)

    def silent(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.dormant()


class AssociationFilters(OrganisationFilters):
    """What narrows associations."""

    always = ("q", "community", "province", "engagement", "last_contact")

    community = Many(label=_("Community"), options=COMMUNITIES, method="serving")
    only = One(label=_("Community, and no other"), options=EXACTLY, strict=True, method="serving_only")
    form = One("form", label=_("Form"), options=FORMS, strict=True)
    origin = One(label=_("Where its people come from"), options=ORIGINS, typed=True, method="coming_from")
    # Asked by figures alone: the list has no field for it, and says in words that it is narrowed so.
    placed = Yes(label=_("In an Italian province"), method="in_italy", widget=forms.HiddenInput)

    def coming_from(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        """Of those that name several places each of them counts, and the association comes once."""

        def named(**place: str) -> Q:
            condition = Q(**{f"subdivision__{column}": value for column, value in place.items()})
            return Q(has("origin_subdivisions", condition))

        return rows.filter(comes_from(code, named=named, of_country=serves))

    def in_italy(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(province__isnull=False)

    def serving(self, rows: QuerySet, name: str, codes: list[str]) -> QuerySet:
        """An association that serves several communities counts for each of them, and comes once."""
        return rows.filter(has("communities", Q(country_id__in=codes)))

    def serving_only(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        return rows.alias(which=which_country(Organisation, "communities")).filter(which=code)


class PartnerActorFilters(OrganisationFilters):
    """What narrows partner actors."""

    always = ("q", "type", "province", "country", "last_contact")

    type = One("type", label=_("Type"), options=TYPES, strict=True)
    country = One("country_id", label=_("Country"), options=COUNTRIES, typed=True)
    interest = Many(label=_("Countries of interest"), options=COMMUNITIES, method="interested_in")

    def interested_in(self, rows: QuerySet, name: str, codes: list[str]) -> QuerySet:
        return rows.filter(has("countries_of_interest", Q(country_id__in=codes)))


class InitiativeFilters(RecordFilters):
    """What narrows existing efforts."""

    always = ("q", "theme", "country", "subdivision", "year")
    named = {"organisation": Organisation}

    q = Words(label=_("Title"))
    theme = One(label=_("Theme"), options=or_not_said(THEMES), method="on_theme")
    country = One(label=_("Country"), options=or_not_said(COMMUNITIES), method="in_country")
    subdivision = One(label=_("Subdivision"), options=SUBDIVISIONS, typed=True, method="in_subdivision")
    year = Year(label=_("Running in"), method="running_in")
    organisation = Key(label=_("Organisation"), method="of_organisation")
    province = One(label=_("Italian province of who runs it"), options=PROVINCES, typed=True, method="run_from")
    updated_since = Since("updated_at", label=_("Changed since"))

    def on_theme(self, rows: Any, name: str, code: str) -> QuerySet:
        if code == NOT_SAID:
            return rows.filter(~rows.holding("themes"))
        return rows.filter(rows.holding("themes", theme__code=code))

    def in_country(self, rows: Any, name: str, code: str) -> QuerySet:
        if code == NOT_SAID:
            return rows.filter(~rows.holding("countries"))
        return rows.filter(rows.holding("countries", country_id=code))

    def in_subdivision(self, rows: Any, name: str, code: str) -> QuerySet:
        """Those there; or those of a country of which no part is named."""
        country, _dash, part = code.partition("-")
        if part != NOT_SAID:
            return rows.filter(rows.holding("subdivisions", subdivision__code=code))
        unsaid = ~rows.holding("subdivisions", subdivision__country_id=country)
        return rows.filter(rows.holding("countries", country_id=country), unsaid)

    def running_in(self, rows: QuerySet, name: str, year: int) -> QuerySet:
        """Neither over before that year nor begun after it, as far as the years are known; one at least is."""
        known = Q(starts_in__isnull=False) | Q(ends_in__isnull=False)
        begun = Q(starts_in__isnull=True) | Q(starts_in__lte=year)
        return rows.filter(known, begun, Q(ends_in__isnull=True) | Q(ends_in__gte=year))

    def run_from(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        """Those that name an organisation in a province, where the reader sees it."""
        seen = Organisation.objects.visible_to(self.user).filter(province__code=code)
        return rows.filter(organisation__in=seen.values("pk"))

    def of_organisation(self, rows: QuerySet, name: str, key: int) -> QuerySet:
        """Those that name an organisation, where the reader sees it."""
        seen = Organisation.objects.visible_to(self.user).filter(pk=key)
        return rows.filter(organisation__in=seen.values("pk"))
