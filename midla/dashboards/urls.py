"""The addresses of pages that only read."""

from django.urls import path

from midla.accounts.access import requires
from midla.accounts.permissions import Permission
from midla.dashboards.views import home

app_name = "dashboards"

urlpatterns = [path("", requires(Permission.VIEW)(home.home), name="home")]
