"""The contacts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    """People, meetings, follow-ups."""

    name = "contacts"
    verbose_name = _("Contacts")
