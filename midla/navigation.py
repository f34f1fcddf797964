"""The menu: label, icon, URL name, permission. An entry whose address does not exist yet is left out by itself.

Six groups that read as sentences; a phone has five places under the thumb. The Python path in `due` counts what is due
for a user, shown beside the entry.
"""

from django.utils.translation import gettext_lazy as _

from midla.accounts.permissions import Permission
from midla.ui.menu import Entry, Group, Navigation

TODAY = Entry(_("Today"), "sun", "dashboards:home", Permission.VIEW)
ASSOCIATIONS = Entry(_("Associations"), "people", "associations:association-list", Permission.VIEW)

NAVIGATION = Navigation(
    groups=(
        Group("", (TODAY,)),
        Group(
            _("Who we know"),
            (
                ASSOCIATIONS,
                Entry(_("Partner actors"), "building", "associations:partner-list", Permission.VIEW),
                Entry(_("People"), "person", "contacts:person-list", Permission.VIEW),
            ),
        ),
        Group(
            _("What we do"),
            (
                Entry(_("Meetings"), "chat-left-text", "contacts:meeting-list", Permission.VIEW),
                Entry(_("Calendar"), "calendar3", "contacts:meeting-calendar", Permission.VIEW),
                Entry(_("Follow-ups"), "check2-square", "contacts:follow-up-list", Permission.VIEW),
            ),
        ),
        Group(
            _("What we know"),
            (Entry(_("Diaspora"), "map", "dashboards:diaspora", Permission.VIEW),),
        ),
        Group(_("How it goes"), ()),
        Group(
            _("Care"),
            (
                Entry(_("Doubles"), "copy", "records:double-list", Permission.EDIT),
                Entry(_("Trash"), "trash", "records:trash", Permission.EDIT),
                Entry(_("Components"), "palette", "ui:components", Permission.WORDS),
                Entry(_("Administration"), "gear", "admin:index", Permission.WORDS),
            ),
        ),
    ),
    tabs=(
        TODAY,
        ASSOCIATIONS,
        Entry(_("Meeting"), "plus-lg", "contacts:meeting-log", Permission.EDIT),
        Entry(_("Search"), "search", "records:search", Permission.VIEW),
        Entry(_("Menu"), "list", "ui:menu"),
    ),
    profile=(
        Entry(_("Profile and security"), "person", "accounts:profile"),
        Entry(_("Who may do what"), "shield-check", "accounts:roles"),
    ),
    log=Entry(_("Log meeting"), "plus-lg", "contacts:meeting-log", Permission.EDIT),
    search=Entry(_("Search"), "search", "records:search", Permission.VIEW),
    rights=Entry(_("Who may do what"), "shield-check", "accounts:roles"),
    actions=(
        Entry(_("Plan a meeting"), "calendar3", "contacts:meeting-plan", Permission.EDIT),
        Entry(_("Add an association"), "people", "associations:association-add", Permission.EDIT),
        Entry(_("Add a partner actor"), "building", "associations:partner-add", Permission.EDIT),
        Entry(_("Add a person"), "person", "contacts:person-add", Permission.EDIT),
        Entry(_("Add a follow-up"), "check2-square", "contacts:follow-up-add", Permission.EDIT),
        Entry(_("Your calendar's address"), "calendar3", "contacts:calendar-address", Permission.VIEW),
        Entry(_("Change password"), "key", "accounts:password"),
        Entry(_("Second factor"), "shield-lock", "mfa_index"),
    ),
)
