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
                Entry(_("Needs and offers"), "puzzle", "partnerships:matching", Permission.VIEW),
                Entry(_("Partnerships"), "kanban", "partnerships:partnership-board", Permission.VIEW),
            ),
        ),
        Group(
            _("What we know"),
            (
                Entry(_("Diaspora"), "map", "dashboards:diaspora", Permission.VIEW),
                Entry(_("Existing efforts"), "flag", "associations:initiative-list", Permission.VIEW),
                Entry(_("Network"), "diagram-3", "partnerships:network", Permission.VIEW),
            ),
        ),
        Group(
            _("How it goes"),
            (
                Entry(_("Dashboard"), "bar-chart", "dashboards:dashboard", Permission.STEER),
                Entry(_("Reports"), "file-earmark-text", "dashboards:results", Permission.VIEW),
            ),
        ),
        Group(
            _("Care"),
            (
                Entry(_("Import"), "upload", "records:import", Permission.IMPORT),
                Entry(_("Doubles"), "copy", "records:double-list", Permission.EDIT),
                Entry(_("Trash"), "trash", "records:trash", Permission.EDIT),
                Entry(_("Jobs"), "hourglass-split", "records:jobs", Permission.EDIT_ANY),
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
        Entry(_("Add an existing effort"), "flag", "associations:initiative-add", Permission.EDIT),
        Entry(_("Existing efforts by theme and place"), "map", "associations:initiative-map", Permission.VIEW),
        Entry(_("Where the diaspora comes from"), "map", "dashboards:diaspora-origins", Permission.VIEW),
        Entry(_("Add a person"), "person", "contacts:person-add", Permission.EDIT),
        Entry(_("Add a follow-up"), "check2-square", "contacts:follow-up-add", Permission.EDIT),
        Entry(_("Add a partnership"), "kanban", "partnerships:partnership-add", Permission.EDIT),
        Entry(_("Add a need"), "search", "partnerships:need-add", Permission.EDIT),
        Entry(_("Add an offer"), "gift", "partnerships:offer-add", Permission.EDIT),
        Entry(_("Your calendar's address"), "calendar3", "contacts:calendar-address", Permission.VIEW),
        Entry(_("Change password"), "key", "accounts:password"),
        Entry(_("Second factor"), "shield-lock", "mfa_index"),
    ),
)
