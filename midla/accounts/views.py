"""Signing in, invitations, the profile, and the page that says who may do what."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from midla.accounts.demo_users import demo_users
from midla.accounts.forms import (
    FirstAdministratorForm,
    NewPasswordForm,
    PasswordForm,
    ProfileForm,
    ResetForm,
    SignInForm,
)
from midla.accounts.invitations import invitations, make_first_administrator, may_make_first, resets
from midla.accounts.models import User
from midla.accounts.permissions import Permission
from midla.accounts.roles import PERMISSIONS, Role
from midla.accounts.tasks import send_reset_link
from midla.ui.messages import say

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class SignIn(LoginView):
    """The sign-in page; only the demo lists its users there."""

    template_name = "account/login.html"

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(demo_users=demo_users(), languages=settings.LANGUAGES, **kwargs)


def nobody_signs_up(request: HttpRequest) -> HttpResponse:
    """There is no such page: administrators invite. The sign-in library asks for its address."""
    raise Http404


@sensitive_post_parameters()
def invitation(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Choose a password by link, once, and be signed in."""
    user = invitations.user(uid, token)
    if user is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.save(), backend=BACKEND)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/invitation_page.html", {"form": form, "invited": user})


@sensitive_post_parameters()
def reset(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Choose a new password by link, once; then sign in with it, second factor and all."""
    user = resets.user(uid, token)
    if user is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        # Who forgot a password has typed wrong ones: they need not wait any more.
        get_adapter(request)._delete_login_attempts_cached_email(request, email=user.email)
        say(request, _("Password saved. Sign in with it."))
        return redirect("account_login")
    return render(request, "accounts/reset_page.html", {"form": form, "invited": user})


def reset_request(request: HttpRequest) -> HttpResponse:
    """Ask for a link to choose a new password. The answer is the same, and as quick, whoever asks for whom."""
    if not settings.MAIL_CONFIGURED:
        return render(request, "account/password_reset.html", {"form": None})
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if ratelimit.consume(request, action="reset_password", key=email):
            user_id = User.objects.active().filter(email__iexact=email).values_list("pk", flat=True).first()
            base = settings.SITE_ADDRESS or request.build_absolute_uri("/")
            send_reset_link.enqueue(user_id or 0, base)
        return redirect("account_reset_password_done")
    return render(request, "account/password_reset.html", {"form": form})


def reset_sent(request: HttpRequest) -> HttpResponse:
    """What happens next, told to whoever asked."""
    return render(request, "account/password_reset_done.html")


@sensitive_post_parameters()
def first(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first administrator by the link that the first start printed."""
    if not may_make_first(token):
        return render(request, "accounts/invitation_gone.html", status=404)
    form = FirstAdministratorForm(None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        user = make_first_administrator(email=given["email"], name=given["name"], password=given["new_password1"])
        login(request, user, backend=BACKEND)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/first_page.html", {"form": form})


def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, appearance and time zone of whoever is signed in."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        say(request, _("Profile saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile_page.html", {"form": form})


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; other sessions of this user end."""
    form = NewPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        say(request, _("Password changed."))
        return redirect("accounts:profile")
    return render(request, "accounts/password_page.html", {"form": form})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages: for a user for good, before sign-in for this browser."""
    code = request.POST.get("language", "")
    onward = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure()):
        onward = "/"
    response = HttpResponseRedirect(onward)
    if code not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        request.user.language = code
        request.user.save(update_fields=["language"])
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
    return response


def roles(request: HttpRequest) -> HttpResponse:
    """Who may do what: permissions by role."""
    matrix = [(allowed.label, [(role.label, allowed in PERMISSIONS[role]) for role in Role]) for allowed in Permission]
    return render(request, "accounts/roles_page.html", {"roles": list(Role), "matrix": matrix})
