"""What happens to the parts of a partnership: nobody takes part twice in one role, a milestone is reached."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from midla.partnerships.models import Milestone, Participant, Partnership, Review
from midla.records.actions import edit
from midla.records.errors import Refused
from midla.records.registry import register_condition


def alone_in(part: Any) -> None:
    """Let one at a time write parts of a partnership, so that what is looked up next still holds when it is stored."""
    Partnership._base_manager.select_for_update().filter(pk=part.partnership_id).first()


def refuse_second_part(participant: Participant) -> None:
    """Raise Refused where the same takes part in the same role already."""
    alone_in(participant)
    same = Participant.objects.kept().filter(
        partnership_id=participant.partnership_id,
        role=participant.role,
        organisation_id=participant.organisation_id,
        person_id=participant.person_id,
    )
    if same.exclude(pk=participant.pk).exists():
        raise Refused(_("This one takes part in this role already. Choose another role, or leave it."))


def refuse_second_review(review: Review) -> None:
    """Raise Refused where the review after so many months is recorded already."""
    alone_in(review)
    same = Review.objects.kept().filter(partnership_id=review.partnership_id, months=review.months)
    if same.exclude(pk=review.pk).exists():
        raise Refused(_("This review is recorded already. Edit that one instead."))


def reach(*, milestone: Milestone, by: Any) -> Milestone:
    """Say that a milestone is reached today; one that was reached stays as it is."""
    if milestone.reached_on is not None:
        return milestone
    return edit(milestone, by=by, values={"reached_on": timezone.localdate()})


register_condition(Participant, refuse_second_part)
register_condition(Review, refuse_second_review)
