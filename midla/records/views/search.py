"""The search page: everything, by kind; and pages and actions by their names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from midla.records.finding import commands, find
from midla.ui.context_processors import Shell

LONGEST_QUERY = 200
# What the box in the header shows of each kind while one types.
ROWS_IN_BOX = 5


def search(request: HttpRequest) -> HttpResponse:
    """Answer `?q=` with what the reader may see, by kind; without words, with where one can go.

    The box in the header asks the same address while one types, and gets the results without the page around them.
    """
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = find(query, request.user)
    context = {
        "query": query,
        "found": found,
        "total": sum(kind.total for kind in found),
        "commands": commands(query, Shell(request).frame.commands),
    }
    if request.htmx:
        for kind in found:
            kind.rows = kind.rows[:ROWS_IN_BOX]
        return render(request, "records/_search_found.html", {**context, "in_box": True})
    return render(request, "records/search_page.html", context)
