"""Associations, partner actors and existing efforts, as the shared mechanics know them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from associations import columns, doubles, importing, likely  # noqa: F401  (declare how they are compared and imported)
from associations.actions import begin_activities, begin_activity, refuse_second_identifier
from associations.bulk import AddTag, AssignOwner
from associations.engagement import RECONTACT_DAYS
from associations.federation import move_sections, refuse_circle
from associations.filters import NOT_SAID, AssociationFilters, InitiativeFilters, PartnerActorFilters
from associations.models import Association, Initiative, Organisation, OrganisationActivity, PartnerActor
from midla.accounts.permissions import Permission
from midla.records.job_kinds import JobKind, register_job
from midla.records.merging import derived, move
from midla.records.registry import (
    RecordType,
    register,
    register_condition,
    register_consequence,
    register_ownership,
    register_relation,
)
from midla.records.tasks import KIND as FIND_DOUBLES
from midla.records.tasks import compare_all_soon, compare_soon

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
            (pgettext_lazy("associations", "Dormant"), "dormant=1"),
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
            (pgettext_lazy("partner actors", "All"), ""),
            (pgettext_lazy("partner actors", "Mine"), f"owner={user.pk}"),
            (_("To recontact"), f"last_contact={RECONTACT_DAYS}&sort=last_contact"),
            (_("Incomplete records"), INCOMPLETE),
        )


@register
class InitiativeType(RecordType):
    """What others already do; open to every role, whatever countries a user is limited to."""

    model = Initiative
    url = "associations:initiative"
    icon = "flag"
    view_permission = Permission.VIEW
    edit_permission = Permission.EDIT
    edit_any_permission = Permission.EDIT_ANY
    export_permission = Permission.EXPORT
    share_permission = Permission.SHARE_VIEWS
    searched = True
    columns = columns.INITIATIVE_COLUMNS
    filters = InitiativeFilters
    order = "title"

    def views(self, user: Any) -> Sequence[tuple[Any, str]]:
        year = timezone.localdate().year
        return ((_("All"), ""), (_("Running this year"), f"year={year}"), (_("Theme not said"), f"theme={NOT_SAID}"))

    def summary(self, record: Initiative) -> str:  # type: ignore[override]
        places = " ".join(sorted(country.code for country in record.countries.all()))
        return " · ".join(
            part for part in (record.run_by, places, columns.years(record.starts_in, record.ends_in)) if part
        )


register_condition(Initiative, refuse_second_identifier)
register_consequence(Organisation, begin_activity, begin_activities)
register_consequence(Organisation, compare_soon, compare_all_soon)
register_job(JobKind(FIND_DOUBLES, _("Look for doubles"), Permission.EDIT_ANY, _("Pairs that are new: %(number)s")))
register_relation(Organisation, Organisation, "parent", move_sections)
register_relation(Organisation, OrganisationActivity, "organisation", derived)
register_relation(Organisation, Initiative, "organisation", move)
register_consequence(Organisation, refuse_circle)
register_ownership(Organisation, "owner")
