"""What a new office does once: load Italy's public bodies, and take the demo away."""

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from associations.public_actors import load_public_actors
from midla.dashboards.demo.removing import demo_size, its_users, remove
from midla.records.errors import Refused
from midla.ui.messages import say


@require_POST
def public_bodies(request: HttpRequest) -> HttpResponse:
    """Add Italy's regions and provincial capitals as partner actors; those there are stay as they are."""
    added = load_public_actors(by=request.user)
    say(request, ngettext("%(count)d public body added.", "%(count)d public bodies added.", added) % {"count": added})
    return redirect("dashboards:home")


def demo_remove(request: HttpRequest) -> HttpResponse:
    """Ask before the demo is taken away, and take it away; 404 where there is none."""
    if not its_users().exists():
        raise Http404
    sentence: object = ""
    if request.method == "POST":
        is_invented = its_users().filter(pk=request.user.pk).exists()
        try:
            remove()
        except Refused as refused:
            sentence = refused.sentence
        else:
            if is_invented:
                logout(request)
            return redirect("dashboards:home")
    return render(request, "dashboards/demo_remove.html", {"size": demo_size(), "sentence": sentence})
