"""Roles: each a set of permissions. One page (/accounts/roles/) shows the matrix."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from midla.accounts.permissions import Permission as P


class Role(models.TextChoices):
    """What somebody is in the programme; each user has exactly one."""

    VIEWER = "viewer", _("Viewer")
    OFFICER = "officer", _("Officer")
    ADVISER = "adviser", _("Adviser")
    MANAGER = "manager", _("Manager")
    FOCAL_POINT = "focal_point", _("Data protection focal point")
    ADMINISTRATOR = "administrator", _("Administrator")


VIEWER = frozenset({P.VIEW})
OFFICER = VIEWER | {P.VIEW_CONTACTS, P.VIEW_SPECIAL, P.EDIT, P.EXPORT, P.IMPORT, P.CONSENT}
ADVISER = OFFICER | {P.BE_ADVISER}
MANAGER = OFFICER | {P.EDIT_ANY, P.BULK, P.SHARE_VIEWS, P.STEER, P.ALL_CASES}
FOCAL_POINT = VIEWER | {P.VIEW_CONTACTS, P.VIEW_SPECIAL, P.CONSENT, P.PROTECT_DATA}
ADMINISTRATOR = (MANAGER - {P.ALL_CASES}) | {P.WORDS, P.USERS}

PERMISSIONS: dict[str, frozenset[P]] = {
    Role.VIEWER: VIEWER,
    Role.OFFICER: OFFICER,
    Role.ADVISER: ADVISER,
    Role.MANAGER: MANAGER,
    Role.FOCAL_POINT: FOCAL_POINT,
    Role.ADMINISTRATOR: ADMINISTRATOR,
}


def roles_with(permission: P) -> list[Role]:
    """The roles that have a permission, for sentences that say who can do it."""
    return [role for role in Role if permission in PERMISSIONS[role]]
