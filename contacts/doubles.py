"""Which people are probably there twice: what is compared of them, and what each agreement is worth."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from contacts.models import Person
from midla.records.double_pools import Compared, Pool, register_pool
from midla.records.doubles import (
    Key,
    Rarity,
    Reason,
    Rules,
    Words,
    agreement,
    likeness,
    points_of_words,
    sound,
    words_of_name,
)
from midla.records.search import fold

# The last digits of a number tell it apart, with or without the prefix of a country: Bolivian ones have eight.
DIGITS_OF_PHONE, LEAST_DIGITS = 8, 6
MOST_KEY_WORDS, MOST_UNDIVIDED, PREFIX, OTHERS = 3, 4, 3, 2
# What lies at one place goes together: all of it counts no more than this.
MOST_OF_PLACE, MOST_OF_HOUSEHOLD = 10.0, 1.0
SWITCHED, DIVIDED_OTHERWISE = -1.5, -2.5
FEW_SLIPS_IN_STREET = 85
SAME_STREET, OTHER_NUMBER, OTHER_STREET = 5.0, 3.5, -1.0
# Points for the same province, town and postcode, at most, and for others.
POINTS_OF_PLACES = ((2.0, -1.5), (4.0, -1.0), (5.0, -1.0))
# Names of boxes that say nothing of who reads them.
ANYBODY = frozenset("info mail email contatti contacto contact segreteria secretaria presidente office admin".split())
# Points for contact data: read only by who may read that.
OF_CONTACTS = frozenset({"email", "near_email", "other_email", "phone", "other_phone"})
OF_ADDRESS = frozenset({"place", "other_place"})


@dataclass(frozen=True, slots=True)
class Somebody:
    """What is compared of a person, folded."""

    given: Words = ()
    family: Words = ()
    email: str = ""
    phones: Words = ()
    born: str = ""
    year: int | None = None
    street: str = ""
    postcode: str = ""
    town: str = ""
    province: str = ""
    origin: str = ""
    profession: str = ""
    citizenships: frozenset[str] = frozenset()


def digits_of(phone: str) -> str:
    """The digits that tell a number apart; empty where there are too few."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    return digits[-DIGITS_OF_PHONE:] if len(digits) >= LEAST_DIGITS else ""


def somebody(
    *,
    given_names: str = "",
    family_names: str = "",
    email: str = "",
    phones: Iterable[str] = (),
    birth_date: object = None,
    birth_year: int | None = None,
    street: str = "",
    postcode: str = "",
    town: str = "",
    province: str = "",
    origin: str = "",
    profession: str = "",
    citizenships: Iterable[str] = (),
) -> Somebody:
    """A person as the rules compare them, from what was typed."""
    born = str(birth_date or "")
    return Somebody(
        given=words_of_name(given_names),
        family=words_of_name(family_names),
        email=email.strip().lower(),
        phones=tuple(sorted({digits for phone in phones if (digits := digits_of(phone))})),
        born=born,
        year=int(born[:4]) if born else birth_year,
        street=fold(street),
        postcode=fold(postcode).replace(" ", ""),
        town=fold(town),
        province=fold(province),
        origin=fold(origin),
        profession=fold(profession),
        citizenships=frozenset(citizenships),
    )


def keys(person: Somebody) -> Iterator[Key]:
    """What doubles share at least one of: a number, an e-mail, a birthday, two words of the name by their sound."""
    name = " ".join((*person.family, *person.given))
    yield from (Key(f"phone {digits}", name) for digits in person.phones)
    if person.email:
        yield Key(f"email {person.email}", name)
    if person.born:
        yield Key(f"born {person.born}", name)
    given, family = person.given[:MOST_KEY_WORDS], person.family[:MOST_KEY_WORDS]
    # Where all names stand in one field, nobody knows which of them are the family's.
    undivided = () if family else combinations(person.given[:MOST_UNDIVIDED], 2)
    for pair in {*product(given, family), *combinations(family, 2), *undivided}:
        beside = besides(pair, person)
        yield Key("sound " + " ".join(sorted(map(sound, pair))), beside)
        yield Key("begin " + " ".join(sorted(word[:PREFIX] for word in pair)), beside)
    for word in (*given, *family):
        if person.year:
            yield Key(f"year {person.year} {sound(word)}", name)
        if person.postcode:
            yield Key(f"post {person.postcode} {word[:PREFIX]}", name)


def besides(pair: Words, person: Somebody) -> str:
    """What tells people apart who share two words: the beginnings of their other words, then when and where."""
    others = "".join(word[:OTHERS] for word in (*person.family, *person.given) if word not in pair)
    born = person.born[2:].replace("-", "") or str(person.year or "")[2:]
    return f"{others[: 2 * OTHERS]}{born}{person.town or person.province}"


def words(person: Somebody) -> Iterator[str]:
    """The words of the name and the names of places, whose rarity counts."""
    yield from (*person.family, *person.given)
    yield from (place_word(name, value) for name, value in places(person) if value)


def places(person: Somebody) -> Iterator[tuple[str, str]]:
    """Where somebody lives."""
    yield "province", person.province
    yield "town", person.town
    yield "postcode", person.postcode


def place_word(name: str, value: str) -> str:
    """A place as its rarity is counted: it is no word of a name."""
    return f"{name}: {value}"


def reasons(one: Somebody, other: Somebody, rarity: Rarity) -> list[Reason]:
    """Everything that speaks for and against two people being one."""
    shared = [*reasons_of_phones(one.phones, other.phones), *reasons_of_place(one, other, rarity)]
    if may_be_a_household(one, other):
        shared = [(code, min(points, MOST_OF_HOUSEHOLD)) for code, points in shared]
    return [
        *reasons_of_name(one, other, rarity),
        *reasons_of_birth(one, other),
        *reasons_of_email(one.email, other.email),
        *shared,
        *agreement("origin", one.origin, other.origin, same=3.0, different=-1.0),
        *agreement("profession", one.profession, other.profession, same=3.0, different=-0.5),
        *reasons_of_citizenships(one.citizenships, other.citizenships),
    ]


def may_be_a_household(one: Somebody, other: Somebody) -> bool:
    """True where the given names have nothing in common: a family shares number and street, but seldom a birthday."""
    if not one.given or not other.given or one.given == other.given:
        return False
    if one.born and other.born and OSA.distance(one.born, other.born, score_cutoff=2) <= 2:
        return False
    whole = ((*one.given, *one.family), (*other.given, *other.family))
    return not shares(one.given, whole[1]) and not shares(other.given, whole[0])


def shares(words: Words, others: Words) -> bool:
    """True where one of these words is like one of the others."""
    return any(likeness(word, there) for word in words for there in others)


def points_of_given(one: Words, other: Words, rarity: Rarity) -> float:
    """People of one family share everything but these."""
    return points_of_words(one, other, rarity, none=-12.0, conflict=-3.0, extra=-0.5)


def points_of_family(one: Words, other: Words, rarity: Rarity) -> float:
    """A second family name is often left out; two that differ speak against."""
    return points_of_words(one, other, rarity, none=-6.0, conflict=-4.0, extra=-0.5)


def reasons_of_name(one: Somebody, other: Somebody, rarity: Rarity) -> list[Reason]:
    """The names as they stand, with given and family names switched, or divided otherwise: what fits best."""
    straight = points_of_given(one.given, other.given, rarity) + points_of_family(one.family, other.family, rarity)
    if one.given == other.given and one.family == other.family:
        return [("name", straight)]
    ways = [("near_name", straight)]
    if crosses(one, other):
        ways += otherwise(one, other, rarity)
    code, points = max(ways, key=lambda way: way[1])
    return [(code if points > 0 else "other_name", points)]


def crosses(one: Somebody, other: Somebody) -> bool:
    """True where a given name of one may be a family name of the other."""
    return any(
        word[0] == there[0]
        for words, others in ((one.given, other.family), (one.family, other.given))
        for word in words
        for there in others
    )


def otherwise(one: Somebody, other: Somebody, rarity: Rarity) -> list[Reason]:
    """The points with given and family names switched, and with the names divided otherwise."""
    switched = points_of_family(one.given, other.family, rarity) + points_of_family(one.family, other.given, rarity)
    divided = points_of_given((*one.given, *one.family), (*other.given, *other.family), rarity)
    return [("switched_name", switched + SWITCHED), ("divided_name", divided + DIVIDED_OTHERWISE)]


def reasons_of_birth(one: Somebody, other: Somebody) -> list[Reason]:
    """Birthdays, or only the years, that agree, nearly agree or contradict each other."""
    if one.born and other.born:
        if one.born == other.born:
            return [("birth_date", 12.0)]
        slips = OSA.distance(one.born, other.born, score_cutoff=2)
        if one.year == other.year and one.born[5:7] == other.born[8:] and one.born[8:] == other.born[5:7]:
            return [("near_birth_date", 8.0)]
        return [("near_birth_date", 6.0)] if slips == 1 else [("other_birth_date", -4.0 if slips == 2 else -10.0)]
    if one.year and other.year:
        apart = abs(one.year - other.year)
        return [("birth_year", 5.0)] if not apart else [("other_birth_year", -1.0 if apart == 1 else -7.0)]
    return []


def reasons_of_email(one: str, other: str) -> list[Reason]:
    """Addresses that are the same, or the same but for a slip; people have several, so that two say little."""
    if not one or not other:
        return []
    if one == other:
        return [("email", 12.0)]
    box = one.partition("@")[0]
    near = box not in ANYBODY and (box == other.partition("@")[0] or is_a_slip(one, other))
    return [("near_email", 7.0)] if near else [("other_email", -0.5)]


def is_a_slip(one: str, other: str) -> bool:
    """True where one letter is wrong; another number is another address."""
    numbers = [[letter for letter in email if letter.isdigit()] for email in (one, other)]
    return numbers[0] == numbers[1] and OSA.distance(one, other, score_cutoff=1) <= 1


def reasons_of_phones(one: Words, other: Words) -> list[Reason]:
    """A number in common; families share one, so that it says less than an e-mail."""
    if not one or not other:
        return []
    return [("phone", 10.0)] if {*one} & {*other} else [("other_phone", -0.5)]


def reasons_of_place(one: Somebody, other: Somebody, rarity: Rarity) -> list[Reason]:
    """Where they live: street, postcode, town and province together; where many live says less."""
    points = [
        min(same, rarity.points(place_word(name, mine))) if mine == theirs else different
        for (name, mine), (_name, theirs), (same, different) in zip(
            places(one), places(other), POINTS_OF_PLACES, strict=True
        )
        if mine and theirs
    ]
    if one.street and other.street:
        points.append(points_of_street(one.street, other.street))
    if not points:
        return []
    together = min(sum(points), MOST_OF_PLACE)
    return [("place" if together > 0 else "other_place", together)]


def points_of_street(one: str, other: str) -> float:
    """The same street and number, with slips; another number in one street says little."""
    if fuzz.token_sort_ratio(one, other) < FEW_SLIPS_IN_STREET:
        return OTHER_STREET
    mine, theirs = ([word for word in street.split() if word.isdigit()] for street in (one, other))
    alike = any(OSA.distance(number, there, score_cutoff=1) <= 1 for number in mine for there in theirs)
    return SAME_STREET if alike or not mine or not theirs else OTHER_NUMBER


def reasons_of_citizenships(one: frozenset[str], other: frozenset[str]) -> list[Reason]:
    """A citizenship in common, or none."""
    if not one or not other:
        return []
    return [("citizenship", 1.0)] if one & other else [("other_citizenship", -3.0)]


PEOPLE = Rules(keys=keys, words=words, reasons=reasons)

SENTENCES = {
    "name": _("The same name"),
    "near_name": _("The names are alike"),
    "switched_name": _("The same names, given and family names switched"),
    "divided_name": _("The same names, divided otherwise"),
    "other_name": _("Other names"),
    "birth_date": _("The same birthday"),
    "near_birth_date": _("Birthdays that differ by a slip"),
    "other_birth_date": _("Other birthdays"),
    "birth_year": _("The same year of birth"),
    "other_birth_year": _("Other years of birth"),
    "email": _("The same e-mail"),
    "near_email": _("E-mails that are alike"),
    "other_email": _("Other e-mails"),
    "phone": _("The same phone"),
    "other_phone": _("Other phones"),
    "place": _("They live in the same place"),
    "other_place": _("They live in other places"),
    "origin": _("They come from the same place"),
    "other_origin": _("They come from other places"),
    "profession": _("The same profession"),
    "citizenship": _("A citizenship in common"),
    "other_citizenship": _("No citizenship in common"),
}
COLUMNS = (
    *("pk", "given_names", "family_names", "email", "phone", "second_phone", "birth_date", "birth_year", "street"),
    *("postcode", "town", "province_id", "origin_subdivision_id", "profession", "version"),
)


def as_somebody(values: dict[str, Any], citizenships: Iterable[str] = ()) -> Somebody:
    """A row's values, or a form's, as the rules compare them."""
    texts = ("given_names", "family_names", "email", "street", "postcode", "town", "profession")
    return somebody(
        **{name: values.get(name) or "" for name in texts},
        phones=[values.get(name) or "" for name in ("phone", "second_phone")],
        birth_date=values.get("birth_date"),
        birth_year=values.get("birth_year"),
        province=str(values.get("province_id") or ""),
        origin=str(values.get("origin_subdivision_id") or ""),
        citizenships=citizenships,
    )


def rows(keys: Sequence[int] | None = None) -> Iterator[Compared]:
    """Everybody as the rules compare them, or those with some keys; two queries."""
    kept = Person._default_manager.filter(trashed_at=None)
    links = Person.citizenships.through.objects.all()
    if keys is not None:
        kept, links = kept.filter(pk__in=keys), links.filter(person_id__in=keys)
    held: dict[int, tuple[str, ...]] = {}
    for key, code in links.values_list("person_id", "country_id").iterator():
        held[key] = (*held.get(key, ()), code)
    for values in kept.order_by().values(*COLUMNS).iterator():
        yield Compared(values["pk"], values["version"], as_somebody(values, held.get(values["pk"], ())))


def words_of_all() -> Iterator[Iterable[str]]:
    """The words of everybody's name and place; one query."""
    people = Person._default_manager.filter(trashed_at=None).order_by()
    columns = ("family_names", "given_names", "province_id", "town", "postcode")
    for family, given, province, town, postcode in people.values_list(*columns).iterator():
        names = {"family_names": family, "given_names": given}
        yield words(as_somebody({**names, "province_id": province, "town": town, "postcode": postcode}))


register_pool(Pool(Person, PEOPLE, rows, words_of_all, SENTENCES, OF_CONTACTS | OF_ADDRESS))
