"""Opening a partnership, and moving it from stage to stage."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import FollowUp, Meeting
from midla.accounts.permissions import Permission
from midla.partnerships.models import Agreement, Participant, Partnership, Stage, StageChange
from midla.partnerships.stages import StageRefused, refuse_without_agreement, refuse_wrong_way
from midla.records.actions import Many, create, give, locked
from midla.records.errors import Conflict
from midla.records.models import Verb
from midla.records.registry import register_condition, register_consequence

LONGEST_REASON = 200


@transaction.atomic(savepoint=False)
def open_partnership(
    *, partnership: Partnership, participants: Iterable[Participant] = (), many: Many | None = None, by: Any
) -> Partnership:
    """Store a new partnership with who takes part, and their history."""
    create(partnership, by=by, many=many)
    for participant in participants:
        participant.partnership = partnership
        create(participant, by=by)
    return partnership


@transaction.atomic
def move(
    *,
    partnership: Partnership,
    to: str,
    by: Any,
    reason: str = "",
    no_agreement_reason: str = "",
    version: int | None = None,
) -> Partnership:
    """Move a partnership to another stage.

    Raises StageRefused where the rules forbid it, Conflict where it changed since it was read.
    """
    held = locked(partnership)
    if version is not None and held.version != version:
        raise Conflict(held)
    to, reason = Stage(to), reason.strip()[:LONGEST_REASON]
    refuse_wrong_way(held, to, reason)
    values: dict[str, Any] = {"stage": to, "stage_since": timezone.now()}
    if no_agreement_reason.strip():
        if not by.can(Permission.STEER):
            raise StageRefused(_("Only a manager can say why there is no agreement."))
        values["no_agreement_reason"] = no_agreement_reason.strip()[:300]
    return give(held, by=by, values=values, many={}, reason=reason)


@transaction.atomic
def link_follow_up(*, partnership: Partnership, follow_up: FollowUp, by: Any) -> Partnership:
    """Let a follow-up hang on a partnership."""
    held = locked(partnership)
    keys = held.follow_ups.order_by("pk").values_list("pk", flat=True)
    return give(held, by=by, values={}, many={"follow_ups": [*keys, follow_up.pk]})


@transaction.atomic
def link_meeting(*, partnership: Partnership, meeting: Meeting, by: Any) -> Partnership:
    """Say that a meeting was about a partnership; one that is linked already stays so."""
    held = locked(partnership)
    keys = list(held.meetings.order_by("pk").values_list("pk", flat=True))
    return give(held, by=by, values={}, many={"meetings": sorted({*keys, meeting.pk})})


def note_stage(partnership: Partnership, change: Any) -> None:
    """Keep every move between stages, whoever wrote it: form, board, admin or undo."""
    is_new = change.verb == Verb.CREATED
    if not is_new and "stage" not in change.before:
        return
    previous = partnership.stage_changes.order_by("-at", "-id").first()
    StageChange.objects.create(
        partnership=partnership,
        from_stage="" if is_new else change.before["stage"],
        to_stage=partnership.stage,
        at=change.at,
        seconds_before=int((change.at - previous.at).total_seconds()) if previous else None,
        by=change.by,
        reason=change.reason,
    )


def keep_agreement(agreement: Agreement, change: Any) -> None:
    """Refuse to take away the agreement on which a stage rests."""
    refuse_without_agreement(agreement.partnership)


register_condition(Partnership, refuse_without_agreement)
register_consequence(Partnership, note_stage)
register_consequence(Agreement, keep_agreement)
