"""What a user may do: one enum. Roles are sets of it (roles.py); every view names exactly one (access.py)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """A verb that a role has or lacks; which records it reaches is a matter of scope, never of permission."""

    VIEW = "view", _("read records")
    VIEW_CONTACTS = "view_contacts", _("read contact data of people")
    VIEW_SPECIAL = "view_special", _("read special-category data")
    EDIT = "edit", _("add, edit, trash and restore records")
    EDIT_ANY = "edit_any", _("undo and merge anybody's changes")
    EXPORT = "export", _("export lists for internal use")
    IMPORT = "import", _("import files")
    BULK = "bulk", _("change many records at once")
    SHARE_VIEWS = "share_views", _("share views with all")
    BE_ADVISER = "be_adviser", _("be assigned advice cases")
    ALL_CASES = "all_cases", _("see and assign all advice cases")
    STEER = "steer", _("set targets and issue reports")
    CONSENT = "consent", _("record consent")
    PROTECT_DATA = "protect_data", _("answer requests, erase, see disclosures and the access log")
    WORDS = "words", _("edit word lists")
    USERS = "users", _("manage users and roles")
