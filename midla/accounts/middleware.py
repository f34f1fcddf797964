"""Denied by default: every address asks for sign-in and for the permission its view states."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from midla.accounts.access import PUBLIC, SIGNED_IN, rule_of
from midla.accounts.permissions import Permission
from midla.accounts.roles import roles_with

# Views of the sign-in library that cannot carry a mark of ours; the admin asks in its own site class.
LIBRARY_RULES = {
    "mfa_authenticate": PUBLIC,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
}


class LanguageMiddleware:
    """Pages speak the user's language and show the user's time; before sign-in, the browser's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "") or translation.get_language_from_request(request)
        with translation.override(language), timezone.override(zone_of(request.user)):
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


def zone_of(user: Any) -> str:
    """The time zone a user reads times in: their own, else the site's."""
    return getattr(user, "time_zone", "") or settings.TIME_ZONE


class AccessMiddleware:
    """Asks each view's rule before it runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        rule = rule_of(view) or LIBRARY_RULES.get(match.view_name if match else "")
        if rule == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if rule == SIGNED_IN or (match and "admin" in match.app_names):
            return None
        if not isinstance(rule, Permission):
            raise PermissionDenied(_("This address states no rule, so nobody may open it."))
        if not request.user.can(rule):
            raise PermissionDenied(lacking(rule))
        return None


def lacking(permission: Permission) -> str:
    """The sentence for somebody who lacks a permission: what it is and who has it."""
    roles = ", ".join(str(role.label) for role in roles_with(permission))
    return _("Your role does not include: %(verb)s. These roles can: %(roles)s.") % {
        "verb": permission.label,
        "roles": roles,
    }
