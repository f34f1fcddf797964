"""Whom a follow-up concerns, as far as its reader sees them: lists, pages and reminders tell no more."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from associations.models import Organisation
from contacts.models import FollowUp, Meeting, Person
from contacts.querysets import beside_special


@dataclass(frozen=True)
class Concerned:
    """An organisation, a person or a meeting: its name, and its page."""

    name: str
    url: str


def concerned(keys: Collection[int], user: Any) -> dict[int, list[Concerned]]:
    """By key of the follow-up, whom it concerns; one query."""
    rows = FollowUp.objects.filter(pk__in=keys).annotate(
        sees_organisation=Exists(Organisation.objects.visible_to(user).filter(pk=OuterRef("organisation_id"))),
        sees_person=Exists(Person.objects.visible_to(user).filter(pk=OuterRef("person_id"))),
        sees_meeting=Exists(Meeting.objects.visible_to(user).filter(pk=OuterRef("meeting_id"))),
        is_beside_special=beside_special(),
    )
    found = rows.select_related("organisation", "person", "meeting__kind").order_by()
    return {follow_up.pk: list(those_seen(follow_up)) for follow_up in found}


def those_seen(follow_up: Any) -> Iterator[Concerned]:
    """The organisation, then the person, then the meeting, of those the reader sees.

    Beside a religious community or a trade union no person is named: that tie is told on the person's page only.
    """
    organisation, person, meeting = follow_up.organisation, follow_up.person, follow_up.meeting
    if organisation and follow_up.sees_organisation:
        yield Concerned(str(organisation), organisation.get_absolute_url())
    if person and follow_up.sees_person and not follow_up.is_beside_special:
        yield Concerned(str(person), person.get_absolute_url())
    if meeting and follow_up.sees_meeting:
        yield Concerned(str(meeting), reverse("contacts:meeting-detail", args=[meeting.pk]))
