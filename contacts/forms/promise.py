"""A line of what was promised at a meeting: what, who, by when."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.dates_in_words import DayInWordsField
from contacts.models import FollowUp, PromisedBy
from midla.accounts.models import User
from midla.records.forms import readable

ME, THEM = "me", "them"
MOST_LINES = 5


class Colleagues:
    """Whom a promise can be left to: oneself, the others, a colleague; read where they are shown or one is chosen."""

    def __init__(self, user: Any) -> None:
        self.user = user

    def __call__(self) -> list[tuple[str, str]]:
        return [(ME, str(self.user)), (THEM, _("them")), *self.others]

    @cached_property
    def others(self) -> list[tuple[str, str]]:
        rows = User.objects.visible_to(self.user).active().exclude(pk=self.user.pk).values_list("pk", "name", "email")
        return [(str(pk), name or email) for pk, name, email in rows]


class WhoField(forms.ChoiceField):
    """Who promised; oneself and the others are always there, without a question."""

    def valid_value(self, value: Any) -> bool:
        return value in {ME, THEM} or super().valid_value(value)


class PromiseForm(forms.Form):
    """One promise; a line left empty is none."""

    # A whole line may stay empty: the legend says so once.
    says_optional = False

    # What may be written is said once above the lines.
    what = forms.CharField(label=gettext_lazy("What"), max_length=300, required=False)
    who = WhoField(label=gettext_lazy("Who"), required=False)
    by_when = DayInWordsField(label=gettext_lazy("By when"), required=False, help_text="")

    def __init__(self, *args: Any, colleagues: Colleagues, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = colleagues

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("by_when") and not cleaned.get("what"):
            self.add_error("what", _("Write what was promised, or empty the day."))
        return cleaned

    def follow_up(self, by: Any) -> FollowUp | None:
        """The promise as a record not stored yet; None for an empty line."""
        given = self.cleaned_data
        if not given.get("what"):
            return None
        who = given.get("who") or ME
        return FollowUp(
            what=readable(given["what"]),
            due_on=given["by_when"],
            promised_by=PromisedBy.THEM if who == THEM else PromisedBy.US,
            owner_id=int(who) if who.isdecimal() else by.pk,
        )


PromiseLines = forms.formset_factory(
    PromiseForm, extra=1, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
)
