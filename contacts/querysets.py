"""Which people, roles, meetings and follow-ups: who sees them, and when they hold."""

import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from associations.models import Organisation
from associations.models.organisation import SPECIAL_FORMS, SPECIAL_TYPES
from associations.querysets import is_seen_association
from midla.accounts.permissions import Permission
from midla.accounts.scope import countries_of
from midla.records.querysets import ConfinedQuerySet, RecordQuerySet, SearchedQuerySet
from midla.records.seeing import ByRowOrWhole, ExistsByRow


def signed_in(user: Any) -> bool:
    """True for an active user; nobody else sees a row."""
    return user.is_authenticated and user.is_active


def visible_organisation(user: Any, reference: str) -> Exists:
    """The condition that the organisation `reference` points to is one the user sees."""
    return Exists(Organisation.objects.visible_to(user).filter(pk=OuterRef(reference)))


class PersonQuerySet(SearchedQuerySet):
    """People."""

    def visible_to(self, user: Any) -> Self:
        """With a citizenship of the user's countries, with a role in an association seen, or recorded by the user."""
        if not signed_in(user):
            return self.none()
        codes = countries_of(user)
        if not codes:
            return self.kept()
        citizens = self.model.citizenships.through.objects.filter(country_id__in=codes)
        roles = apps.get_model("contacts", "Affiliation").objects.kept().order_by()
        if not user.can(Permission.VIEW_SPECIAL):
            # Whoever is seen for no other reason has a role there.
            roles = plain_ties(roles)
        ties = roles.filter(is_seen_association("organisation", codes))
        own = Q(created_by_id=user.pk)
        here = {"person_id": OuterRef("pk")}

        def keys() -> models.QuerySet:
            recorded = self.model.objects.filter(own).order_by()
            return citizens.values("person_id").union(ties.values("person_id"), recorded.values("pk"))

        by_row = ExistsByRow(citizens.filter(**here)) | ExistsByRow(ties.filter(**here)) | own
        return self.kept().filter(ByRowOrWhole(by_row=by_row, keys=keys))

    def for_list(self) -> Self:
        """With place and citizenships."""
        return self.select_related("province", "origin_subdivision").prefetch_related("citizenships")


def plain_ties(ties: Any) -> Any:
    """Roles that are no special-category data: what lists, exports and panels may tell of."""
    return ties.exclude(organisation__form__in=SPECIAL_FORMS).exclude(organisation__type__in=SPECIAL_TYPES)


class AffiliationQuerySet(RecordQuerySet):
    """Roles of people in organisations."""

    def visible_to(self, user: Any) -> Self:
        """Roles whose person and organisation are seen.

        Ties to religion or a trade union are for officers and above.
        """
        rows = self.of(user)
        if not signed_in(user) or not countries_of(user):
            return rows.filter(person__trashed_at=None)
        people = apps.get_model("contacts", "Person").objects.visible_to(user)
        return rows.filter(Exists(people.filter(pk=OuterRef("person_id"))))

    def of(self, user: Any, **known: Any) -> Self:
        """The same of people that the caller fetched through their own `visible_to`."""
        if not signed_in(user):
            return self.none()
        rows = self.kept().filter(organisation__trashed_at=None, **known)
        if not user.can(Permission.VIEW_SPECIAL):
            rows = rows.exclude(organisation__form__in=SPECIAL_FORMS).exclude(organisation__type__in=SPECIAL_TYPES)
        return rows.filter(visible_organisation(user, "organisation_id")) if countries_of(user) else rows

    def on(self, day: datetime.date) -> Self:
        """Roles that hold on a day."""
        started = Q(started_on=None) | Q(started_on__lte=day)
        return self.filter(started, Q(ended_on=None) | Q(ended_on__gte=day))

    def past(self, day: datetime.date) -> Self:
        """Roles that ended before a day."""
        return self.filter(ended_on__lt=day)


class ConsentQuerySet(models.QuerySet):
    """What people agreed to."""

    def visible_to(self, user: Any) -> Self:
        """Rows of people the user sees."""
        person = apps.get_model("contacts", "Person")
        return self.filter(Exists(person.objects.visible_to(user).filter(pk=OuterRef("person_id"))))


class MeetingQuerySet(ConfinedQuerySet):
    """Meetings."""

    def visible_to(self, user: Any) -> Self:
        """Open to the user, with at least one organisation or person the user sees."""
        if not signed_in(user):
            return self.none()
        rows = self.kept().open_to(user)
        if not countries_of(user):
            return rows
        people = apps.get_model("contacts", "Person").objects.visible_to(user).order_by()
        organisations = Organisation.objects.visible_to(user).order_by()
        with_people = self.model.people.through.objects.order_by()
        with_organisations = self.model.organisations.through.objects.all()
        here = {"meeting_id": OuterRef("pk")}

        def keys() -> models.QuerySet:
            seen_people = with_people.filter(person_id__in=people.whole().values("pk"))
            seen = with_organisations.filter(organisation_id__in=organisations.values("pk"))
            return seen.values("meeting_id").union(seen_people.values("meeting_id"))

        by_organisation = visible_organisation(user, "organisation_id")
        by_person = Exists(people.filter(pk=OuterRef("person_id")))
        by_row = ExistsByRow(with_organisations.filter(by_organisation, **here)) | ExistsByRow(
            with_people.filter(by_person, **here)
        )
        return rows.filter(ByRowOrWhole(by_row=by_row, keys=keys))

    def of(self, user: Any, **known: Any) -> Self:
        """Meetings with organisations or people that the caller fetched through their own `visible_to`."""
        return self.kept().open_to(user).filter(**known) if signed_in(user) else self.none()

    def telling_presence_to(self, user: Any) -> Self:
        """Without those at which having been there is special-category data that the user may not read."""
        return self if user.can(Permission.VIEW_SPECIAL) else self.filter(~Exists(self.special_hosts()))

    def special_hosts(self, reference: str = "pk") -> models.QuerySet:
        """The religious communities and trade unions that the meeting behind `reference` was with."""
        special = Q(organisation__form__in=SPECIAL_FORMS) | Q(organisation__type__in=SPECIAL_TYPES)
        return self.model.organisations.through.objects.filter(special, meeting_id=OuterRef(reference))

    def with_person(self, key: int, user: Any) -> Self:
        """Meetings somebody has a part in, as far as the user may know that."""
        return self.telling_presence_to(user).filter(participations__person=key)

    def held(self) -> Self:
        """Meetings that took place."""
        return self.filter(state="held")

    def planned(self) -> Self:
        """Meetings still to come, or not yet said to have been held."""
        return self.filter(state="planned")

    def for_list(self) -> Self:
        """With kind, place and organisations."""
        return self.select_related("kind", "province").prefetch_related("organisations")


class ParticipationQuerySet(models.QuerySet):
    """Parts of people in meetings, and head-counts."""

    def visible_to(self, user: Any) -> Self:
        """Rows of meetings the user sees."""
        meeting = apps.get_model("contacts", "Meeting")
        return self.filter(Exists(meeting.objects.visible_to(user).filter(pk=OuterRef("meeting_id"))))


def beside_special() -> Q:
    """The condition that a follow-up hangs on a religious community or a trade union, or on a meeting with one."""
    special = Q(organisation__form__in=SPECIAL_FORMS) | Q(organisation__type__in=SPECIAL_TYPES)
    return special | Q(Exists(apps.get_model("contacts", "Meeting").objects.special_hosts("meeting_id")))


class FollowUpQuerySet(ConfinedQuerySet):
    """Follow-ups."""

    def visible_to(self, user: Any) -> Self:
        """Open to the user, its meeting too, and hanging on at least one record the user sees."""
        if not signed_in(user) or not countries_of(user):
            return self.of(user)
        meetings, people = apps.get_model("contacts", "Meeting").objects, apps.get_model("contacts", "Person").objects
        meeting = Exists(meetings.visible_to(user).filter(pk=OuterRef("meeting_id")))
        person = Exists(people.visible_to(user).filter(pk=OuterRef("person_id")))
        return self.of(user).filter(visible_organisation(user, "organisation_id") | person | meeting)

    def of(self, user: Any, **known: Any) -> Self:
        """The same of records that the caller fetched through their own `visible_to`."""
        if not signed_in(user):
            return self.none()
        meetings = apps.get_model("contacts", "Meeting").objects
        closed = meetings.confined_to_others(user).filter(meeting_id=OuterRef("meeting_id"))
        return self.kept().open_to(user).filter(~Exists(closed), **known)

    def about_organisation(self, key: int) -> Self:
        """Hanging on an organisation, or on a meeting with it."""
        return self._own_or_of_meetings({"organisation": key}, {"meeting__organisations": key})

    def about_person(self, key: int, user: Any) -> Self:
        """Hanging on a person, or on a meeting they have a part in, as far as the user may know that."""
        meetings = apps.get_model("contacts", "Meeting").objects.with_person(key, user)
        rows = self._own_or_of_meetings({"person": key}, {"meeting__in": meetings.values("pk")})
        return rows if user.can(Permission.VIEW_SPECIAL) else rows.exclude(beside_special())

    def _own_or_of_meetings(self, own: dict[str, Any], of_meetings: dict[str, Any]) -> Self:
        # Two lookups by index, put together: OR would read the whole table.
        rows = self.model.objects.order_by().values("pk")
        return self.filter(pk__in=rows.filter(**own).union(rows.filter(**of_meetings)))

    def open(self) -> Self:
        """Not done yet."""
        return self.filter(done_at=None)

    def due_before(self, day: datetime.date) -> Self:
        """Open and due before a day."""
        return self.open().filter(due_on__lt=day)

    def of_owner(self, user: Any) -> Self:
        """Looked after by one user."""
        return self.filter(owner_id=user.pk)

    def for_list(self) -> Self:
        """With owner and what it hangs on."""
        return self.select_related("owner", "organisation", "person", "meeting__kind")
