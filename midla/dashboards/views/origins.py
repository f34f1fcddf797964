"""Where people come from: flows from the subdivisions of their countries to Italian provinces, drawn and as a table."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from associations.filters import PROVINCES
from midla.dashboards.figures import Figure
from midla.dashboards.figures.origins import PEOPLE, Flow, Origin, Origins
from midla.dashboards.forms.origins import OriginsForm
from midla.ui import charts
from midla.ui.marks import grouped

# So many places of each side are drawn, and so many lines stand in the table at first.
MOST_DRAWN, FLOWS_AT_FIRST = 10, 30


@require_safe
def origins(request: HttpRequest) -> HttpResponse:
    """The picture with its table."""
    form = OriginsForm(request.GET)
    context: dict[str, Any] = {
        "form": form,
        "fields": [form[name] for name in form.fields],
        "errors_of": form if form.errors else None,
        "map_url": map_url(form),
    }
    if form.is_valid():
        context |= shown(Origins(form.asked, request.user), form, every="all" in request.GET.getlist("flows"))
    return render(request, "dashboards/origins_page.html", context)


def shown(found: Origins, form: OriginsForm, *, every: bool) -> dict[str, Any]:
    """What the page says of the figures."""
    drawn = drawn_flows(found)
    lines = found.flows if every else found.flows[:FLOWS_AT_FIRST]
    return {
        "found": found,
        "lead": lead(found, form),
        "chart": picture(found, drawn),
        "caption": caption(found, drawn),
        "lines": [(flow, figure_of(found, flow)) for flow in lines],
        "lines_left": len(found.flows) - len(lines),
        "all_url": f"?{urlencode({**asked_of(form), 'flows': 'all'})}#flows",
        "counts": found.measure.label,
    }


def figure_of(found: Origins, flow: Flow) -> Figure:
    """A flow as a number that leads to its records."""
    return found.figure(flow.number, flow.origin, flow.place)


def asked_of(form: OriginsForm) -> dict[str, str]:
    """The choice, as an address holds it."""
    return {name: form.data[name] for name in form.fields if form.data.get(name)}


def map_url(form: OriginsForm) -> str:
    """The map of the diaspora, or the page of the province chosen."""
    given = form.cleaned_data if form.is_valid() else {}
    province, community = given.get("province"), given.get("community")
    # Any word may stand in the address: only what is a province has a page.
    is_known = province in PROVINCES.words
    url = reverse("dashboards:diaspora-province", args=[province]) if is_known else reverse("dashboards:diaspora")
    return f"{url}?{urlencode({'community': community})}" if community else url


def drawn_flows(found: Origins) -> list[Flow]:
    """The broadest flows, as many as lie between so many places of each side."""
    left: set[Any] = set()
    right: set[Any] = set()
    drawn = []
    for flow in found.flows:
        if max(len(left | {flow.origin}), len(right | {flow.place})) <= MOST_DRAWN:
            left.add(flow.origin)
            right.add(flow.place)
            drawn.append(flow)
    return drawn


def picture(found: Origins, drawn: list[Flow]) -> charts.Flows:
    """The ribbons, and beside them their places in order, each with all it has."""
    starts, ends = {flow.origin for flow in drawn}, {flow.place for flow in drawn}
    left, right = [one for one in found.origins if one in starts], [one for one in found.places if one in ends]
    pairs = [
        (left.index(flow.origin), right.index(flow.place), flow_words(flow), figure_of(found, flow)) for flow in drawn
    ]
    return charts.flows(
        [origin_end(found, one) for one in left],
        [charts.FlowEnd(one.name, found.figure(found.places[one], place=one), found.mentions[one]) for one in right],
        pairs,
    )


def origin_end(found: Origins, origin: Origin) -> charts.FlowEnd:
    """A place of origin beside its ribbons."""
    number = found.origins[origin]
    return charts.FlowEnd(origin.name, found.figure(number, origin), number, origin.country)


def flow_words(flow: Flow) -> str:
    """A flow in words."""
    words = {"origin": flow.origin.name, "province": flow.place.name, "number": grouped(flow.number)}
    return _("%(origin)s – %(province)s: %(number)s") % words


def lead(found: Origins, form: OriginsForm) -> str:
    """The sentence that answers the page's question."""
    if not found.flows:
        return _("Nobody has written down yet where they come from.")
    first = found.flows[0]
    words = {"origin": first.origin.name, "country": first.origin.country, "province": first.place.name}
    number = first.number
    if found.asked.measure == PEOPLE:
        text = ngettext(
            "Most come from %(origin)s (%(country)s) to %(province)s: %(n)s person.",
            "Most come from %(origin)s (%(country)s) to %(province)s: %(n)s people.",
            number,
        )
    else:
        text = ngettext(
            "Most come from %(origin)s (%(country)s) to %(province)s: %(n)s association.",
            "Most come from %(origin)s (%(country)s) to %(province)s: %(n)s associations.",
            number,
        )
    return text % {**words, "n": grouped(number)}


def caption(found: Origins, drawn: list[Flow]) -> str:
    """What is drawn, and what is not."""
    left = len(found.flows) - len(drawn)
    counts = {
        "drawn": grouped(sum(flow.number for flow in drawn)),
        "all": grouped(sum(flow.number for flow in found.flows)),
        "flows": grouped(left),
    }
    some = _("Drawn are the broadest flows, %(drawn)s of %(all)s; %(flows)s narrower flows stand in the table only.")
    parts = [some % counts if left else _("All flows are drawn.")]
    if found.asked.measure != PEOPLE:
        parts.append(_("An association that names several places is drawn for each and counted once in each total."))
    return " ".join(parts)
