"""The dashboards app."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Home and figures."""

    name = "midla.dashboards"
    label = "dashboards"
