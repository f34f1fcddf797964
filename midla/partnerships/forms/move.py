"""What is asked of a move: to which stage, why, and why there is no agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midla.accounts.permissions import Permission
from midla.partnerships.actions.partnership import LONGEST_REASON
from midla.partnerships.models import NEEDS_AGREEMENT, Partnership
from midla.partnerships.stages import has_agreement, next_stage, reachable
from midla.records.forms import VersionField, readable
from midla.records.once import OneTimeKeyField


class MoveForm(forms.Form):
    """One move of one partnership; the stages offered are those the rules allow."""

    to = forms.ChoiceField(
        label=gettext_lazy("To the stage"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("It does not go there from its stage. Choose one of these.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Needed where it goes back or lapses; it is kept with the move."),
    )
    no_agreement_reason = forms.CharField(
        label=gettext_lazy("Why there is no agreement"), required=False, max_length=300
    )
    version = VersionField(required=False)
    one_time_key = OneTimeKeyField()

    def __init__(self, *args: Any, partnership: Partnership, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        ahead = next_stage(partnership)
        self.fields["to"].choices = [(stage.value, stage.label) for stage in reachable(partnership)]
        self.initial = {"to": ahead or None, **self.initial, "version": partnership.version}
        self.lacks_agreement = not partnership.no_agreement_reason and not has_agreement(partnership)
        leads_there = any(stage in NEEDS_AGREEMENT for stage in reachable(partnership))
        if not (user.can(Permission.STEER) and self.lacks_agreement and leads_there):
            del self.fields["no_agreement_reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned = {name: readable(value) for name, value in cleaned.items()}
        is_forward = cleaned.get("to") == next_stage(self.partnership)
        if cleaned.get("to") and not is_forward and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Write the reason: why it lapses, or goes back."))
        return cleaned
