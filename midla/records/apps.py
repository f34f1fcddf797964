"""Finds the record types and panels that other apps declare; puts the admin on our own site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """Loads `actions.py`, `records.py` and `panels.py` of every app once all models are known."""

    default = True
    name = "midla.records"
    label = "records"
    verbose_name = _("History and files")

    def ready(self) -> None:
        # Actions too: what is to be worked out after each write must be known to commands that import none of them.
        autodiscover_modules("actions", "records", "panels")


class AdministrationConfig(admin.AdminConfig):
    """Django's admin on a site of our own."""

    default = False
    default_site = "midla.records.admin_site.MidlaAdminSite"
