"""The lists of people and meetings."""

from django.utils.translation import gettext_lazy as _

from contacts.records import MeetingType, PersonType
from midla.accounts.permissions import Permission
from midla.records.views.lists import RecordList


class PersonList(RecordList):
    """People."""

    record_type = PersonType
    permission = Permission.VIEW
    add_label = _("New person")


class MeetingList(RecordList):
    """Meetings."""

    record_type = MeetingType
    permission = Permission.VIEW
    add_label = _("Plan a meeting")
