"""Who is linked to whom: the picture with its tables, and the file for Kumu."""

import re
from typing import Any

from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from associations.models import Organisation
from midla.accounts.permissions import Permission
from midla.partnerships.filters.network import NetworkFilters
from midla.partnerships.network.kumu import kumu_file
from midla.partnerships.network.picture import picture_of
from midla.partnerships.network.seen import MOST_ALONE, MOST_DRAWN, MOST_LISTED, Network
from midla.records.models import Access
from midla.records.views.exports import INTERNAL_USE, XLSX_TYPE, plain_words


def network(request: HttpRequest) -> HttpResponse:
    """The network that the reader sees, narrowed as the address says."""
    filters = NetworkFilters(request.GET)
    context: dict[str, Any] = {
        "filters": filters,
        "shown_filters": [bound for bound in filters if not bound.is_hidden],
        "may_export": request.user.can(Permission.EXPORT),
        "query": request.GET.urlencode(),
        "as_of": timezone.now(),
    }
    if filters.is_valid():
        asked = network_of(request, filters)
        limits = {"most_drawn": MOST_DRAWN, "most_listed": MOST_LISTED, "most_alone": MOST_ALONE}
        context |= {"network": asked, "picture": picture_of(asked), "centre": centre_of(asked), **limits}
        context["kept"] = [("around", asked.question.around)] if asked.question.around else []
        context["active"] = sum(bool(filters.cleaned_data[bound.name]) for bound in context["shown_filters"])
    return render(request, "partnerships/network_page.html", context)


def network_of(request: HttpRequest, filters: NetworkFilters) -> Network:
    """What is asked; 404 where the centre is nobody the reader sees."""
    question = filters.question()
    if question.around and not Organisation.objects.visible_to(request.user).filter(pk=question.around).exists():
        raise Http404
    return Network(request.user, question)


def centre_of(asked: Network) -> Any:
    """The organisation around which one looks; of another country or theme it stands alone."""
    around = asked.question.around
    return asked.nodes.get(around) if around else None


def network_export(request: HttpRequest) -> HttpResponseBase:
    """The same network as Kumu's two sheets; who took out how much is written down."""
    filters = NetworkFilters(request.GET)
    if not filters.is_valid():
        raise BadRequest(_("A filter in the address cannot be read. Go back to the network and correct it."))
    asked = network_of(request, filters)
    Access.objects.create(
        by=request.user, act="export", model_label=Organisation.label(), rows=len(asked.nodes), purpose=INTERNAL_USE
    )
    response = FileResponse(kumu_file(asked), content_type=XLSX_TYPE)
    when = f"{timezone.localtime():%Y-%m-%d %H%M}"
    name = "_".join(plain_words(part) for part in ("MIDLA", _("Network"), request.user, when))
    response.headers["Content-Disposition"] = f'attachment; filename="{re.sub("_+", "_", name)}.xlsx"'
    return response
