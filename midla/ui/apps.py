"""The app that holds templatetags and static files."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """How things look."""

    name = "midla.ui"
    label = "ui"
