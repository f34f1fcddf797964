"""Which organisations and existing efforts: who sees them, and where the programme stands with each."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone

from associations import engagement
from midla.accounts.scope import countries_of
from midla.records.querysets import SearchedQuerySet
from midla.records.search import words_of


def is_seen_association(path: str, codes: Sequence[str]) -> Q:
    """The condition that what `path` leads to is an association that a user limited to these countries sees."""
    conditions = {"face": "association", "trashed_at": None, "communities__in": codes}
    return Q(**{f"{path}__{name}": value for name, value in conditions.items()})


class OrganisationQuerySet(SearchedQuerySet):
    """Organisations of both faces."""

    def visible_to(self, user: Any) -> Self:
        """All partner actors, and the associations that serve a country of the user's."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        codes = countries_of(user)
        if not codes:
            return self.kept()
        serving = self.model.communities.through.objects.filter(organisation_id=OuterRef("pk"), country_id__in=codes)
        return self.kept().filter(Q(face="partner") | Exists(serving))

    def at_step(self, step: str) -> Self:
        """Whose highest step of engagement is this one today."""
        return self.filter(engagement.at_step(step, timezone.localdate()))

    def dormant(self) -> Self:
        """Once in touch, and silent for a year."""
        return self.filter(engagement.dormant(timezone.localdate()))

    def silent_for(self, days: int) -> Self:
        """Never in touch, or not for so many days."""
        return self.filter(engagement.silent_for(days, timezone.localdate()))

    def by_name(self, query: str) -> Self:
        """Those whose own name begins so, then those that hold the first word, then those found by other names."""
        words = words_of(query)
        begins = When(sort_key__startswith=" ".join(words), then=0)
        holds = When(sort_key__contains=next(iter(words), ""), then=1)
        return self.order_by(Case(begins, holds, default=2), "sort_key", "pk")

    def for_list(self) -> Self:
        """With place, owner, activity and communities."""
        return self.select_related("province", "country", "owner", "activity").prefetch_related("communities")


class FaceManager(models.Manager.from_queryset(OrganisationQuerySet)):
    """The manager of one face: it only ever yields organisations of that face."""

    def __init__(self, face: str) -> None:
        super().__init__()
        self.face = face

    def get_queryset(self) -> OrganisationQuerySet:
        return super().get_queryset().filter(face=self.face)


def keys(records: Iterable[Any]) -> list[Any]:
    """The keys of records, or keys as they are."""
    return [getattr(record, "pk", record) for record in records]


class InitiativeQuerySet(SearchedQuerySet):
    """Existing efforts; a country limit does not narrow them."""

    def visible_to(self, user: Any) -> Self:
        """All of them, for whoever is signed in and active."""
        return self.kept() if user.is_authenticated and user.is_active else self.none()

    def holding(self, relation: str, **condition: Any) -> Exists:
        """The condition that an effort has something in a many-to-many relation: no row comes twice."""
        through = getattr(self.model, relation).through
        return Exists(through.objects.filter(**condition, initiative_id=OuterRef("pk")))

    def like(
        self, *, countries: Iterable[Any] = (), subdivisions: Iterable[Any] = (), themes: Iterable[Any] = ()
    ) -> Self:
        """Those of a common theme and place: a common subdivision where both name any, else a common country."""
        near = Q(self.holding("countries", country_id__in=keys(countries)))
        if places := keys(subdivisions):
            near &= ~Q(self.holding("subdivisions"))
            near |= Q(self.holding("subdivisions", subdivision_id__in=places))
        return self.filter(near, self.holding("themes", theme_id__in=keys(themes)))

    def for_list(self) -> Self:
        """With its countries."""
        return self.prefetch_related("countries")
