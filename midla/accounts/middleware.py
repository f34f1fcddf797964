"""Denied by default: every address asks for sign-in and for the permission its view states."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from midla.accounts.access import PUBLIC, SIGNED_IN, Rule, rule_of
from midla.accounts.permissions import Permission
from midla.accounts.roles import roles_with

# Views of libraries, which cannot carry a mark of ours, by URL name or by namespace.
LIBRARY_RULES: dict[str, Rule] = {
    "admin": Permission.WORDS,
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
            request.LANGUAGE_CODE = translation.get_language()
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
        rule = stated_rule(view, request.resolver_match)
        if rule == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if rule == SIGNED_IN:
            return None
        if not isinstance(rule, Permission):
            return refuse(request, _("This address states no rule, so nobody may open it."))
        return None if request.user.can(rule) else refuse(request, lacking(rule))


def stated_rule(view: Any, match: Any) -> Rule | None:
    """The rule of an address: what its view states, or what is stated here for a library's."""
    if (rule := rule_of(view)) is not None or match is None:
        return rule
    return next((LIBRARY_RULES[name] for name in (match.view_name, *match.app_names) if name in LIBRARY_RULES), None)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page and back; a script learns it by 401 and, where it is htmx, where to go."""
    if getattr(request, "htmx", False):
        here = request.htmx.current_url_abs_path or "/"
        return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(here).url})
    if not takes_pages(request):
        return JsonResponse({"sentence": _("Sign in first.")}, status=401)
    return redirect_to_login(request.get_full_path() if request.method in {"GET", "HEAD"} else "/")


def refuse(request: HttpRequest, sentence: str) -> HttpResponse:
    """The answer 403 with its sentence: as a page, or as what a script can read."""
    if not takes_pages(request):
        return JsonResponse({"sentence": sentence}, status=403)
    raise PermissionDenied(sentence)


def takes_pages(request: HttpRequest) -> bool:
    """False for scripts that ask for JSON and nothing else."""
    return request.headers.get("Accept", "").partition(";")[0].strip() != "application/json"


def lacking(permission: Permission) -> str:
    """The sentence for somebody who lacks a permission: what it is and who has it."""
    roles = ", ".join(str(role.label) for role in roles_with(permission))
    return _("Your role does not include: %(verb)s. These roles can: %(roles)s.") % {
        "verb": permission.label,
        "roles": roles,
    }
