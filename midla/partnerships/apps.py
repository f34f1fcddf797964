"""The partnerships app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    """Needs, offers, matches, partnerships."""

    name = "midla.partnerships"
    verbose_name = _("Partnerships")
