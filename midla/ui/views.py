"""Pages about the pages: the menu for phones without script, the components gallery for staff.

`midla.urls` states their permissions, because the list of permissions lies above this app.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from midla.ui.gallery import samples


def menu_page(request: HttpRequest) -> HttpResponse:
    """The groups of the menu as a page of its own."""
    return render(request, "ui/menu.html")


def components(request: HttpRequest) -> HttpResponse:
    """Every component once, with what it takes."""
    return render(request, "ui/components.html", samples())
