"""Finds the record types and panels that other apps declare."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RecordsConfig(AppConfig):
    """Loads `records.py` and `panels.py` of every app once all models are known."""

    name = "midla.records"
    label = "records"

    def ready(self) -> None:
        autodiscover_modules("records", "panels")
