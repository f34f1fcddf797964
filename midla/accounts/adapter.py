"""How the sign-in library behaves here."""

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

# What the page that follows shows anyway.
UNSAID = {"account/messages/logged_in.txt"}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: administrators invite."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of the site that was asked: other hosts it answers under are somebody else's business."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, self.request.is_secure())

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *args: Any, **kw: Any
    ) -> None:
        if message_template not in UNSAID:
            super().add_message(request, level, message_template, *args, **kw)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Who signs in begins to count anew: ten wrong passwords in a row are too many, not ten in a morning.

        The count of the network address goes on, so that nobody signs in between to try other people's passwords.
        """
        user = super().authenticate(request, **credentials)
        if user:
            per_address = settings.ACCOUNT_RATE_LIMITS["login_failed"].split(",")[0]
            key = self._get_login_attempts_cache_key(request, **credentials)
            limits = {"login_failed": per_address}
            ratelimit.clear(request, app="allauth.account", action="login_failed", config=limits, key=key)
        return user

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library counts for each host and port it is asked under, which whoever asks may choose.
        return unicodedata.normalize("NFKC", credentials.get("email", "")).casefold()
