"""People, meetings and follow-ups, as the shared mechanics know them."""

import datetime
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from associations.models import Organisation
from associations.records import AssociationType, PartnerActorType

# They declare what rests on meetings, how people are compared, and what can be imported.
from contacts import activity, doubles, importing, likely  # noqa: F401
from contacts.attendance import hides_people
from contacts.columns import FOLLOW_UP_COLUMNS, MEETING_COLUMNS, NEXT_STEP, PERSON_COLUMNS
from contacts.concerned import concerned
from contacts.consent import NOT_ASKED, may_read_contacts
from contacts.filters import FollowUpFilters, MeetingFilters, MetAssociationFilters, PersonFilters
from contacts.merging import move_participations, move_roles, strictest_consent
from contacts.models import Affiliation, Consent, FollowUp, Meeting, Participation, Person
from contacts.querysets import beside_special
from midla.accounts.permissions import Permission
from midla.records.columns import with_column
from midla.records.merging import move, move_links
from midla.records.registry import (
    Due,
    RecordType,
    register,
    register_consequence,
    register_due,
    register_ownership,
    register_relation,
    type_of,
)
from midla.records.tasks import compare_all_soon, compare_soon
from midla.ui.dates import short_day

# A reminder is a page to read in the morning, not a register.
MOST_DUE = 50


class ContactType(RecordType):
    """What people, meetings and follow-ups have in common."""

    view_permission = Permission.VIEW
    edit_permission = Permission.EDIT
    edit_any_permission = Permission.EDIT_ANY
    export_permission: ClassVar[Any] = Permission.EXPORT
    bulk_permission: ClassVar[Any] = Permission.BULK
    share_permission = Permission.SHARE_VIEWS
    searched = True


@register
class PersonType(ContactType):
    """People the programme knows by name."""

    model = Person
    url = "contacts:person"
    icon = "person"
    guarded_fields = dict.fromkeys(Person.contact_fields, Permission.VIEW_CONTACTS)
    merge_permission = Permission.EDIT_ANY
    merged_together = (("birth_date", "birth_year"), ("street", "postcode", "town"))
    spare_fields: ClassVar[dict[str, str]] = {"phone": "second_phone"}
    own_page_fields = frozenset({"languages"})
    columns = PERSON_COLUMNS
    filters = PersonFilters
    order = "name"

    def views(self, user: Any) -> Sequence[tuple[Any, str]]:
        not_asked = (capfirst(_("consent not asked")), f"consent={NOT_ASKED}")
        return ((_("All"), ""), (_("To complete"), "to_complete=1"), not_asked)

    def hidden_fields(self, user: Any, record: Any = None) -> set[str]:
        """Contact data of who did not agree to the transfer, outside the EU; languages that tell of ethnic origin."""
        hidden = super().hidden_fields(user, record)
        if not user.can(Permission.VIEW_SPECIAL):
            hidden |= {"languages"}
        is_new = record is not None and record.pk is None
        may = may_read_contacts(user, record) if record is not None and record.pk else not user.is_outside_eu
        return hidden if is_new or may else hidden | {*Person.contact_fields}

    def for_search(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("province").prefetch_related("citizenships")

    def summary(self, record: Person) -> str:  # type: ignore[override]
        countries = ", ".join(country.code for country in record.citizenships.all())
        return " · ".join(str(part) for part in (countries, record.province) if part)


@register
class MeetingType(ContactType):
    """Visits, calls, messages, online meetings and events."""

    model = Meeting
    url = "contacts:meeting"
    icon = "chat-left-text"
    is_prose = True
    columns = MEETING_COLUMNS
    filters = MeetingFilters
    order = "-when"

    def views(self, user: Any) -> Sequence[tuple[Any, str]]:
        return (
            (pgettext_lazy("meetings", "All"), ""),
            (pgettext_lazy("meetings", "Mine"), f"staff={user.pk}"),
            (pgettext_lazy("meetings", "Planned"), "state=planned&sort=when"),
        )

    def hidden_fields(self, user: Any, record: Any = None) -> set[str]:
        """Who was there too, at meetings with religious communities and trade unions, for who may not read that."""
        hidden = super().hidden_fields(user, record)
        return hidden | {"people"} if record is not None and hides_people(record, user) else hidden

    def for_search(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("kind", "province")

    def summary(self, record: Meeting) -> str:  # type: ignore[override]
        parts = (short_day(record.starts_at), record.get_state_display(), record.place or record.province)
        return " · ".join(str(part) for part in parts if part)


@register
class FollowUpType(ContactType):
    """What was promised."""

    model = FollowUp
    url = "contacts:follow-up"
    icon = "check2-square"
    is_prose = True
    columns = FOLLOW_UP_COLUMNS
    filters = FollowUpFilters
    order = "due"

    def views(self, user: Any) -> Sequence[tuple[Any, str]]:
        office = f"office={user.office.code}&stands=open" if user.office else "stands=open"
        return (
            (pgettext_lazy("follow-ups", "Mine"), f"owner={user.pk}&stands=open"),
            (_("My office"), office),
            (_("All open"), "stands=open"),
            (pgettext_lazy("follow-ups", "Done"), "stands=done&sort=-done"),
            (pgettext_lazy("follow-ups", "All"), ""),
        )

    def hidden_fields(self, user: Any, record: Any = None) -> set[str]:
        """Whom it concerns, beside religious communities and trade unions, for who may not read that tie."""
        hidden = super().hidden_fields(user, record)
        if record is None or user.can(Permission.VIEW_SPECIAL):
            return hidden
        special = FollowUp.objects.filter(beside_special(), pk=record.pk).exists()
        return hidden | {"person"} if special else hidden

    def for_search(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("owner")

    def summary(self, record: FollowUp) -> str:  # type: ignore[override]
        due = short_day(record.due_on) if record.due_on else ""
        return " · ".join(str(part) for part in (record.owner, due) if part)


@register
class AffiliationType(ContactType):
    """Roles of people in organisations; they have no list of their own."""

    model = Affiliation
    url = "contacts:affiliation"
    icon = "person"
    searched = False
    export_permission = None
    bulk_permission = None

    def detail_url(self, record: Affiliation) -> str:  # type: ignore[override]
        """A role is read on its person's page."""
        return record.person.get_absolute_url()

    def list_url(self) -> str:
        return reverse("contacts:person-list")


FACES: tuple[type[RecordType], ...] = (AssociationType, PartnerActorType)
for face in FACES:
    face.columns = with_column(face.columns, NEXT_STEP, after="last_contact")

# Until a higher app knows more to narrow them by.
AssociationType.filters = MetAssociationFilters

register_consequence(Person, compare_soon, compare_all_soon)
register_ownership(FollowUp, "owner", done_at=None)
register_relation(Person, Consent, "person", strictest_consent)
register_relation(Person, Participation, "person", move_participations)
register_relation(Organisation, Meeting, "organisations", move_links)
for source, policy in ((Affiliation, move_roles), (FollowUp, move)):
    register_relation(Person, source, "person", policy)
    register_relation(Organisation, source, "organisation", policy)


def promises_due(user: Any, day: datetime.date) -> list[Due]:
    """The user's own open follow-ups that are due by a day."""
    rows = FollowUp.objects.visible_to(user).of_owner(user).open().filter(due_on__lte=day)
    known, first = type_of(FollowUp), list(rows.order_by("due_on", "pk")[:MOST_DUE])
    whom = concerned([row.pk for row in first], user)
    names = {key: ", ".join(one.name for one in ones) for key, ones in whom.items()}
    return [Due(row.due_on or day, names.get(row.pk, ""), known.detail_url(row)) for row in first]


register_due(promises_due)
