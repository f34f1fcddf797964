"""What the typeahead over organisations finds."""

from django.http import HttpRequest, JsonResponse

from associations.models import Organisation
from midla.ui.widgets import MOST_FOUND, Choice

SHORTEST = 2


def organisation_find(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with at most twenty organisations of both faces that the user sees."""
    query = request.GET.get("q", "").strip()[:200]
    if len(query) < SHORTEST:
        return JsonResponse([], safe=False)
    rows = Organisation.objects.visible_to(request.user).matching(query).by_name(query)
    found = rows.select_related("province", "country").prefetch_related("communities")[:MOST_FOUND]
    return JsonResponse([choice(organisation).as_json() for organisation in found], safe=False)


def choice(organisation: Organisation) -> Choice:
    """One organisation as a typeahead offers it."""
    return Choice(
        value=str(organisation.pk),
        text=organisation.name,
        sub=str(organisation.province or organisation.country or ""),
        codes=tuple(country.code for country in organisation.communities.all()),
    )
