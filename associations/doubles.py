"""Which organisations are probably there twice: names without what says only that it is one, codes, numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from associations.models import Association, Organisation, PartnerActor
from midla.records.double_pairs import Pool, register_pool
from midla.records.doubles import Rarity, Reason, Rules, Words, agreement, points_of_words, sound, words_of_name
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


@dataclass(frozen=True, slots=True)
class Body:
    """What is compared of an organisation, folded."""

    names: tuple[Words, ...] = ()
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


def body(
    *,
    names: Iterable[str],
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
    return Body(
        names=tuple(dict.fromkeys(telling_words(name) for name in names if fold(name))),
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


def keys(known: Body) -> Iterator[str]:
    """What doubles share at least one of."""
    yield from (f"code {code}" for code in known.codes)
    yield from (f"{name} {value}" for name, value in reach(known) if value)
    for words in known.names:
        some = words[:MOST_KEY_WORDS]
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
    return ("near_name", points) if points > 0 else ("other_name", points)


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


def order(known: Body) -> str:
    """What large blocks are sorted by: the name."""
    return " ".join(known.names[0]) if known.names else ""


ORGANISATIONS = Rules(keys=keys, order=order, words=words, reasons=reasons)
CODES = ("tax_code", "vat_number", "runts_number", "code")
COLUMNS = (
    *("pk", "name", "short_name", "former_name", "tax_code", "vat_number", "runts_number", "code", "email", "phone"),
    *("website", "address", "province_id", "country_id"),
)


def as_body(values: dict[str, Any], communities: Iterable[str] = ()) -> Body:
    """A row's values, or a form's, as the rules compare them."""
    numbers = {
        f"{name} {values[name]}" for name in ("tax_code", "vat_number", "runts_number", "code") if values.get(name)
    }
    place = values.get("province_id") or values.get("country_id")
    return body(
        names=[values.get(name) or "" for name in ("name", "short_name", "former_name")],
        codes={number.replace("tax_code", "tax").replace("vat_number", "tax") for number in numbers},
        email=values.get("email") or "",
        phone=values.get("phone") or "",
        website=values.get("website") or "",
        place=str(place or ""),
        address=values.get("address") or "",
        communities=communities,
    )


def rows_of(model: type[Organisation]) -> Iterator[tuple[int, Body]]:
    """Every organisation of one face as the rules compare it; two queries."""
    links = Organisation.communities.through.objects.values_list("organisation_id", "country_id")
    serving: dict[int, set[str]] = {}
    for key, code in links.iterator():
        serving.setdefault(key, set()).add(code)
    for values in model._default_manager.filter(trashed_at=None).values(*COLUMNS).iterator():
        yield values["pk"], as_body(values, serving.get(values["pk"], ()))


SENTENCES = {
    "name": _("The same name"),
    "near_name": _("The names are alike"),
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
for face in (Association, PartnerActor):
    register_pool(Pool(face, ORGANISATIONS, partial(rows_of, face), SENTENCES))
