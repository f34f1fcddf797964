"""The rules of the pipeline: where a partnership may go from its stage, and what must be there before."""

from django.utils.translation import gettext as _

from midla.partnerships.models import FORWARD, NEEDS_AGREEMENT, Agreement, Partnership, Stage
from midla.records.errors import Refused


class StageRefused(Refused):
    """The move is against the rules; the sentence says what is missing."""


def place(stage: str) -> int:
    """How far along the way forward a stage stands; -1 for lapsed, which is beside it."""
    return FORWARD.index(Stage(stage)) if stage in FORWARD else -1


def next_stage(partnership: Partnership) -> Stage | None:
    """The one stage forward; None at the end of the way and beside it."""
    at = place(partnership.stage)
    return FORWARD[at + 1] if 0 <= at < len(FORWARD) - 1 else None


def earlier_stages(partnership: Partnership) -> list[Stage]:
    """The stages it may go back to; a lapsed one those up to where it lapsed."""
    if partnership.stage != Stage.LAPSED:
        return list(FORWARD[: place(partnership.stage)])
    lapsed = partnership.stage_changes.filter(to_stage=Stage.LAPSED).first()
    return list(FORWARD[: place(lapsed.from_stage) + 1]) if lapsed and lapsed.from_stage else [Stage.IDEA]


def reachable(partnership: Partnership) -> list[Stage]:
    """The stages it may be moved to: forward, then back from the nearest, then lapsed."""
    ahead = next_stage(partnership)
    beside = [] if partnership.stage == Stage.LAPSED else [Stage.LAPSED]
    return [*([ahead] if ahead else []), *reversed(earlier_stages(partnership)), *beside]


def needs_reason(partnership: Partnership, to: str) -> bool:
    """True for every move but the one forward."""
    return to != next_stage(partnership)


def refuse_wrong_way(partnership: Partnership, to: str, reason: str) -> None:
    """Raise StageRefused where the move skips a stage, or lacks the reason it takes."""
    if to not in reachable(partnership):
        raise StageRefused(
            _("From “%(from)s” it does not go to “%(to)s”: forward it is one stage at a time.")
            % {"from": partnership.get_stage_display(), "to": Stage(to).label}
        )
    if needs_reason(partnership, to) and not reason.strip():
        raise StageRefused(_("Write the reason: why it lapses, or goes back."))


def has_agreement(partnership: Partnership) -> bool:
    """True where an agreement with its signing date is recorded."""
    signed = Agreement.objects.kept().filter(partnership_id=partnership.pk, signed_on__isnull=False)
    return partnership.pk is not None and signed.exists()


def refuse_without_agreement(partnership: Partnership) -> None:
    """Raise StageRefused where the stage rests on an agreement, and there is neither one nor a reason why not."""
    if partnership.stage not in NEEDS_AGREEMENT or partnership.no_agreement_reason:
        return
    if not has_agreement(partnership):
        raise StageRefused(
            _("“%(stage)s” takes an agreement with its signing date; add it, or let a manager say why there is none.")
            % {"stage": partnership.get_stage_display()}
        )
