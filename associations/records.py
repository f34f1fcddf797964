"""Associations and partner actors, as the shared mechanics know them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from associations import columns, doubles, likely  # noqa: F401  (declares how they are compared)
from associations.actions import begin_activity
from associations.bulk import AddTag, AssignOwner
from associations.engagement import RECONTACT_DAYS
from associations.federation import move_sections, refuse_circle
from associations.filters import AssociationFilters, PartnerActorFilters
from associations.models import Association, Organisation, OrganisationActivity, PartnerActor
from midla.accounts.permissions import Permission
from midla.records.merging import derived
from midla.records.registry import (
    RecordType,
    register,
    register_consequence,
    register_ownership,
    register_relation,
)

# What is missing first, in the column that says so.
INCOMPLETE = "incomplete=1&sort=-missing&columns=place%2Cmissing%2Cowner"


class OrganisationType(RecordType):
    """What both faces have in common."""

    view_permission = Permission.VIEW
    edit_permission = Permission.EDIT
    edit_any_permission = Permission.EDIT_ANY
    export_permission = Permission.EXPORT
    bulk_permission = Permission.BULK
    share_permission = Permission.SHARE_VIEWS
    searched = True
    order = "name"
    bulk_acts = (AssignOwner, AddTag)
    merge_permission = Permission.EDIT_ANY
    merged_together = (("province", "country", "subdivision"),)

    def detail_url(self, record: Organisation) -> str:  # type: ignore[override]
        """The page of the face the record has, also where it is held as a plain organisation."""
        return reverse(f"associations:{'association' if record.is_association else 'partner'}-detail", args=[record.pk])

    def for_search(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("province", "country")

    def summary(self, record: Organisation) -> str:  # type: ignore[override]
        kind = record.get_form_display() or record.get_type_display()
        return " · ".join(str(part) for part in (kind, record.province or record.country) if part)


@register
class AssociationType(OrganisationType):
    """Migrant associations."""

    model = Association
    url = "associations:association"
    icon = "people"
    columns = columns.ASSOCIATION_COLUMNS
    filters = AssociationFilters

    def views(self, user: Any) -> Sequence[tuple[Any, str]]:
        return (
            (_("All"), ""),
            (_("Mine"), f"owner={user.pk}"),
            (_("To recontact"), f"last_contact={RECONTACT_DAYS}&sort=last_contact"),
            (_("Dormant"), "dormant=1"),
            (_("Incomplete records"), INCOMPLETE),
        )


@register
class PartnerActorType(OrganisationType):
    """Bodies in Italy and in programme countries that could work with associations."""

    model = PartnerActor
    url = "associations:partner"
    icon = "building"
    columns = columns.PARTNER_COLUMNS
    filters = PartnerActorFilters

    def views(self, user: Any) -> Sequence[tuple[Any, str]]:
        return (
            (_("All"), ""),
            (_("Mine"), f"owner={user.pk}"),
            (_("To recontact"), f"last_contact={RECONTACT_DAYS}&sort=last_contact"),
            (_("Incomplete records"), INCOMPLETE),
        )


register_relation(Organisation, Organisation, "parent", move_sections)
register_relation(Organisation, OrganisationActivity, "organisation", derived)
register_consequence(Organisation, begin_activity)
register_consequence(Organisation, refuse_circle)
register_ownership(Organisation, "owner")
