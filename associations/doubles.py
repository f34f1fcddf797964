"""Which organisations are probably there twice: names without what says only that it is one, codes, numbers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from associations.models import Organisation
from midla.records.double_pools import Compared, Pool, register_pool
from midla.records.doubles import Key, Rarity, Reason, Rules, Words, agreement, points_of_words, sound, words_of_name
from midla.records.search import fold

# Words that say what kind of body it is, in four languages and their short forms: with or without them it is the same.
KIND = frozenset(
    """
    associazione associazioni assoc ass asociacion asociaciones asoc association associations
    aps ets ente onlus odv ong ngo asd ssd organizzazione organizacion organisation organization
    volontariato promozione sociale sociali social culturale culturali cultural culturelle coop cooperativa
    cooperative societa sociedad societe soc srl spa scs scarl comitato comite committee gruppo grupo groupe group
    fondazione fundacion fondation foundation federazione federacion federation club centro circolo
    comune municipio municipalidad in per il the of for en para di
    """.split()
)
DIGITS_OF_PHONE, LEAST_DIGITS, MOST_KEY_WORDS, PREFIX = 9, 6, 4, 4
FEW_SLIPS, MOST_WORDS_OF_NAME = 88, 24.0
SHORTEST_INITIALS, LONGEST_INITIALS, POINTS_OF_INITIAL, MOST_INITIALS = 3, 8, 3.0, 14.0


@dataclass(frozen=True, slots=True)
class Body:
    """What is compared of an organisation, folded."""

    names: tuple[Words, ...] = ()
    # What its names are shortened to, by the first letters of their words.
    initials: frozenset[str] = frozenset()
    face: str = ""
    codes: frozenset[str] = frozenset()
    email: str = ""
    phone: str = ""
    site: str = ""
    place: str = ""
    address: str = ""
    communities: frozenset[str] = frozenset()


@lru_cache(maxsize=50_000)
def telling_words(name: str) -> Words:
    """The words of a name that tell it apart; all of them where it has only words of kind. `A.P.S.` is one word."""
    words = joined_letters(words_of_name(name))
    return tuple(word for word in words if word not in KIND) or words


def joined_letters(words: Words) -> Words:
    """Letters that stand alone in a row, put together: `a p s` is `aps`."""
    joined: list[str] = []
    was_letter = False
    for word in words:
        is_letter = len(word) == 1
        if is_letter and was_letter:
            joined[-1] += word
        else:
            joined.append(word)
        was_letter = is_letter
    return tuple(joined)


def initials_of(name: str) -> Iterator[str]:
    """The first letters of the words of a name, with and without those that say only its kind."""
    for words in (joined_letters(words_of_name(name)), telling_words(name)):
        if SHORTEST_INITIALS <= len(words) <= LONGEST_INITIALS:
            yield "".join(word[0] for word in words)


def body(
    *,
    names: Iterable[str],
    face: str = "",
    codes: Iterable[str] = (),
    email: str = "",
    phone: str = "",
    website: str = "",
    place: str = "",
    address: str = "",
    communities: Iterable[str] = (),
) -> Body:
    """An organisation as the rules compare it, from what was typed."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    said = [name for name in names if fold(name)]
    return Body(
        names=tuple(dict.fromkeys(map(telling_words, said))),
        initials=frozenset(short for name in said for short in initials_of(name)),
        face=face,
        codes=frozenset(filter(None, codes)),
        email=email.strip().lower(),
        phone=digits[-DIGITS_OF_PHONE:] if len(digits) >= LEAST_DIGITS else "",
        site=site_of(website),
        place=place,
        address=fold(address),
        communities=frozenset(communities),
    )


def site_of(website: str) -> str:
    """Host and path of an address: pages of one host, such as a social network's, are many organisations'."""
    try:
        parts = urlsplit(website.lower())
    except ValueError:
        return ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")


def keys(known: Body) -> Iterator[Key]:
    """What doubles share at least one of; the two faces are not compared with each other."""
    name = " ".join(known.names[0]) if known.names else ""
    return (Key(f"{known.face} {shared}", name) for shared in what_is_shared(known))


def what_is_shared(known: Body) -> Iterator[str]:
    """Codes, ways to reach it, and the words of its names, by their sound, by place, or written as one."""
    yield from (f"code {code}" for code in known.codes)
    yield from (f"{name} {value}" for name, value in reach(known) if value)
    yield from (f"initials {short}" for short in known.initials)
    for words in known.names:
        some = words[:MOST_KEY_WORDS]
        if len(words) == 1:
            yield f"initials {words[0]}"
        yield f"all {' '.join(sorted(words))}"
        yield f"joined {''.join(words)[:12]}"
        if len(some) == 1:
            yield f"one {sound(some[0])}"
        for one, other in combinations(some, 2):
            yield "sound " + " ".join(sorted((sound(one), sound(other))))
        yield from (f"place {known.place} {word[:PREFIX]}" for word in some if known.place)


def reach(known: Body) -> list[tuple[str, str]]:
    """How it is reached."""
    return [("email", known.email), ("phone", known.phone), ("site", known.site)]


def reasons(one: Body, other: Body, rarity: Rarity) -> list[Reason]:
    """Everything that speaks for and against two organisations being one."""
    found = [reason_of_names(one, other, rarity)]
    if one.codes and other.codes:
        found.append(("code", 20.0) if one.codes & other.codes else ("other_code", -8.0))
    for (name, mine), (_name, theirs) in zip(reach(one), reach(other), strict=True):
        found += agreement(name, mine, theirs, same=8.0, different=-0.5)
    found += agreement("place", one.place, other.place, same=3.0, different=-5.0)
    if one.address and other.address:
        alike = fuzz.token_sort_ratio(one.address, other.address) >= FEW_SLIPS
        found.append(("address", 5.0) if alike else ("other_address", -1.0))
    if one.communities and other.communities:
        found.append(("community", 1.0) if one.communities & other.communities else ("other_community", -4.0))
    return found


def reason_of_names(one: Body, other: Body, rarity: Rarity) -> Reason:
    """The two names that go together best, of official, short and former ones."""
    best = max(
        (points_of_names(mine, theirs, rarity), mine == theirs)
        for mine in one.names or ((),)
        for theirs in other.names or ((),)
    )
    points = min(best[0], MOST_WORDS_OF_NAME)
    if best[1]:
        return ("name", points)
    if points <= 0 and (short := shared_initials(one, other)):
        return ("initials", min(POINTS_OF_INITIAL * len(short), MOST_INITIALS))
    return ("near_name", points) if points > 0 else ("other_name", points)


def shared_initials(one: Body, other: Body) -> str:
    """The name of one that is made of the first letters of the other's; empty where there is none."""
    ways = ((one, other), (other, one))
    found = (words[0] for mine, theirs in ways for words in mine.names if {*words} <= theirs.initials)
    return next(found, "")


def points_of_names(mine: Words, theirs: Words, rarity: Rarity) -> float:
    """The points for two names, word by word; `Mama Quilla` and `Mamaquilla` are one."""
    points = points_of_words(mine, theirs, rarity, none=-10.0, conflict=-6.0, extra=-2.5)
    if mine != theirs and "".join(mine) == "".join(theirs):
        return max(points, points_of_all(mine, theirs, rarity))
    return points


def points_of_all(mine: Words, theirs: Words, rarity: Rarity) -> float:
    """The points of a name that one writes in one word and another in several: those of its words."""
    return max(sum(map(rarity.points, mine)), sum(map(rarity.points, theirs)))


def words(known: Body) -> Iterator[str]:
    """The words of all names, whose rarity counts."""
    for some in known.names:
        yield from some


ORGANISATIONS = Rules(keys=keys, words=words, reasons=reasons)
CODES = ("tax_code", "vat_number", "runts_number", "code")
NAMES = ("name", "short_name", "former_name")
COLUMNS = (
    *("pk", "name", "short_name", "former_name", "tax_code", "vat_number", "runts_number", "code", "email", "phone"),
    *("website", "address", "province_id", "country_id", "face", "version"),
)


def as_body(values: dict[str, Any], communities: Iterable[str] = ()) -> Body:
    """A row's values, or a form's, as the rules compare them."""
    numbers = {f"{name} {values[name]}" for name in CODES if values.get(name)}
    place = values.get("province_id") or values.get("country_id")
    return body(
        names=[values.get(name) or "" for name in NAMES],
        face=values.get("face") or "",
        codes={number.replace("tax_code", "tax").replace("vat_number", "tax") for number in numbers},
        email=values.get("email") or "",
        phone=values.get("phone") or "",
        website=values.get("website") or "",
        place=str(place or ""),
        address=values.get("address") or "",
        communities=communities,
    )


def rows(keys: Sequence[int] | None = None) -> Iterator[Compared]:
    """Every organisation as the rules compare it, or those with some keys; two queries."""
    kept = Organisation._default_manager.filter(trashed_at=None)
    links = Organisation.communities.through.objects.all()
    if keys is not None:
        kept, links = kept.filter(pk__in=keys), links.filter(organisation_id__in=keys)
    serving: dict[int, tuple[str, ...]] = {}
    for key, code in links.values_list("organisation_id", "country_id").iterator():
        serving[key] = (*serving.get(key, ()), code)
    for values in kept.order_by().values(*COLUMNS).iterator():
        yield Compared(values["pk"], values["version"], as_body(values, serving.get(values["pk"], ())))


def words_of_all() -> Iterator[Iterable[str]]:
    """The words of the names of every organisation; one query."""
    for names in Organisation._default_manager.filter(trashed_at=None).order_by().values_list(*NAMES).iterator():
        yield [word for name in names if fold(name) for word in telling_words(name)]


SENTENCES = {
    "name": _("The same name"),
    "near_name": _("The names are alike"),
    "initials": _("One name is the other's initials"),
    "other_name": _("Other names"),
    "code": _("The same tax code or number in a register"),
    "other_code": _("Other codes"),
    "email": _("The same e-mail"),
    "phone": _("The same phone"),
    "site": _("The same website"),
    "place": _("The same place"),
    "other_place": _("Other places"),
    "address": _("The same address"),
    "other_address": _("Other addresses"),
    "community": _("A community in common"),
    "other_community": _("Other communities"),
}
register_pool(Pool(Organisation, ORGANISATIONS, rows, words_of_all, SENTENCES))
