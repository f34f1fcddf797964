"""Which people are likely the one that somebody is typing, of those the user sees."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from contacts.consent import contact_readable
from contacts.doubles import OF_ADDRESS, OF_CONTACTS, PEOPLE, Somebody, as_somebody
from contacts.models import Person
from contacts.phones import number_of
from midla.records.double_keys import sharing
from midla.records.double_pools import pool_of, register_typed
from midla.records.doubles import THRESHOLD, Rarity, total
from midla.records.panels import Row
from midla.records.registry import type_of
from midla.records.search import search_key

MOST_LIKELY, MOST_LOOKED_AT, MOST_SHARING = 5, 30, 100
SHORTEST_TYPED = 3
GUARDED = OF_CONTACTS | OF_ADDRESS
LONGEST_SORT_KEY = Person._meta.get_field("sort_key").max_length


def likely_people(typed: Mapping[str, Any], user: Any, besides: int | None = None) -> list[Person]:
    """The likeliest first; what rests on contact data counts only where the user may read it."""
    known = as_somebody(dict(typed))
    seen = Person.objects.visible_to(user).exclude(pk=besides).select_related("province")
    # Names with slips are looked for only where nothing else is likely: that takes a database longest.
    found = likeliest(known, looked_at(known, typed, seen, user), seen, user)
    return found or likeliest(known, with_slips(known, seen), seen, user)


def likeliest(known: Somebody, people: Iterable[Person], seen: Any, user: Any) -> list[Person]:
    """Of people, those who are likely the one typed."""
    by_key = {person.pk: person for person in people}
    readable = set(seen.filter(contact_readable(user), pk__in=by_key).values_list("pk", flat=True)) if by_key else set()
    scored = [(points(known, person, person.pk in readable), -key, person) for key, person in by_key.items()]
    likely = sorted((one for one in scored if one[0] >= THRESHOLD), key=lambda one: one[:2], reverse=True)
    return [person for _points, _key, person in likely[:MOST_LIKELY]]


def points(known: Somebody, person: Person, with_contacts: bool) -> int:
    """How likely a person is the one typed; who has the same name is always shown."""
    there = as_somebody(vars(person))
    reasons = PEOPLE.reasons(known, there, Rarity())
    score = total(reason for reason in reasons if with_contacts or reason[0] not in GUARDED)
    return max(score, THRESHOLD) if (known.given, known.family) == (there.given, there.family) else score


def looked_at(known: Somebody, typed: Mapping[str, Any], seen: Any, user: Any) -> Iterator[Person]:
    """Who is compared: the same name, number or e-mail, who shares most keys, the first of each name."""
    if len(key := name_key(typed)) >= SHORTEST_TYPED:
        yield from seen.filter(sort_key=key)[:MOST_LIKELY]
        yield from seen.matching(firsts_of(known))[:MOST_LOOKED_AT]
    yield from seen.filter(pk__in=sharing(pool_of(Person.label()), [known], MOST_SHARING))
    if reached := reached_by(typed):
        yield from seen.filter(reached, contact_readable(user))[:MOST_LIKELY]


def with_slips(known: Somebody, seen: Any) -> list[Person]:
    """Who has the first of each name with slips."""
    firsts = firsts_of(known)
    return seen.similar_to(firsts, MOST_LIKELY) if len(firsts) >= SHORTEST_TYPED else []


def name_key(typed: Mapping[str, Any]) -> str:
    """The name typed, as names are sorted."""
    return search_key(f"{typed.get('family_names', '')} {typed.get('given_names', '')}")[:LONGEST_SORT_KEY]


def firsts_of(known: Somebody) -> str:
    """The first of each name."""
    return " ".join((*known.given[:1], *known.family[:1]))


def reached_by(typed: Mapping[str, Any]) -> Q:
    """The condition of having the e-mail or a number that was typed."""
    reached = Q()
    if email := str(typed.get("email") or "").strip():
        reached |= Q(email__in={email, email.lower()})
    for phone in numbers(typed.get(name) for name in ("phone", "second_phone")):
        reached |= Q(phone=phone)
    return reached


def numbers(phones: Iterable[Any]) -> Iterator[str]:
    """Telephone numbers in international form; what is none yet is left out."""
    for phone in filter(None, phones):
        try:
            yield number_of(str(phone), [])
        except ValidationError:
            continue


def rows_for_typed(typed: Mapping[str, Any], user: Any) -> list[Row]:
    """Likely people as lines below a form."""
    declared = type_of(Person)
    found = likely_people(typed, user)
    return [Row(str(person), declared.detail_url(person), str(person.province or "")) for person in found]


register_typed("person", rows_for_typed)
