"""What is asked where a match is set aside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.models.person import NOT_HERE
from midla.records.forms import readable


class AsideForm(forms.Form):
    """Why the two do not fit."""

    says_optional = False

    reason = forms.CharField(
        label=_("Why they do not fit"),
        max_length=200,
        help_text=NOT_HERE,
        error_messages={"required": _("Write why they do not fit, so that nobody proposes it again.")},
    )

    def clean_reason(self) -> str:
        return readable(self.cleaned_data["reason"])
