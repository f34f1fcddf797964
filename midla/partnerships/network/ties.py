"""Who is linked to whom, as far as one reader sees: three questions, one for each kind of tie.

Which organisations take part is asked once and compared here: asked of each tie, SQLite looked up each of 20,000
organisations for each meeting.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from associations.models import Organisation
from associations.models.organisation import SPECIAL_FORMS, SPECIAL_TYPES
from contacts.models import Affiliation, Meeting
from midla.partnerships.models import Participant, Partnership, Stage
from midla.partnerships.network.graph import Tie

PARTNERSHIPS, MEETINGS, PEOPLE = KINDS = ("partnerships", "meetings", "people")
Counts = Iterable[tuple[int, int, int]]


def organisations_seen(user: Any, country: str = "", theme: str = "") -> QuerySet:
    """The organisations of the network: those the reader sees, of a country (partner actors stay) and of a theme."""
    rows = Organisation.objects.visible_to(user)
    if country:
        serving = Organisation.communities.through.objects.filter(organisation_id=OuterRef("pk"), country_id=country)
        rows = rows.filter(Q(face="partner") | Exists(serving))
    if theme:
        working = Organisation.themes.through.objects.filter(organisation_id=OuterRef("pk"), theme__code=theme)
        rows = rows.filter(Exists(working))
    return rows.order_by()


def is_special(form: str, type_: str) -> bool:
    """True where a person's role in an organisation is special-category data: such a role ties nobody."""
    return form in SPECIAL_FORMS or type_ in SPECIAL_TYPES


def ties_between(members: Mapping[int, bool], user: Any, kinds: Iterable[str] = KINDS) -> list[Tie]:
    """The ties of some kinds between organisations: the keys of those one sees, and whether roles are special."""
    plain = {key for key, special in members.items() if not special}
    read = {
        PARTNERSHIPS: (by_partnerships, members.keys()),
        MEETINGS: (by_meetings, members.keys()),
        PEOPLE: (by_people, plain),
    }
    found: dict[tuple[int, int], dict[str, int]] = {}
    for kind in kinds:
        counts, tied = read[kind]
        for one, other, count in counts(user):
            if one in tied and other in tied:
                found.setdefault((one, other), {})[kind] = count
    return [Tie(one, other, **shared) for (one, other), shared in sorted(found.items())]


def by_partnerships(user: Any) -> Counts:
    """Organisations that take part in the same partnership, unless it lapsed."""
    seen = Partnership.objects.visible_to(user).exclude(stage=Stage.LAPSED).whole()
    other = "partnership__participants__organisation"
    both = Participant.objects.kept().filter(
        **{f"{other}__gt": F("organisation")},
        partnership__participants__trashed_at=None,
        partnership__in=seen.values("pk"),
    )
    return counted(both, other, Count("partnership", distinct=True))


def by_meetings(user: Any) -> Counts:
    """Organisations that were at the same meeting: held, confined to nobody, and seen by the reader."""
    seen = Meeting.objects.visible_to(user).held().unconfined().whole()
    other = "meeting__organisations"
    both = Meeting.organisations.through.objects.filter(
        **{f"{other}__gt": F("organisation")}, meeting__in=seen.values("pk")
    )
    # A meeting holds each organisation once: nothing to sort out, and there are many.
    return counted(both, other, Count("meeting"))


def by_people(user: Any) -> Counts:
    """Organisations in which the same person has a role today."""
    today = timezone.localdate()
    other, started, ended = (f"person__affiliations__{name}" for name in ("organisation", "started_on", "ended_on"))
    both = (
        Affiliation.objects.visible_to(user)
        .on(today)
        .filter(
            Q(**{started: None}) | Q(**{f"{started}__lte": today}),
            Q(**{ended: None}) | Q(**{f"{ended}__gte": today}),
            **{f"{other}__gt": F("organisation")},
            person__affiliations__trashed_at=None,
        )
    )
    return counted(both, other, Count("person", distinct=True))


def counted(both: QuerySet, other: str, shared: Count) -> Counts:
    """Pairs of organisations with how many things they share."""
    pairs = both.order_by().values_list("organisation_id", other)
    return pairs.annotate(shared=shared)
