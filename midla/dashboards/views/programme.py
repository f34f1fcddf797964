"""The programme's dashboard, for whoever steers it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from midla.dashboards.methods import METHODS
from midla.dashboards.period import ScopeForm
from midla.dashboards.programme import Programme


def dashboard(request: HttpRequest) -> HttpResponse:
    """Every widget, as the address asks; where it asks nonsense, a sentence and no numbers."""
    form = ScopeForm(request.GET)
    context: dict[str, Any] = {"form": form, "methods": METHODS, "as_of": timezone.now()}
    if form.is_valid():
        scope = form.scope()
        context |= {
            "scope": scope,
            "programme": Programme(request.user, scope),
            "narrowed": form.narrowed(),
            "active": sum(bool(value) for value in form.cleaned_data.values()),
        }
    return render(request, "dashboards/dashboard_page.html", context)
