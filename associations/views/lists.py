"""The lists of associations and partner actors."""

from django.utils.translation import gettext_lazy as _

from associations.records import AssociationType, PartnerActorType
from midla.accounts.permissions import Permission
from midla.records.views.lists import RecordList


class AssociationList(RecordList):
    """Migrant associations."""

    record_type = AssociationType
    permission = Permission.VIEW
    add_label = _("New association")


class PartnerActorList(RecordList):
    """Partner actors."""

    record_type = PartnerActorType
    permission = Permission.VIEW
    add_label = _("New partner actor")
