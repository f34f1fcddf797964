"""Associations and partner actors, as the shared mechanics know them."""

from django.db.models import QuerySet

from associations.models import Association, Organisation, PartnerActor
from midla.accounts.permissions import Permission
from midla.records.registry import RecordType, register


class OrganisationType(RecordType):
    """What both faces have in common."""

    view_permission = Permission.VIEW
    edit_permission = Permission.EDIT
    edit_any_permission = Permission.EDIT_ANY
    searched = True

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


@register
class PartnerActorType(OrganisationType):
    """Bodies in Italy and in programme countries that could work with associations."""

    model = PartnerActor
    url = "associations:partner"
    icon = "building"
