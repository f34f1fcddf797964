"""The associations app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssociationsConfig(AppConfig):
    """Organisations: associations and partner actors."""

    name = "associations"
    verbose_name = _("Associations")
