"""Users and offices."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from midla.accounts.permissions import Permission
from midla.accounts.querysets import UserQuerySet
from midla.accounts.roles import PERMISSIONS, Role
from midla.records.fields import LineField
from midla.records.models.word import Word
from midla.records.questions import Question


class Office(Word):
    """A place of work of the programme: Rome, Lima, Quito."""

    country = models.ForeignKey(
        "territories.Country", models.PROTECT, related_name="offices", verbose_name=_("country")
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Rome")
    outside_eu = models.BooleanField(
        _("outside the EU"),
        default=False,
        help_text=_("Its users see contact data only of people who agreed to that transfer."),
    )

    class Meta(Word.Meta):
        verbose_name, verbose_name_plural = _("office"), _("offices")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes users, who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password nobody can sign in until one is chosen by link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator (what Django's command of that name expects)."""
        return self.create_user(email, password, **{**fields, "role": Role.ADMINISTRATOR})

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


@Question
def codes_of_limit(user: int) -> models.QuerySet:
    """Codes of the countries a user is limited to."""
    limits = User.countries.through.objects.filter(user_id=user)
    return limits.order_by("country_id").values_list("country_id", flat=True)


class User(AbstractBaseUser):
    """Somebody who signs in, by e-mail. One role each; may be limited to some programme countries."""

    class Theme(models.TextChoices):
        """Light or dark pages."""

        AUTO = "auto", _("as the device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    email = models.EmailField(_("e-mail"), unique=True)
    name = LineField(_("name"), max_length=100)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.VIEWER)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("office")
    )
    countries = models.ManyToManyField(
        "territories.Country",
        blank=True,
        related_name="limited_users",
        limit_choices_to={"in_programme": True},
        verbose_name=_("limited to countries"),
        help_text=_("Empty means all. A limited user sees only what concerns these countries."),
    )
    language = models.CharField(_("language"), max_length=5, blank=True)
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name, verbose_name_plural = _("user"), _("users")
        ordering = ("name", "email")

    def __str__(self) -> str:
        return self.name or self.email

    @staticmethod
    def language_choices() -> list[tuple[str, str]]:
        """The languages of the pages, each by its own name."""
        return [("it", "italiano"), ("es", "español"), ("en", "English"), ("fr", "français")]

    @property
    def permissions(self) -> frozenset[Permission]:
        """What this user's role allows; nothing once deactivated."""
        return PERMISSIONS.get(self.role, frozenset()) if self.is_active else frozenset()

    def can(self, permission: Permission) -> bool:
        """True where the role has the permission."""
        return permission in self.permissions

    @cached_property
    def country_codes(self) -> tuple[str, ...]:
        """Codes of the countries this user is limited to; empty means no limit. One query for each request."""
        return tuple(codes_of_limit(self.pk))

    @property
    def reads_as(self) -> tuple[Any, ...]:
        """Everything of a user, beside the own key, that may decide which rows they see."""
        return self.role, self.is_active, self.country_codes

    @cached_property
    def is_outside_eu(self) -> bool:
        """True for users of an office outside the EU."""
        return self.office is not None and self.office.outside_eu

    # What Django's admin asks; the answer comes from the role, never from Django's own permission tables.
    @property
    def is_staff(self) -> bool:
        return self.can(Permission.WORDS)

    @property
    def is_superuser(self) -> bool:
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff
