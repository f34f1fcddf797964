"""The search page: everything, by kind."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from midla.records.finding import find

LONGEST_QUERY = 200


def search(request: HttpRequest) -> HttpResponse:
    """Answer `?q=` with what the reader may see, by kind; without words, with how to search."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = find(query, request.user)
    total = sum(kind.total for kind in found)
    return render(request, "records/search_page.html", {"query": query, "found": found, "total": total})
