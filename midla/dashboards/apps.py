"""The dashboards app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    """Home and figures."""

    name = "midla.dashboards"
    verbose_name = _("Reports")
    label = "dashboards"
