"""The admin's own site: people come in through our sign-in, and no library shows its models."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

# Their rows hold secrets or copies of names (tests/architecture/absent_from_admin.py says which).
UNSHOWN_APPS = {"auth", "account", "mfa", "sessions", "contenttypes", "admin", "django_tasks_database"}


class MidlaAdminSite(AdminSite):
    """For administrators; what each model allows is asked of its own page."""

    site_header = site_title = "MIDLA"
    index_title = _("Administration")
    empty_value_display = "–"
    enable_nav_sidebar = False

    def each_context(self, request: Any) -> dict[str, Any]:
        return {**super().each_context(request), "mail_configured": settings.MAIL_CONFIGURED}

    def get_app_list(self, request: Any, app_label: str | None = None) -> Any:
        """Worked out where it is shown: every page is given it, and the start alone lists it."""
        return SimpleLazyObject(lambda: super(MidlaAdminSite, self).get_app_list(request, app_label))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        shown = [model for model in models if model._meta.app_label not in UNSHOWN_APPS]
        super().register(shown, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect_to_login(request.GET.get("next", "/admin/"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        return redirect("accounts:password")
