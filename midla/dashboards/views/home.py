"""The home page: my day, and for managers the programme in a few figures."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from midla.accounts.permissions import Permission
from midla.dashboards.demo.removing import its_users
from midla.dashboards.figures import home_figures
from midla.dashboards.first_steps import first_steps
from midla.dashboards.my_day import MyDay


def home(request: HttpRequest) -> HttpResponse:
    """My day; with the figures for who steers."""
    user = request.user
    administers = user.can(Permission.USERS)
    steps = first_steps(user)
    context = {
        "called": (user.name.split() or [user.email])[0],
        "day": MyDay.of(user),
        "today": timezone.localdate(),
        "tiles": home_figures(user) if user.can(Permission.STEER) else [],
        "steps": steps,
        "steps_done": sum(step.done for step in steps),
        "may_edit": user.can(Permission.EDIT),
        "no_mail": administers and not settings.MAIL_CONFIGURED,
        "has_demo": administers and its_users().exists(),
    }
    return render(request, "dashboards/home_page.html", context)
