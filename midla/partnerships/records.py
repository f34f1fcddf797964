"""Needs, offers, partnerships and what hangs on them, as the shared mechanics know them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from associations.models import Organisation
from associations.records import AssociationType
from contacts.attendance import hides_people
from contacts.models import Person
from midla.accounts.permissions import Permission
from midla.partnerships import activity  # noqa: F401  (declares what rests on them)
from midla.partnerships.columns.partnership import PARTNERSHIP_COLUMNS
from midla.partnerships.columns.resource import RESOURCE_COLUMNS
from midla.partnerships.due import partnerships_due
from midla.partnerships.filters.association import PartneredAssociationFilters
from midla.partnerships.filters.partnership import PartnershipFilters
from midla.partnerships.filters.resource import ResourceFilters
from midla.partnerships.models import (
    Agreement,
    FundingLine,
    Milestone,
    Need,
    Offer,
    Participant,
    Partnership,
    PartOfPartnership,
    Resource,
    Result,
    Review,
)
from midla.records.merging import move
from midla.records.registry import RecordType, register, register_due, register_ownership, register_relation


class BrokeringType(RecordType):
    """What the records of this app have in common."""

    view_permission = Permission.VIEW
    edit_permission = Permission.EDIT
    edit_any_permission = Permission.EDIT_ANY
    export_permission: ClassVar[Any] = Permission.EXPORT
    bulk_permission: ClassVar[Any] = Permission.BULK
    share_permission = Permission.SHARE_VIEWS
    searched = True


# --- needs and offers -------------------------------------------------------------------------------------------------
class ResourceType(BrokeringType):
    """What needs and offers have in common."""

    is_prose = True
    columns = RESOURCE_COLUMNS
    filters = ResourceFilters
    order = "-recorded"
    # What its views are called: other languages speak of needs otherwise than of offers.
    every: ClassVar[Any]
    all_open: ClassVar[Any]
    own: ClassVar[Any]

    def views(self, user: Any) -> Sequence[tuple[Any, str]]:
        return (
            (self.every, ""),
            (self.all_open, "state=open&sort=until"),
            (self.own, f"owner={user.pk}&state=open"),
            (pgettext_lazy("of a need", "Met"), "state=met&sort=-closed"),
        )

    def hidden_fields(self, user: Any, record: Any = None) -> set[str]:
        """Where a person's was heard, if that is with a religious community or a trade union."""
        hidden = super().hidden_fields(user, record)
        told = record is None or record.person_id is None or record.meeting_id is None
        return hidden if told or not hides_people(record.meeting, user) else hidden | {"meeting"}

    def detail_url(self, record: Resource) -> str:  # type: ignore[override]
        """The page of its side, also where it is held as a plain resource."""
        return reverse(f"partnerships:{record.side}-detail", args=[record.pk])

    def for_search(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("theme").prefetch_related("countries")

    def summary(self, record: Resource) -> str:  # type: ignore[override]
        codes = ", ".join(country.code for country in record.countries.all())
        return " · ".join(str(part) for part in (record.get_kind_display(), record.theme, codes) if part)


@register
class NeedType(ResourceType):
    """What associations and people look for."""

    model = Need
    url = "partnerships:need"
    icon = "search"
    every, own = pgettext_lazy("needs", "All"), pgettext_lazy("needs", "Mine")
    all_open = pgettext_lazy("needs", "Open")


@register
class OfferType(ResourceType):
    """What organisations and people give."""

    model = Offer
    url = "partnerships:offer"
    icon = "gift"
    every, own = pgettext_lazy("offers", "All"), pgettext_lazy("offers", "Mine")
    all_open = pgettext_lazy("offers", "Open")


register_ownership(Resource, "owner", state="open")


# --- partnerships and their parts -------------------------------------------------------------------------------------
@register
class PartnershipType(BrokeringType):
    """Partnerships, from the idea to their end."""

    model = Partnership
    url = "partnerships:partnership"
    icon = "kanban"
    columns = PARTNERSHIP_COLUMNS
    filters = PartnershipFilters
    order = "-since"

    def views(self, user: Any) -> Sequence[tuple[Any, str]]:
        return (
            (pgettext_lazy("partnerships", "All"), ""),
            (_("All live"), "live=1"),
            (pgettext_lazy("partnerships", "Mine"), f"owner={user.pk}&live=1"),
            (_("Adrift"), "adrift=1"),
            (_("Overdue"), "overdue=1&sort=next_step"),
        )

    def for_search(self, rows: QuerySet) -> QuerySet:
        return rows.prefetch_related("countries")

    def summary(self, record: Partnership) -> str:  # type: ignore[override]
        countries = ", ".join(country.code for country in record.countries.all())
        return " · ".join(str(part) for part in (record.get_stage_display(), countries) if part)


class PartType(BrokeringType):
    """What hangs on a partnership; it has no list of its own and is read on the partnership's page."""

    searched = False
    export_permission = None
    bulk_permission = None

    def detail_url(self, record: PartOfPartnership) -> str:  # type: ignore[override]
        return record.partnership.get_absolute_url()

    def left_url(self, record: PartOfPartnership) -> str:  # type: ignore[override]
        return self.detail_url(record)

    def list_url(self) -> str:
        return reverse("partnerships:partnership-list")


@register
class ParticipantType(PartType):
    """Who takes part, and as what."""

    model = Participant
    url = "partnerships:participant"
    icon = "people"


@register
class AgreementType(PartType):
    """What the parties signed, with its files."""

    model = Agreement
    url = "partnerships:agreement"
    icon = "pen"


@register
class FundingLineType(PartType):
    """What one source gives."""

    model = FundingLine
    url = "partnerships:funding"
    icon = "cash-coin"


@register
class MilestoneType(PartType):
    """What is to be reached by a day."""

    model = Milestone
    url = "partnerships:milestone"
    icon = "flag"


@register
class ResultType(PartType):
    """What came of it."""

    model = Result
    url = "partnerships:result"
    icon = "star"


@register
class ReviewType(PartType):
    """Whether it still works months after it was completed."""

    model = Review
    url = "partnerships:review"
    icon = "clock-history"


register_ownership(Partnership, "owner")
register_due(partnerships_due)

# Associations narrow by the days on which a partnership of theirs was agreed, too.
AssociationType.filters = PartneredAssociationFilters
for carried in (Resource, Participant):
    register_relation(Organisation, carried, "organisation", move)
    register_relation(Person, carried, "person", move)
register_relation(Organisation, FundingLine, "organisation", move)
