"""The project's settings with what tests need: a folder of their own, a fast hasher, mail in memory, no manifest."""

import os

from tests import databases

# Set before the settings are read: nothing of this checkout's own site is touched by a test.
os.environ["MIDLA_VAR"] = str(databases.run_folder() / "var")
os.environ["SECRET_KEY"] = "only for tests"
os.environ["DATABASE_URL"] = (
    "postgres://postgres@localhost/midla"
    if databases.is_postgresql()
    else f"sqlite:///{databases.run_folder() / 'midla.sqlite3'}"
)

from midla.settings import *
from midla.settings import DATABASES, INSTALLED_APPS, LOGGING, MIDDLEWARE, STATIC_ROOT

if databases.is_postgresql():
    DATABASES["default"]["HOST"] = str(databases.server_folder())
else:
    # A file, as in production, and not the memory that Django would take: the same options, the same locks.
    DATABASES["default"]["TEST"] = {"NAME": str(databases.run_folder() / "tests.sqlite3")}
    # Nobody misses these rows after a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_CONFIGURED = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LANGUAGE_CODE = "en"
# Tests ask for thousands of pages that refuse: each would be written down.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}
# Static files come from where they lie: nothing is collected for tests.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
# A page that asks the database once for each of its rows fails its test; it asks both databases alike.
if not databases.is_postgresql():
    INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
    MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
# The first migrations of an app change no table that a running site reads.
OWN_APPS = [
    name.rpartition(".")[2] for name in INSTALLED_APPS if name.split(".")[0] in {"midla", "associations", "contacts"}
]
MIGRATION_LINTER_OPTIONS = {"no_cache": True, "include_apps": OWN_APPS, "ignore_initial_migrations": True}
