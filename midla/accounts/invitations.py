"""Links by which somebody chooses a password: invitation, reset by an administrator, the first administrator.

Each works once: its token holds a digest of the password as it was, which choosing a new one changes. Administrators
hand links over themselves where no mail server is set.
"""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from midla.accounts.models import User
from midla.accounts.roles import Role

SEVEN_DAYS = 7 * 24 * 60 * 60
FIRST_SALT = "midla.accounts.first-administrator"


class InvitationTokens(PasswordResetTokenGenerator):
    """Tokens of invitations; never good for anything else."""

    key_salt = "midla.accounts.invitation"
    # Seconds.
    good_for = SEVEN_DAYS

    def check_token(self, user: Any, token: str | None) -> bool:
        """True for a token made for this user, not used yet and not older than seven days."""
        if not user or not token or not super().check_token(user, token):
            return False
        age = self._num_seconds(self._now()) - base36_to_int(token.split("-")[0])
        return age <= self.good_for


tokens = InvitationTokens()


def invitation_path(user: User) -> str:
    """The path of the page where this user chooses a password."""
    return reverse("accounts:invitation", args=[int_to_base36(user.pk), tokens.make_token(user)])


def invited(uid: str, token: str) -> User | None:
    """The user an invitation is for; None where it is used, old, or never was one."""
    try:
        user = User.objects.active().filter(pk=base36_to_int(uid)).first()
    except ValueError:
        return None
    return user if user and tokens.check_token(user, token) else None


def first_administrator_link(base_url: str) -> str | None:
    """The address where the first administrator is made; None where there is one already."""
    if User.objects.administrators().exists():
        return None
    token = signing.dumps({"users": User.objects.count()}, salt=FIRST_SALT)
    return base_url.rstrip("/") + reverse("accounts:first", args=[token])


def may_make_first(token: str) -> bool:
    """True for a link of ours, not older than seven days, while there is no administrator."""
    try:
        signing.loads(token, salt=FIRST_SALT, max_age=SEVEN_DAYS)
    except signing.BadSignature:
        return False
    return not User.objects.administrators().exists()


@transaction.atomic
def make_first_administrator(*, email: str, name: str, password: str) -> User:
    """Make the first administrator, or make this address's user one."""
    user = User.objects.filter(email__iexact=email).first() or User(email=email.lower(), name=name)
    user.name, user.role, user.is_active = name, Role.ADMINISTRATOR, True
    user.set_password(password)
    user.save()
    return user
