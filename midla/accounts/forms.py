"""What accounts ask: a password for the first time, the profile."""

import zoneinfo
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from midla.accounts.models import User
from midla.territories.time_zones import CHOICES as ZONES

PASSWORD_HELP = _("At least ten characters; three words that do not belong together are good.")


class SignInForm(LoginForm):
    """E-mail and password; the way to a new password stands below the button, not in the field's help."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password = self.fields["login"], self.fields["password"]
        email.label, password.label, password.help_text = _("Work e-mail"), _("Password"), ""
        email.widget.attrs["autocomplete"] = "username"
        for shown in (email, password):
            shown.widget.attrs.pop("placeholder", None)


class ResetForm(forms.Form):
    """Asking for a link to choose a new password."""

    email = forms.EmailField(
        label=_("Work e-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"})
    )


class PasswordForm(SetPasswordForm):
    """Choosing a password, with one sentence of help instead of a list of rules."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = PASSWORD_HELP


class NewPasswordForm(PasswordChangeForm):
    """The same for who is signed in and knows the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        self.fields["new_password1"].help_text = PASSWORD_HELP


class FirstAdministratorForm(PasswordForm):
    """The first administrator: address, name and password."""

    email = forms.EmailField(
        label=_("Work e-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"})
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    field_order = ("email", "name", "new_password1", "new_password2")


class ProfileForm(forms.ModelForm):
    """What a user sets for themselves."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=[("", _("as the site")), *ZONES], required=False)

    class Meta:
        model = User
        fields = ("name", "language", "theme", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"),
            choices=[("", _("as the browser")), *User.language_choices()],
            required=False,
        )

    def clean_time_zone(self) -> str:
        """A zone this machine knows."""
        zone = self.cleaned_data["time_zone"]
        if zone and zone not in zoneinfo.available_timezones():
            raise forms.ValidationError(_("This time zone is not known. Choose another."))
        return zone
