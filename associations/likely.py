"""Which organisations are likely the one that somebody is typing, of those the user sees."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q

from associations.doubles import ORGANISATIONS, Body, as_body, shared_initials, telling_words
from associations.models import Face, Organisation
from midla.records.double_keys import sharing
from midla.records.double_pools import pool_of, register_typed
from midla.records.doubles import THRESHOLD, Rarity, total
from midla.records.panels import Row
from midla.records.registry import type_of
from midla.records.search import fold

MOST_LIKELY, MOST_LOOKED_AT, MOST_SHARING = 5, 50, 100
SHORTEST_TYPED = 3
EXACT = ("tax_code", "vat_number", "email", "phone")


def likely_organisations(typed: Mapping[str, Any], user: Any, besides: int | None = None) -> list[Organisation]:
    """The likeliest first, of both faces."""
    known = as_body(dict(typed))
    seen = Organisation.objects.visible_to(user).exclude(pk=besides).select_related("province", "country")
    # Names with slips are looked for only where nothing else is likely: that takes a database longest.
    return likeliest(known, looked_at(known, typed, seen)) or likeliest(known, with_slips(known, seen))


def likeliest(known: Body, organisations: Iterable[Organisation]) -> list[Organisation]:
    """Of organisations, those that are likely the one typed."""
    found = {row.pk: row for row in organisations}
    scored = sorted(((points(known, as_body(vars(row))), -key) for key, row in found.items()), reverse=True)
    return [found[-key] for points, key in scored[:MOST_LIKELY] if points >= THRESHOLD]


def points(known: Body, there: Body) -> int:
    """How likely one is the other; who has the same name, or its initials, is always shown, wherever it is."""
    score = total(ORGANISATIONS.reasons(known, there, Rarity()))
    return max(score, THRESHOLD) if {*known.names} & {*there.names} or shared_initials(known, there) else score


def looked_at(known: Body, typed: Mapping[str, Any], seen: Any) -> Iterator[Organisation]:
    """Which are compared: the same name, with or without what says only its kind; the same codes and most keys."""
    name = str(typed.get("name") or "")
    if len(name.strip()) >= SHORTEST_TYPED:
        words = " ".join(telling_words(name))
        for query in dict.fromkeys((fold(name), words, words.replace(" ", ""))):
            yield from seen.matching(query)[:MOST_LOOKED_AT]
    of_faces = [replace(known, face=face) for face in Face.values]
    yield from seen.filter(pk__in=sharing(pool_of(Organisation.label()), of_faces, MOST_SHARING))
    same = Q()
    for column in EXACT:
        if value := str(typed.get(column) or "").strip():
            same |= Q(**{column: value})
    if same:
        yield from seen.filter(same)[:MOST_LIKELY]


def with_slips(known: Body, seen: Any) -> list[Organisation]:
    """Which have the words of the name with slips."""
    words = " ".join(known.names[0]) if known.names else ""
    return seen.similar_to(words, MOST_LIKELY) if len(words) >= SHORTEST_TYPED else []


def rows_of(found: list[Organisation]) -> list[Row]:
    """Organisations as lines below a form."""
    return [Row(row.name, type_of(row).detail_url(row), type_of(row).summary(row)) for row in found]


def rows_for_typed(typed: Mapping[str, Any], user: Any) -> list[Row]:
    """Likely organisations as lines below a form."""
    return rows_of(likely_organisations(typed, user))


register_typed("organisation", rows_for_typed)
