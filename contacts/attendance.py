"""Who was, or is expected, at a meeting, as far as one reader may know.

Names of people the reader does not see are only counted; so is everybody at meetings with religious communities or
trade unions, for whoever may not read special-category data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from associations.models.organisation import SPECIAL_FORMS, SPECIAL_TYPES
from contacts.consent import allowing, contact_readable
from contacts.models import Meeting, Participation, Person, Purpose
from contacts.phones import call_url
from contacts.roles import roles_on
from midla.accounts.permissions import Permission
from midla.records.phones import spaced


@dataclass(frozen=True)
class Attendee:
    """One line of a list of people: `phone` and `call_url` are empty where they may not be called."""

    person: Person
    presence: str
    presence_label: str
    roles: str
    phone: str = ""
    call_url: str = ""


def hides_people(meeting: Meeting, user: Any) -> bool:
    """True where having been there is special-category data that the user may not read."""
    if user.can(Permission.VIEW_SPECIAL) or meeting.pk is None:
        return False
    return meeting.organisations.filter(Q(form__in=SPECIAL_FORMS) | Q(type__in=SPECIAL_TYPES)).exists()


def parts_seen(meeting: Meeting, user: Any) -> Sequence[Participation]:
    """The parts of people whom the user sees, by name."""
    if hides_people(meeting, user):
        return []
    people = Person.objects.visible_to(user)
    rows = Participation.objects.filter(meeting=meeting, person__in=people).select_related("person")
    return list(rows.order_by("person__sort_key", "pk"))


def attendees(meeting: Meeting, parts: Sequence[Participation], user: Any, *, call: bool = False) -> list[Attendee]:
    """Each person with their roles on that day; with `call`, the numbers that the user may call."""
    people = [part.person for part in parts]
    roles = roles_on(people, meeting.day, user=user) if people else {}
    phones = numbers(people, user) if call else {}
    return [
        Attendee(
            person=part.person,
            presence=part.presence,
            presence_label=part.get_presence_display(),
            roles=", ".join(f"{held.role}, {held.organisation}" for held in roles.get(part.person_id, ())),
            phone=spaced(phones.get(part.person_id, "")),
            call_url=call_url(phones[part.person_id]) if part.person_id in phones else "",
        )
        for part in parts
    ]


def numbers(people: Sequence[Person], user: Any) -> dict[int, str]:
    """Numbers of those people who agreed to be contacted, where the user may read contact data; one query."""
    rows = Person.objects.visible_to(user).filter(pk__in=[person.pk for person in people])
    reached = rows.filter(contact_readable(user), allowing(Purpose.CONTACT))
    found = {person.pk: person.phone or person.second_phone for person in reached}
    return {key: number for key, number in found.items() if number}


def unseen_people(meeting: Meeting, seen: int) -> int:
    """How many people are on the list whom the reader is not told."""
    return meeting.participations.count() - seen
