"""Who may open which address, written a second time: what a view states and what stands here must agree.

Each page names the permission it asks for, and what it answers to a GET and to an empty POST of somebody who has that
permission and sees the record. Everybody else gets 403, or 404 where the record is not theirs to see. A new address
fails the tests until it stands here.
"""

from midla.accounts.access import PUBLIC, SIGNED_IN
from midla.accounts.permissions import Permission as P

SHOWN, SENT_ON, NOT_THIS_WAY = 200, 302, 405
# The pages that every kind of record has: permission, answer to a GET, answer to an empty POST.
OF_LISTS = {
    "list": (P.VIEW, SHOWN, NOT_THIS_WAY),
    "views": (P.VIEW, SHOWN, NOT_THIS_WAY),
    "view-add": (P.VIEW, SHOWN, SHOWN),
    "view-edit": (P.VIEW, SHOWN, SHOWN),
    "view-delete": (P.VIEW, SENT_ON, SENT_ON),
    "export-csv": (P.EXPORT, SHOWN, SENT_ON),
    "export-xlsx": (P.EXPORT, SHOWN, SENT_ON),
}
OF_BULK = {
    "bulk": (P.BULK, SHOWN, SENT_ON),
    "bulk-undo": (P.BULK, NOT_THIS_WAY, SENT_ON),
}
OF_RECORDS = {
    "add": (P.EDIT, SHOWN, SHOWN),
    "edit": (P.EDIT, SHOWN, SHOWN),
    "trash": (P.EDIT, SHOWN, SENT_ON),
    "restore": (P.EDIT, NOT_THIS_WAY, SENT_ON),
    "history": (P.VIEW, SHOWN, NOT_THIS_WAY),
    "undo": (P.EDIT, NOT_THIS_WAY, SENT_ON),
    "attach": (P.EDIT, SHOWN, SHOWN),
}
# Where only who steers writes.
OF_STEERING = {page: (P.VIEW if page == "history" else P.STEER, *answers) for page, (_, *answers) in OF_RECORDS.items()}
# Without a second record one is chosen; an empty POST names nobody.
OF_MERGING = {
    "merge": (P.EDIT_ANY, SHOWN, 404),
    "merge-undo": (P.EDIT_ANY, SHOWN, SENT_ON),
}
DETAIL = {"detail": (P.VIEW, SHOWN, NOT_THIS_WAY)}
NOUNS = {
    "associations:association": {
        **OF_LISTS, **OF_BULK, **OF_RECORDS, **OF_MERGING, **DETAIL, "face": (P.EDIT, SHOWN, 409),
    },
    "associations:partner": {
        **OF_LISTS, **OF_BULK, **OF_RECORDS, **OF_MERGING, **DETAIL, "face": (P.EDIT, SHOWN, SHOWN),
    },
    "associations:initiative": {
        **OF_LISTS, **OF_RECORDS, **DETAIL,
        "map": (P.VIEW, SHOWN, NOT_THIS_WAY),
        "import": (P.IMPORT, SHOWN, SHOWN),
        "import-undo": (P.IMPORT, NOT_THIS_WAY, SENT_ON),
    },
    "contacts:person": {
        **OF_LISTS, **OF_RECORDS, **OF_MERGING, **DETAIL,
        "find": (P.VIEW, SHOWN, SHOWN),
        "card": (P.VIEW_CONTACTS, SHOWN, NOT_THIS_WAY),
        "consent": (P.CONSENT, SHOWN, SHOWN),
    },
    "contacts:affiliation": OF_RECORDS,
    "contacts:meeting": {
        **OF_LISTS, **OF_RECORDS, **DETAIL,
        "log": (P.EDIT, SHOWN, SHOWN),
        "log-draft": (P.EDIT, NOT_THIS_WAY, 204),
        "log-drop": (P.EDIT, NOT_THIS_WAY, SENT_ON),
        "log-new": (P.EDIT, 204, 204),
        "typeahead": (P.VIEW, SHOWN, SHOWN),
        "calendar": (P.VIEW, SHOWN, NOT_THIS_WAY),
        "plan": (P.EDIT, SHOWN, SHOWN),
        "step": (P.EDIT, SENT_ON, 400),
        "minutes": (P.VIEW, SHOWN, NOT_THIS_WAY),
        "invitation": (P.VIEW, SHOWN, NOT_THIS_WAY),
        "people": (P.VIEW, SHOWN, NOT_THIS_WAY),
        "people-add": (P.EDIT, SHOWN, SHOWN),
        "presence": (P.EDIT, SENT_ON, 400),
    },
    "contacts:follow-up": {
        **OF_LISTS, **OF_RECORDS, **DETAIL,
        "done": (P.EDIT, SENT_ON, SENT_ON),
        "reopen": (P.EDIT, SENT_ON, SENT_ON),
        "snooze": (P.EDIT, SENT_ON, SENT_ON),
    },
    "partnerships:partnership": {
        **OF_LISTS, **OF_RECORDS, **DETAIL,
        "board": (P.VIEW, SHOWN, NOT_THIS_WAY),
        "find": (P.VIEW, SHOWN, SHOWN),
        "move": (P.EDIT, SHOWN, SHOWN),
        "needs-met": (P.EDIT, SENT_ON, SENT_ON),
        "follow-up": (P.EDIT, SHOWN, SHOWN),
    },
    "partnerships:participant": OF_RECORDS,
    "partnerships:agreement": OF_RECORDS,
    "partnerships:funding": OF_RECORDS,
    "partnerships:milestone": {**OF_RECORDS, "reached": (P.EDIT, SENT_ON, SENT_ON)},
    "partnerships:result": OF_RECORDS,
    "partnerships:review": OF_RECORDS,
    # Needs, offers, matching.
    "partnerships:need": {
        **OF_LISTS, **OF_RECORDS, **DETAIL,
        "met": (P.EDIT, SENT_ON, SENT_ON),
        "withdraw": (P.EDIT, SENT_ON, SENT_ON),
        "reopen": (P.EDIT, SENT_ON, SENT_ON),
        "match-aside": (P.EDIT, SHOWN, SHOWN),
        "match-back": (P.EDIT, SENT_ON, SENT_ON),
        "introduce": (P.EDIT, SHOWN, SENT_ON),
    },
    "partnerships:offer": {
        **OF_LISTS, **OF_RECORDS, **DETAIL,
        "met": (P.EDIT, SENT_ON, SENT_ON),
        "withdraw": (P.EDIT, SENT_ON, SENT_ON),
        "reopen": (P.EDIT, SENT_ON, SENT_ON),
    },
    # Targets are read in the results; a draft has no files to give out and no edition after it.
    "dashboards:target": OF_STEERING,
    "dashboards:report": {
        **OF_LISTS, **OF_STEERING, **DETAIL,
        "preview": (P.VIEW, SHOWN, NOT_THIS_WAY),
        "issue": (P.STEER, NOT_THIS_WAY, SENT_ON),
        "edition": (P.STEER, NOT_THIS_WAY, SENT_ON),
        "print": (P.STEER, NOT_THIS_WAY, SENT_ON),
        "file": (P.VIEW, 404, NOT_THIS_WAY),
    },
    "records:double": {
        "list": (P.EDIT, SHOWN, NOT_THIS_WAY),
        "find": (P.EDIT_ANY, SENT_ON, SENT_ON),
        "like": (P.EDIT, SHOWN, NOT_THIS_WAY),
        "detail": (P.EDIT, SHOWN, NOT_THIS_WAY),
        "decide": (P.EDIT, NOT_THIS_WAY, SENT_ON),
        "reopen": (P.EDIT, NOT_THIS_WAY, SENT_ON),
    },
    "records:attachment": {
        "detail": (P.VIEW, SHOWN, NOT_THIS_WAY),
        "trash": (P.EDIT, NOT_THIS_WAY, SENT_ON),
        "restore": (P.EDIT, NOT_THIS_WAY, SENT_ON),
    },
}  # fmt: skip
PAGES = {
    "health": (PUBLIC, SHOWN, SHOWN),
    "dashboards:home": (P.VIEW, SHOWN, SHOWN),
    "dashboards:diaspora": (P.VIEW, SHOWN, NOT_THIS_WAY),
    "dashboards:diaspora-province": (P.VIEW, SHOWN, NOT_THIS_WAY),
    "dashboards:diaspora-origins": (P.VIEW, SHOWN, NOT_THIS_WAY),
    "dashboards:diaspora-csv": (P.EXPORT, SHOWN, NOT_THIS_WAY),
    "dashboards:diaspora-xlsx": (P.EXPORT, SHOWN, NOT_THIS_WAY),
    "dashboards:population-import": (P.WORDS, SHOWN, SHOWN),
    "dashboards:population-file": (P.WORDS, SHOWN, SENT_ON),
    "dashboards:public-bodies": (P.USERS, NOT_THIS_WAY, SENT_ON),
    # Where there is no demo there is nothing to take away.
    "dashboards:demo-remove": (P.USERS, 404, 404),
    # The network and the dashboard.
    "dashboards:dashboard": (P.STEER, SHOWN, SHOWN),
    "partnerships:network": (P.VIEW, SHOWN, SHOWN),
    "partnerships:network-xlsx": (P.EXPORT, SHOWN, SHOWN),
    "dashboards:results": (P.VIEW, SHOWN, NOT_THIS_WAY),
    "dashboards:iati": (P.STEER, SHOWN, SHOWN),
    "dashboards:results-csv": (P.EXPORT, SHOWN, NOT_THIS_WAY),
    "dashboards:results-xlsx": (P.EXPORT, SHOWN, NOT_THIS_WAY),
    "records:search": (P.VIEW, SHOWN, SHOWN),
    "records:trash": (P.EDIT, SHOWN, NOT_THIS_WAY),
    "records:import": (P.IMPORT, SHOWN, SHOWN),
    "records:import-file": (P.IMPORT, SHOWN, SENT_ON),
    "records:import-refused": (P.IMPORT, SHOWN, NOT_THIS_WAY),
    "records:jobs": (P.VIEW, SHOWN, SHOWN),
    "partnerships:matching": (P.VIEW, SHOWN, NOT_THIS_WAY),
    "partnerships:matching-recompute": (P.EDIT_ANY, SENT_ON, SENT_ON),
    "ui:menu": (SIGNED_IN, SHOWN, SHOWN),
    "ui:components": (P.WORDS, SHOWN, SHOWN),
    "associations:organisation-find": (P.VIEW, SHOWN, SHOWN),
    "contacts:day-in-words": (P.VIEW, SHOWN, SHOWN),
    "contacts:calendar-address": (P.VIEW, SHOWN, SENT_ON),
    # Whoever has one of these addresses may open it: the key in it is the permission.
    "contacts:calendar-feed": (PUBLIC, SHOWN, SHOWN),
    "accounts:invitation": (PUBLIC, SHOWN, SHOWN),
    "accounts:reset": (PUBLIC, SHOWN, SHOWN),
    "accounts:first": (PUBLIC, 404, 404),
    "accounts:profile": (SIGNED_IN, SHOWN, SHOWN),
    "accounts:password": (SIGNED_IN, SHOWN, SHOWN),
    "accounts:language": (PUBLIC, NOT_THIS_WAY, SENT_ON),
    "accounts:roles": (SIGNED_IN, SHOWN, SHOWN),
    "account_login": (PUBLIC, SENT_ON, SENT_ON),
    "account_logout": (PUBLIC, SHOWN, SENT_ON),
    "account_signup": (PUBLIC, 404, 404),
    "account_inactive": (PUBLIC, SHOWN, NOT_THIS_WAY),
    "account_reauthenticate": (SIGNED_IN, SHOWN, SENT_ON),
    "account_reset_password": (PUBLIC, SHOWN, SHOWN),
    "account_reset_password_done": (PUBLIC, SHOWN, SHOWN),
    # Without a second factor these lead to where one is set up, or do not exist.
    "mfa_index": (SIGNED_IN, SHOWN, SENT_ON),
    "mfa_authenticate": (PUBLIC, SENT_ON, SENT_ON),
    "mfa_reauthenticate": (SIGNED_IN, SENT_ON, SENT_ON),
    "mfa_activate_totp": (SIGNED_IN, SENT_ON, SENT_ON),
    "mfa_deactivate_totp": (SIGNED_IN, 404, SENT_ON),
    "mfa_view_recovery_codes": (SIGNED_IN, 404, SENT_ON),
    "mfa_generate_recovery_codes": (SIGNED_IN, SENT_ON, SENT_ON),
    "mfa_download_recovery_codes": (SIGNED_IN, 404, SENT_ON),
}
RULES = PAGES | {f"{noun}-{page}": rule for noun, pages in NOUNS.items() for page, rule in pages.items()}
# Where whoever is not signed in is answered otherwise.
NOBODY = {
    "account_login": (SHOWN, SHOWN),
    "account_logout": (SENT_ON, SENT_ON),
}
