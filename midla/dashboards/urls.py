"""The addresses of pages that only read, and of what a new office does first."""

from django.urls import path

from midla.accounts.access import requires
from midla.accounts.permissions import Permission
from midla.dashboards.views import beginning, diaspora, home, programme

app_name = "dashboards"

urlpatterns = [
    path("", requires(Permission.VIEW)(home.home), name="home"),
    path("diaspora/", requires(Permission.VIEW)(diaspora.diaspora), name="diaspora"),
    path("diaspora/<str:code>/", requires(Permission.VIEW)(diaspora.province_page), name="diaspora-province"),
    path("dashboard/", requires(Permission.STEER)(programme.dashboard), name="dashboard"),
    path("first-steps/public-bodies/", requires(Permission.USERS)(beginning.public_bodies), name="public-bodies"),
    path("demo/remove/", requires(Permission.USERS)(beginning.demo_remove), name="demo-remove"),
]
