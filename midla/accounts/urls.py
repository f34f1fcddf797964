"""Addresses of accounts: our own, and those of the sign-in library that are used. The rest of it does not exist."""

from allauth.account import views as library
from django.urls import include, path

from midla.accounts import views
from midla.accounts.access import PUBLIC, SIGNED_IN, requires

own = (
    [
        path("invitation/<str:uid>/<str:token>/", requires(PUBLIC)(views.invitation), name="invitation"),
        path("reset/<str:uid>/<str:token>/", requires(PUBLIC)(views.reset), name="reset"),
        path("first/<str:token>/", requires(PUBLIC)(views.first), name="first"),
        path("profile/", requires(SIGNED_IN)(views.profile), name="profile"),
        path("password/", requires(SIGNED_IN)(views.password), name="password"),
        path("language/", requires(PUBLIC)(views.language), name="language"),
        path("roles/", requires(SIGNED_IN)(views.roles), name="roles"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(own)),
    path("login/", requires(PUBLIC)(views.SignIn.as_view()), name="account_login"),
    path("logout/", requires(PUBLIC)(library.logout), name="account_logout"),
    path("signup/", requires(PUBLIC)(views.nobody_signs_up), name="account_signup"),
    path("inactive/", requires(PUBLIC)(library.account_inactive), name="account_inactive"),
    path("reauthenticate/", requires(SIGNED_IN)(library.reauthenticate), name="account_reauthenticate"),
    path("password/reset/", requires(PUBLIC)(views.reset_request), name="account_reset_password"),
    path("password/reset/done/", requires(PUBLIC)(views.reset_sent), name="account_reset_password_done"),
    path("2fa/", include("allauth.mfa.urls")),
]
