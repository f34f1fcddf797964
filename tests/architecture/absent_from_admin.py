"""Models that the admin does not show, each with its reason. Keys are labels as Django writes them."""

ABSENT = {
    "records.Draft": "what somebody is still typing is nobody else's to read",
    "records.OneTimeKey": "keys of forms open nothing by themselves but are secrets of a session",
    "records.ImportFile": "a copy of what somebody brings in: nobody else's to read",
    "records.ImportRow": "a copy of what somebody brings in: nobody else's to read",
    "records.ImportedRow": "keyed digests say nothing to people",
    "records.ColumnMemory": "how one user reads the columns of their files",
    "records.ComparedRecord": "which records were compared for doubles, in which version: says nothing to people",
    "records.DoubleKey": "keyed digests say nothing to people",
    "records.Merge": "what is kept to undo a merge holds names and contact data, and is shown by no page",
    "contacts.CalendarAddress": "the address is the key: who reads it reads the calendar",
}

# Of libraries, where they register a model that is better not shown, or show none.
LIBRARY_APPS = {
    "admin": "its log holds names of records",
    "auth": "groups and single permissions are not used: the role decides",
    "contenttypes": "Django's own list of models",
    "sessions": "a session's key signs in as its user",
    "account": "addresses of users stand on the user itself",
    "mfa": "secrets of second factors",
    "django_tasks_database": "arguments of jobs may hold names",
    "zeal": "tests only",
    "django_migration_linter": "checks only",
}
