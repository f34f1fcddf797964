"""What engagement rests on beside meetings: partnerships and open needs and offers, kept whoever wrote them.

Trashed records do not count; a partnership counts for the organisations that take part in it.
"""

import datetime
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from associations.models import Organisation, OrganisationActivity
from midla.partnerships.models import LIVE, RUNNING, Participant, Partnership, Resource
from midla.records.fields import LAST_DAY
from midla.records.registry import register_consequence, register_recount

KEPT = ("in_partnership", "in_live_partnership", "resource_open_until")
AT_ONCE = 500
State = tuple[bool, bool, datetime.date | None]
NOTHING: State = (False, False, None)


def stages_of(organisations: Iterable[int]) -> dict[int, set[str]]:
    """For each organisation the stages of the partnerships it takes part in; one query."""
    parts = Participant.objects.kept().filter(organisation_id__in=organisations, partnership__trashed_at=None)
    found: dict[int, set[str]] = {}
    for organisation, stage in parts.values_list("organisation_id", "partnership__stage"):
        found.setdefault(organisation, set()).add(stage)
    return found


def open_until(organisations: Iterable[int]) -> dict[int, datetime.date]:
    """For each organisation the last day on which a need or offer of it is open; one query."""
    rows = Resource.objects.kept().filter(organisation_id__in=organisations, state="open")
    found: dict[int, datetime.date] = {}
    for organisation, ends_on in rows.values_list("organisation_id", "ends_on"):
        found[organisation] = max(ends_on or LAST_DAY, found.get(organisation, datetime.date.min))
    return found


def states(organisations: list[int]) -> dict[int, State]:
    """What holds for each organisation; two queries."""
    stages, until = stages_of(organisations), open_until(organisations)
    return {
        key: (
            bool(stages.get(key, set()) & set(RUNNING)),
            bool(stages.get(key, set()) & set(LIVE)),
            until.get(key),
        )
        for key in organisations
    }


def refresh(organisations: Iterable[int | None]) -> None:
    """Work out anew what holds for these organisations; three queries, however many."""
    keys = sorted({key for key in organisations if key is not None})
    if not keys:
        return
    found = states(keys)
    OrganisationActivity.objects.bulk_create(
        (OrganisationActivity(organisation_id=key, **dict(zip(KEPT, found[key], strict=True))) for key in keys),
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=KEPT,
    )


def after_resource(resource: Resource, change: Any) -> None:
    """A need or offer was written: whose it is, and whose it was."""
    refresh([resource.organisation_id, change.before.get("organisation")])


def after_participant(participant: Participant, change: Any) -> None:
    """Who takes part was written."""
    refresh([participant.organisation_id, change.before.get("organisation")])


def after_partnership(partnership: Partnership, change: Any) -> None:
    """A partnership was written: all who take part."""
    refresh(partnership.participants.values_list("organisation_id", flat=True))


def recount() -> int:
    """Work out anew what holds for every organisation; how many were wrong or missing."""
    wrong = 0
    keys = Organisation.objects.order_by("pk").values_list("pk", flat=True).iterator()
    while some := list(islice(keys, AT_ONCE)):
        differing = list(differences(some))
        refresh(differing)
        wrong += len(differing)
    return wrong


def differences(keys: list[int]) -> Iterator[int]:
    """Those organisations whose kept state is not what the records say."""
    kept = {row[0]: row[1:] for row in OrganisationActivity.objects.filter(pk__in=keys).values_list("pk", *KEPT)}
    for key, state in states(keys).items():
        if kept.get(key, NOTHING) != state:
            yield key


register_consequence(Resource, after_resource)
register_consequence(Participant, after_participant)
register_consequence(Partnership, after_partnership)
register_recount("partnerships", recount)
