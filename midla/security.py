"""What every request meets first: input no page could use is refused, and every answer gets its headers."""

import hashlib
import logging
import re
import traceback
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# No table holds a key of so many digits; SQLite raises an error where one is asked for.
ENDLESS_KEY = re.compile(r"\d{19}")
ADMIN = "/admin/"
UNREADABLE = re.compile("[\x00\ud800-\udfff]")
# What an address may hold beside its path: keys that open something, and what was typed.
SECRET_PART, QUERY = re.compile(r"(?<=/)[^/\s]{20,}"), re.compile(r"\?\S*")


class QuietFormatter(logging.Formatter):
    """Lines of the log without what was typed, without keys in addresses, without the values that errors quote."""

    def format(self, record: logging.LogRecord) -> str:
        return QUERY.sub("", SECRET_PART.sub("…", super().format(record)))

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the name is the library's)
        kind, _error, trace = ei
        return "".join(traceback.format_tb(trace)) + getattr(kind, "__qualname__", "")


def hashed_cache_key(key: str, key_prefix: str, version: int) -> str:
    """Name a cache entry without keeping the address or e-mail it was made from."""
    return hashlib.sha256(f"{key_prefix}:{version}:{key}".encode()).hexdigest()


def is_unreadable(text: str) -> bool:
    """True for text that a database refuses or mangles: NUL, or half of a surrogate pair."""
    return UNREADABLE.search(text) is not None


def is_unreadable_address(raw: str) -> bool:
    """The same for a path or query string, which may hide them behind percent signs."""
    octets = unquote_to_bytes(raw)
    if b"\x00" in octets:
        return True
    try:
        octets.decode()
    except UnicodeDecodeError:
        return True
    return False


class DoorMiddleware:
    """Answers 400 with a sentence where address or form hold what cannot be stored; adds security headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            refusal = self.refusal(request)
        response = refusal or self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        if is_unreadable_address(request.META.get("QUERY_STRING", "")) or is_unreadable(request.path):
            return refuse(request, _("The address holds characters that cannot be read. Type it again."))
        if request.path.startswith(ADMIN) and asks_for_endless_key(request.GET):
            return refuse(request, _("The address holds a number that is too long. Type it again."))
        return self.refusal_of_form(request) if request.method == "POST" else None

    def refusal_of_form(self, request: HttpRequest) -> HttpResponse | None:
        try:
            fields = request.POST
        except (TooManyFieldsSent, TooManyFilesSent):
            return refuse(request, _("The form has too many fields. Send it in smaller parts."))
        except RequestDataTooBig:
            return refuse(request, _("What you sent is too long. Shorten it and send it again."), status=413)
        texts = (text for name in fields for text in (name, *fields.getlist(name)))
        if any(is_unreadable(text) for text in texts):
            return refuse(request, _("The form holds characters that cannot be stored. Remove them and save again."))
        return None


def asks_for_endless_key(query: QueryDict) -> bool:
    """True where a value of an address holds more digits than any key has."""
    return any(ENDLESS_KEY.search(value) for name in query for value in query.getlist(name))


def refuse(request: HttpRequest, sentence: str, status: int = 400) -> HttpResponse:
    """The page that says why a request was turned away at the door."""
    return render(request, "400.html", {"sentence": sentence}, status=status)
