"""Who is linked to whom, as far as one reader sees: three questions, one for each kind of tie."""

from collections.abc import Iterable
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


def ties_between(organisations: QuerySet, user: Any, kinds: Iterable[str] = KINDS) -> list[Tie]:
    """The ties of some kinds between organisations that the reader sees."""
    read = {PARTNERSHIPS: by_partnerships, MEETINGS: by_meetings, PEOPLE: by_people}
    found: dict[tuple[int, int], dict[str, int]] = {}
    for kind in kinds:
        for one, other, count in read[kind](organisations.values("pk"), user):
            found.setdefault((one, other), {})[kind] = count
    return [Tie(one, other, **counts) for (one, other), counts in sorted(found.items())]


def by_partnerships(organisations: QuerySet, user: Any) -> Counts:
    """Organisations that take part in the same partnership, unless it lapsed."""
    seen = Partnership.objects.visible_to(user).exclude(stage=Stage.LAPSED).whole()
    other = "partnership__participants__organisation"
    both = Participant.objects.kept().filter(
        Q(**{f"{other}__gt": F("organisation"), f"{other}__in": organisations}),
        partnership__participants__trashed_at=None,
        partnership__in=seen.values("pk"),
        organisation__in=organisations,
    )
    return counted(both, other, Count("partnership", distinct=True))


def by_meetings(organisations: QuerySet, user: Any) -> Counts:
    """Organisations that were at the same meeting: held, confined to nobody, and seen by the reader."""
    seen = Meeting.objects.visible_to(user).held().unconfined().whole()
    other = "meeting__organisations"
    both = Meeting.organisations.through.objects.filter(
        Q(**{f"{other}__gt": F("organisation"), f"{other}__in": organisations}),
        meeting__in=seen.values("pk"),
        organisation__in=organisations,
    )
    # A meeting holds each organisation once: nothing to sort out, and there are many.
    return counted(both, other, Count("meeting"))


def by_people(organisations: QuerySet, user: Any) -> Counts:
    """Organisations in which the same person has a role today; ties that are special-category data never count."""
    today = timezone.localdate()
    plain = organisations.exclude(form__in=SPECIAL_FORMS).exclude(type__in=SPECIAL_TYPES)
    other, started, ended = (f"person__affiliations__{name}" for name in ("organisation", "started_on", "ended_on"))
    both = (
        Affiliation.objects.visible_to(user)
        .on(today)
        .filter(
            Q(**{f"{other}__gt": F("organisation"), f"{other}__in": plain}),
            Q(**{started: None}) | Q(**{f"{started}__lte": today}),
            Q(**{ended: None}) | Q(**{f"{ended}__gte": today}),
            person__affiliations__trashed_at=None,
            organisation__in=plain,
        )
    )
    return counted(both, other, Count("person", distinct=True))


def counted(both: QuerySet, other: str, shared: Count) -> Counts:
    """Pairs of organisations with how many things they share."""
    pairs = both.order_by().values_list("organisation_id", other)
    return pairs.annotate(shared=shared)  # type: ignore[return-value]
