"""What every page's frame needs, worked out only where a template asks for it."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from midla.ui import menu


class Shell:
    """The frame of a page for the reader of one request."""

    def __init__(self, request: HttpRequest):
        self.request = request
        # Any: whose user it is, the app below accounts does not know; it asks only `can`.
        self.user: Any = request.user

    @property
    def base(self) -> str:
        """The template that an error page extends for a reader who is signed in."""
        return "base.html"

    @cached_property
    def theme(self) -> str:
        """Light, dark, or as the device."""
        return getattr(self.user, "theme", "") or "auto"

    @cached_property
    def frame(self) -> menu.Frame:
        """The parts that all readers with the same rights share."""
        urlconf = getattr(self.request, "urlconf", None) or settings.ROOT_URLCONF
        can = self.user.can
        rights = menu.Rights(frozenset(asked for asked in menu.permissions(urlconf) if can(asked)))
        # Cut, so that a long address cannot fill the caches.
        path = self.request.path[:80]
        here = (menu.current_name(urlconf, path), menu.own_name(urlconf, path))
        return menu.frame(urlconf, get_language(), rights, *here)

    @cached_property
    def menu(self) -> SafeString:
        """The groups of the menu, with the number of due things."""
        drawn: str = self.frame.menu
        for link in self.frame.links:
            if link.entry.due:
                drawn = drawn.replace(link.placeholder, due_badge(import_string(link.entry.due)(self.user)))
        return mark_safe(drawn)  # our own template with our own badge put in

    @property
    def search_url(self) -> str:
        """Where everything is searched; nothing where there is no such page yet."""
        return self.frame.search_url

    @property
    def rights_url(self) -> str:
        """The page that shows who may do what."""
        return self.frame.rights_url

    @cached_property
    def name(self) -> str:
        """How the reader is called."""
        return str(self.user)


def due_badge(due: int) -> str:
    """The number beside a menu entry; nothing where nothing is due."""
    if not due:
        return ""
    words = ngettext("thing due", "things due", due)
    return format_html('<span class="count">{}<span class="visually-hidden"> {}</span></span>', due, words)


def shell(request: HttpRequest) -> dict:
    """Give templates `navigation`; nobody signed in costs nothing."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"navigation": Shell(request)}
