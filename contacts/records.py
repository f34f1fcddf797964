"""People, meetings and follow-ups, as the shared mechanics know them."""

from django.db.models import QuerySet

from contacts.models import FollowUp, Meeting, Person
from midla.accounts.permissions import Permission
from midla.records.registry import RecordType, register
from midla.ui.dates import short_day


class ContactType(RecordType):
    """What people, meetings and follow-ups have in common."""

    view_permission = Permission.VIEW
    edit_permission = Permission.EDIT
    edit_any_permission = Permission.EDIT_ANY
    searched = True


@register
class PersonType(ContactType):
    """People the programme knows by name."""

    model = Person
    url = "contacts:person"
    icon = "person"
    guarded_fields = dict.fromkeys(Person.contact_fields, Permission.VIEW_CONTACTS)

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

    def for_search(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("owner")

    def summary(self, record: FollowUp) -> str:  # type: ignore[override]
        due = short_day(record.due_on) if record.due_on else ""
        return " · ".join(str(part) for part in (record.owner, due) if part)
