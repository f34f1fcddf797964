"""Whom a meeting was with: organisations and people in one typeahead, and those made on the spot.

A choice is written `o12` (organisation 12), `p34` (person 34) or `new:Name` (somebody nobody has recorded yet).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from associations.models import Organisation
from contacts.models import Affiliation, Person
from midla.records.search import search_key
from midla.ui.widgets import LONGEST_KEY, MOST_FOUND, Choice

NEW = "new:"
LONGEST_NAME = 200
MOST_OF_ONE_KIND = 10


@dataclass
class Known:
    """What a list of choices means for one user; `unknown` are choices that mean nothing to them."""

    organisations: list[Organisation] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def keys(values: Iterable[str], letter: str) -> list[str]:
    """The keys among choices of one letter."""
    return [one[1:] for one in values if one[:1] == letter and one[1:].isdecimal() and len(one) <= LONGEST_KEY]


def read(values: list[str], user: Any) -> Known:
    """The records behind choices, through what the user sees; at most two queries."""
    known = Known(names=[name for one in values if one.startswith(NEW) and (name := one[len(NEW) :].strip())])
    if wanted := keys(values, "o"):
        known.organisations = list(Organisation.objects.visible_to(user).filter(pk__in=wanted))
    if wanted := keys(values, "p"):
        known.people = list(Person.objects.visible_to(user).filter(pk__in=wanted))
    found = {f"o{row.pk}" for row in known.organisations} | {f"p{row.pk}" for row in known.people}
    known.unknown = [one for one in values if one not in found and not one.startswith(NEW)]
    return known


def choices_of(values: list[str], user: Any) -> list[Choice]:
    """How choices already made are shown again."""
    known = read(values, user)
    new = [Choice(f"{NEW}{name}", name, create=name) for name in known.names]
    return [
        *(organisation_choice(organisation) for organisation in known.organisations),
        *(person_choice(person) for person in known.people),
        *new,
    ]


def organisation_choice(organisation: Organisation) -> Choice:
    """An organisation as the typeahead offers it."""
    kind = organisation.get_form_display() or organisation.get_type_display()
    place = organisation.province or organisation.country
    codes = tuple(sorted(country.code for country in organisation.communities.all()))
    return Choice(
        f"o{organisation.pk}", organisation.name, " · ".join(str(part) for part in (kind, place) if part), codes
    )


def person_choice(person: Person) -> Choice:
    """A person as the typeahead offers them; nothing of their ties to organisations is told."""
    return Choice(f"p{person.pk}", person.full_name, str(person.province or _("person")))


def offered(query: str, chosen: list[str], user: Any) -> list[Choice]:
    """What fits the query: people of the organisations already chosen first, then organisations, then other people.

    With a query too short to search by, only the people of the chosen organisations.
    """
    of_chosen = people_of(keys(chosen, "o"), query, user)
    if len(query) < 2:
        return [person_choice(person) for person in of_chosen]
    seen = Organisation.objects.visible_to(user).matching(query).by_name(query)
    organisations = seen.select_related("province", "country")
    others = Person.objects.visible_to(user).matching(query).exclude(pk__in=[person.pk for person in of_chosen])
    found = [
        *(person_choice(person) for person in of_chosen),
        *(organisation_choice(one) for one in organisations.prefetch_related("communities")[:MOST_OF_ONE_KIND]),
        *(person_choice(person) for person in others.select_related("province")[:MOST_OF_ONE_KIND]),
    ][:MOST_FOUND]
    name = query[:LONGEST_NAME]
    return [
        *found,
        Choice(f"{NEW}{name}", _("Create “%(name)s”: name, kind and place are enough") % {"name": name}, create=name),
    ]


def people_of(organisations: list[str], query: str, user: Any) -> list[Person]:
    """People with a role in these organisations that the user may see, whose name holds the query."""
    if not organisations:
        return []
    roles = Affiliation.objects.visible_to(user).filter(organisation_id__in=organisations)
    people = Person.objects.visible_to(user).filter(pk__in=roles.values("person_id"))
    return list(people.matching(query).select_related("province")[:MOST_OF_ONE_KIND])


def matched(names: str, user: Any) -> list[Choice]:
    """For each line of a pasted list: the one person of that name, or the offer to make a new one."""
    lines = [line.strip()[:LONGEST_NAME] for line in names.splitlines() if line.strip()][:MOST_FOUND]
    rows = Person.objects.visible_to(user).filter(search_key__in={search_key(line) for line in lines})
    found: dict[str, list[Person]] = {}
    for person in rows.select_related("province"):
        found.setdefault(person.search_key, []).append(person)
    return [line_choice(line, found.get(search_key(line), [])) for line in lines]


def line_choice(line: str, people: list[Person]) -> Choice:
    """A line's one match with the reason, else a new person; namesakes are left to the typeahead."""
    if len(people) == 1:
        return Choice(f"p{people[0].pk}", people[0].full_name, _("same name"))
    reason = _("several people have this name") if people else _("nobody has this name")
    return Choice(f"{NEW}{line}", line, reason, create=line)


def prefix_of(name: str) -> str:
    """The prefix of the fields that ask what a new name is: the same in the page and in what its script loads."""
    return f"new-{hashlib.sha256(name.encode()).hexdigest()[:10]}"
