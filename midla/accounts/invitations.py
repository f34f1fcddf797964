"""Links by which somebody chooses a password: invitation, reset, the first administrator.

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

ONE_DAY = 24 * 60 * 60
SEVEN_DAYS = 7 * ONE_DAY
FIRST_SALT = "midla.accounts.first-administrator"


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens of one kind of link, good for so many seconds and for nothing else."""

    def __init__(self, url_name: str, good_for: int) -> None:
        super().__init__()
        self.url_name, self.good_for = url_name, good_for
        self.key_salt = f"midla.{url_name}"

    def check_token(self, user: Any, token: str | None) -> bool:
        """True for a token made for this user, not used yet and not too old."""
        if not user or not token or not super().check_token(user, token):
            return False
        age = self._num_seconds(self._now()) - base36_to_int(token.split("-")[0])
        return age <= self.good_for

    def path(self, user: User) -> str:
        """The path of the page where this user chooses a password."""
        return reverse(self.url_name, args=[int_to_base36(user.pk), self.make_token(user)])

    def user(self, uid: str, token: str) -> User | None:
        """The user a link is for; None where it is used, old, or never was one."""
        try:
            user = User.objects.active().filter(pk=base36_to_int(uid)).first()
        except ValueError:
            return None
        return user if self.check_token(user, token) else None


invitations = LinkTokens("accounts:invitation", SEVEN_DAYS)
resets = LinkTokens("accounts:reset", ONE_DAY)


def invitation_path(user: User) -> str:
    """The path of the page where an invited user chooses a password."""
    return invitations.path(user)


def link_for(user: User) -> tuple[LinkTokens, str]:
    """What an administrator hands over: an invitation to who never chose a password, a reset to others."""
    kind = resets if user.has_usable_password() else invitations
    return kind, kind.path(user)


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
