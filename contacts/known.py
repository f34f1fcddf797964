"""Whom a meeting was with: organisations and people in one typeahead, and those made on the spot.

A choice is written `o12` (organisation 12), `p34` (person 34) or `new:Name` (somebody nobody has recorded yet).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from associations.models import Organisation
from contacts.models import Affiliation, Person
from contacts.querysets import plain_ties
from midla.records.questions import Question
from midla.records.search import search_key
from midla.ui.widgets import LONGEST_KEY, MOST_FOUND, Choice

NEW = "new:"
LONGEST_NAME = 200
MOST_OF_ONE_KIND = 10
MOST_SIMILAR = 3
LONGEST_SORT_KEY = 100


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
        known.organisations = organisations_among(*map(int, wanted), reader=user)
    if wanted := keys(values, "p"):
        known.people = people_among(*map(int, wanted), reader=user)
    found = {f"o{row.pk}" for row in known.organisations} | {f"p{row.pk}" for row in known.people}
    known.unknown = [one for one in values if one not in found and not one.startswith(NEW)]
    return known


@Question
def organisations_among(*keys: int, reader: Any) -> QuerySet:
    """Of some organisations those that the reader sees."""
    return Organisation.objects.visible_to(reader).filter(pk__in=keys)


@Question
def people_among(*keys: int, reader: Any) -> QuerySet:
    """Of some people those that the reader sees."""
    return Person.objects.visible_to(reader).filter(pk__in=keys)


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
    found = [
        *(person_choice(person) for person in of_chosen),
        *(organisation_choice(organisation) for organisation in organisations_like(query, user)),
        *(person_choice(person) for person in people_like(query, of_chosen, user)),
    ][:MOST_FOUND]
    name = query[:LONGEST_NAME]
    return [
        *found,
        Choice(f"{NEW}{name}", _("Create “%(name)s”: name, kind and place are enough") % {"name": name}, create=name),
    ]


def organisations_like(query: str, user: Any) -> list[Organisation]:
    """Those whose name begins with the query, then those that hold it, else those that differ by a slip."""
    seen = Organisation.objects.visible_to(user).select_related("province", "country").prefetch_related("communities")
    return list(seen.matching(query).by_name(query)[:MOST_OF_ONE_KIND]) or seen.similar_to(query, MOST_SIMILAR)


def people_like(query: str, left_out: list[Person], user: Any) -> list[Person]:
    """The same for people."""
    seen = Person.objects.visible_to(user).exclude(pk__in=[person.pk for person in left_out])
    seen = seen.select_related("province")
    return list(seen.matching(query)[:MOST_OF_ONE_KIND]) or seen.similar_to(query, MOST_SIMILAR)


def people_of(organisations: list[str], query: str, user: Any) -> list[Person]:
    """People whose name holds the query, with a role in these organisations that is told beside their own page too."""
    if not organisations:
        return []
    roles = plain_ties(Affiliation.objects.visible_to(user)).filter(organisation_id__in=organisations)
    people = Person.objects.visible_to(user).filter(pk__in=roles.values("person_id"))
    return list(people.matching(query).select_related("province")[:MOST_OF_ONE_KIND])


@dataclass(frozen=True)
class Meant:
    """Who a line of a pasted list may be; `likely` is ticked unless told otherwise, and empty where one must choose."""

    name: str
    people: list[Choice]
    likely: str


def matched(lines: list[str], user: Any) -> list[Meant]:
    """For each name those who may be meant, with the reason; who is like nobody is likely somebody new."""
    if not lines:
        return []
    keys = {search_key(line) for line in lines}
    same = Q(search_key__in=keys) | Q(sort_key__in={key[:LONGEST_SORT_KEY] for key in keys})
    found: dict[str, list[Person]] = {}
    for person in Person.objects.visible_to(user).filter(same).select_related("province").order_by("pk"):
        for key in {person.search_key, person.sort_key}:
            found.setdefault(key, []).append(person)
    return [meant(line, found.get(search_key(line)[:LONGEST_SORT_KEY], []), user) for line in lines]


def meant(line: str, same: list[Person], user: Any) -> Meant:
    """One line: people of this name, else of a similar one; only a single namesake is sure."""
    if same:
        reason = _("same name") if len(same) == 1 else _("several people have this name")
        choices = [with_reason(person, reason) for person in same[:MOST_OF_ONE_KIND]]
        return Meant(line, choices, choices[0].value if len(same) == 1 else "")
    seen = Person.objects.visible_to(user).select_related("province")
    near = list(seen.matching(line)[:MOST_SIMILAR]) or seen.similar_to(line, MOST_SIMILAR)
    return Meant(line, [with_reason(person, _("similar name")) for person in near], "" if near else f"{NEW}{line}")


def with_reason(person: Person, reason: str) -> Choice:
    """A person who may be meant, and why."""
    sub = " · ".join(str(part) for part in (reason, person.province) if part)
    return Choice(f"p{person.pk}", person.full_name, sub)


def prefix_of(name: str) -> str:
    """The prefix of the fields that ask what a new name is: the same in the page and in what its script loads."""
    return f"new-{hashlib.sha256(name.encode()).hexdigest()[:10]}"
