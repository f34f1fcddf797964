"""Which needs, offers, matches and partnerships: who sees them, and where they stand."""

import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from associations.models.organisation import SPECIAL_FORMS, SPECIAL_TYPES
from midla.accounts.permissions import Permission
from midla.accounts.scope import countries_of
from midla.records.querysets import RecordQuerySet, SearchedQuerySet


class ForCountriesQuerySet(SearchedQuerySet):
    """Records that are for some programme countries, and seen by whoever is not limited to others."""

    def visible_to(self, user: Any) -> Self:
        """All, or for a user with a country limit those for one of these countries."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        codes = countries_of(user)
        if not codes:
            return self.kept()
        through = self.model.countries.through
        own = f"{self.model._meta.concrete_model._meta.model_name}_id"
        return self.kept().filter(Exists(through.objects.filter(**{own: OuterRef("pk")}, country_id__in=codes)))

    def for_country(self, code: str) -> Self:
        """For this country, whatever others it is for too: no row comes twice."""
        through = self.model.countries.through
        own = f"{self.model._meta.concrete_model._meta.model_name}_id"
        return self.filter(Exists(through.objects.filter(**{own: OuterRef("pk")}, country_id=code)))


def holding_on(day: datetime.date) -> Q:
    """The condition that a need or offer has not expired on a day."""
    return Q(ends_on=None) | Q(ends_on__gte=day)


class ResourceQuerySet(ForCountriesQuerySet):
    """Needs and offers."""

    def open(self, today: datetime.date | None = None) -> Self:
        """Still looked for, or given: neither closed nor expired."""
        return self.filter(holding_on(today or timezone.localdate()), state="open")

    def needs(self) -> Self:
        """Only needs."""
        return self.filter(side="need")

    def offers(self) -> Self:
        """Only offers."""
        return self.filter(side="offer")

    def for_list(self) -> Self:
        """With theme, holder and owner."""
        return self.select_related("theme", "organisation", "person", "owner").prefetch_related("countries")


class SideManager(models.Manager.from_queryset(ResourceQuerySet)):
    """The manager of one side: it only ever yields needs, or offers."""

    def __init__(self, side: str) -> None:
        super().__init__()
        self.side = side

    def get_queryset(self) -> ResourceQuerySet:
        return super().get_queryset().filter(side=self.side)


class MatchQuerySet(models.QuerySet):
    """Matches."""

    def visible_to(self, user: Any) -> Self:
        """Those whose need and offer the user both sees."""
        seen = apps.get_model("partnerships", "Resource").objects.visible_to(user)
        return self.filter(Exists(seen.filter(pk=OuterRef("need_id"))), Exists(seen.filter(pk=OuterRef("offer_id"))))

    def open(self) -> Self:
        """Proposed, and both sides still open."""
        today = timezone.localdate()
        held = [Q(**{f"{side}__ends_on": None}) | Q(**{f"{side}__ends_on__gte": today}) for side in ("need", "offer")]
        return self.filter(*held, state="proposed", need__state="open", offer__state="open")


class PartnershipQuerySet(ForCountriesQuerySet):
    """Partnerships."""

    def live(self) -> Self:
        """Still being worked on."""
        return self.filter(stage__in=("idea", "introduced", "negotiating", "agreed", "active"))

    def running(self) -> Self:
        """Agreed or active: their participants are in partnership."""
        return self.filter(stage__in=("agreed", "active"))

    def adrift(self) -> Self:
        """Live, and nobody has said what comes next."""
        return self.live().filter(next_step="")

    def overdue(self) -> Self:
        """Live, and the day of the next step is over."""
        return self.live().filter(next_step_on__lt=timezone.localdate())

    def for_list(self) -> Self:
        """With owner and countries."""
        return self.select_related("owner").prefetch_related("countries")


class PartnershipPartQuerySet(RecordQuerySet):
    """What hangs on partnerships: participants, agreements, funding lines, milestones, results, reviews."""

    def visible_to(self, user: Any) -> Self:
        """Those of partnerships the user sees."""
        seen = apps.get_model("partnerships", "Partnership").objects.visible_to(user)
        return self.kept().filter(Exists(seen.filter(pk=OuterRef("partnership_id"))))

    def for_list(self) -> Self:
        """With the partnership they belong to."""
        return self.select_related("partnership")

    def of(self, partnership: models.Model) -> Self:
        """Those of a partnership that the caller has fetched through its own `visible_to`."""
        return self.kept().filter(partnership=partnership)


def beside_special(partnership: str = "pk") -> Exists:
    """The condition that a religious community or a trade union takes part in the partnership of the row."""
    parts = apps.get_model("partnerships", "Participant").objects.kept()
    special = Q(organisation__form__in=SPECIAL_FORMS) | Q(organisation__type__in=SPECIAL_TYPES)
    return Exists(parts.filter(special, partnership_id=OuterRef(partnership)))


class ParticipantQuerySet(PartnershipPartQuerySet):
    """Who takes part in partnerships."""

    def visible_to(self, user: Any) -> Self:
        """Parts in partnerships the user sees, of organisations or people the user sees too: a part bears a name."""
        organisations = apps.get_model("associations", "Organisation").objects.visible_to(user)
        people = apps.get_model("contacts", "Person").objects.visible_to(user)
        seen = Q(Exists(organisations.filter(pk=OuterRef("organisation_id"))))
        rows = super().visible_to(user).filter(seen | Q(Exists(people.filter(pk=OuterRef("person_id")))))
        if user.is_authenticated and user.can(Permission.VIEW_SPECIAL):
            return rows
        return rows.filter(Q(person=None) | ~beside_special("partnership_id"))

    def for_list(self) -> Self:
        """With whose part it is."""
        return self.select_related("organisation", "person", "partnership")


class StageChangeQuerySet(models.QuerySet):
    """Changes of stage."""

    def visible_to(self, user: Any) -> Self:
        """Those of partnerships the user sees."""
        seen = apps.get_model("partnerships", "Partnership").objects.visible_to(user)
        return self.filter(Exists(seen.filter(pk=OuterRef("partnership_id"))))
