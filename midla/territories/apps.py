"""The territories app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    """Countries, subdivisions, regions, provinces, municipalities."""

    name = "midla.territories"
    label = "territories"
    verbose_name = _("Territories")
