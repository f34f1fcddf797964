"""Who is what in which organisation, and since when."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from contacts.models import Affiliation, Person
from contacts.querysets import plain_ties


def overlapping(affiliation: Affiliation) -> QuerySet[Affiliation]:
    """Other roles of one holder that hold on a day on which this one holds."""
    rows = Affiliation.objects.kept().filter(
        organisation_id=affiliation.organisation_id, role_id=affiliation.role_id, one_holder=True
    )
    if affiliation.ended_on:
        rows = rows.filter(Q(started_on=None) | Q(started_on__lte=affiliation.ended_on))
    if affiliation.started_on:
        rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=affiliation.started_on))
    return rows.exclude(pk=affiliation.pk).select_related("person", "role", "organisation").order_by("started_on", "pk")


def roles_on(people: Iterable[Person], day: datetime.date, *, user: Any) -> dict[int, list[Affiliation]]:
    """The roles that people had on a day, by the person's key; one query for all of them.

    Ties to religion or a trade union are left out: they stand on the person's own page only.
    """
    rows = plain_ties(Affiliation.objects.visible_to(user).on(day)).filter(person__in=[person.pk for person in people])
    found: dict[int, list[Affiliation]] = defaultdict(list)
    for affiliation in rows.select_related("role", "organisation").order_by("organisation__sort_key", "pk"):
        found[affiliation.person_id].append(affiliation)
    return dict(found)
