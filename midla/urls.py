"""Every address of the programme: one line per app."""

from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from midla.accounts.access import SIGNED_IN, requires
from midla.accounts.permissions import Permission
from midla.health import health
from midla.records.urls import import_paths, shared_paths
from midla.records.views import jobs as records_jobs
from midla.records.views import search as records_search
from midla.ui import views as ui

# Brought in by who looks after reference data, and no records.
FIGURES = (_("Official counts of residents"), "dashboards:population-import", Permission.WORDS)

ui_pages = (
    [
        path("menu/", requires(SIGNED_IN)(ui.menu_page), name="menu"),
        path("components/", requires(Permission.WORDS)(ui.components), name="components"),
    ],
    "ui",
)

records_pages = (
    [
        path("search/", requires(Permission.VIEW)(records_search.search), name="search"),
        path("jobs/", requires(Permission.VIEW)(records_jobs.jobs), name="jobs"),
        *import_paths(permission=Permission.IMPORT, elsewhere=[FIGURES]),
        *shared_paths(view=Permission.VIEW, edit=Permission.EDIT, edit_any=Permission.EDIT_ANY),
    ],
    "records",
)

urlpatterns = [
    path("healthz", health, name="health"),
    path("", include("midla.dashboards.urls")),
    path("", include(records_pages)),
    path("", include(ui_pages)),
    path("", include("associations.urls")),
    path("", include("contacts.urls")),
    path("", include("midla.partnerships.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("midla.accounts.urls")),
]
