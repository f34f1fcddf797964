"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, offices, permissions."""

    name = "midla.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
