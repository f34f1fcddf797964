"""Every setting. Each comes from the environment, with a default that is safe for a first start.

What an office sets is listed in docs/operating.md. Files that the program writes lie under `var/` beside manage.py, so
that a copy of the folder is a whole other site.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEMO = env.bool("MIDLA_DEMO", default=False)
VAR_DIR = Path(env.str("MIDLA_VAR", default=str(BASE_DIR / "var" / ("demo" if DEMO else ""))))
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)


def secret_from(name: str) -> str | None:
    """Read a secret from NAME, or from the file that NAME_FILE names."""
    if path := env.str(f"{name}_FILE", default=None):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
    return env.str(name, default=None)


def kept_secret_key() -> str:
    """The key made on the first start, in a file only its owner reads; two processes that start at once agree on it."""
    path = VAR_DIR / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(64)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


# --- who is asked ---------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_from("SECRET_KEY") or kept_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("MIDLA_HTTPS", default=False)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_ADDRESS = env.str("MIDLA_ADDRESS", default="")

INSTALLED_APPS = [
    "midla.ui",
    "midla.records",
    "midla.territories",
    "midla.accounts",
    "associations",
    "contacts",
    "midla.partnerships",
    "midla.dashboards",
    "midla.records.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "midla.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "midla.security.DoorMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "midla.accounts.middleware.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "midla.accounts.middleware.AccessMiddleware",
]

ROOT_URLCONF = "midla.urls"
WSGI_APPLICATION = "midla.wsgi.application"
NAVIGATION = "midla.navigation"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "midla.ui.context_processors.shell",
            ],
        },
    },
]
FORM_RENDERER = "midla.ui.renderer.Renderer"

# --- where records lie ----------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'midla.sqlite3'}")}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # Write-ahead log with immediate transactions: writers wait for each other instead of failing. Connections stay
    # open, because closing the last one removes the log files, which a full disk would then refuse to make again.
    DATABASE["CONN_MAX_AGE"] = None
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
            "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
            "PRAGMA secure_delete=ON;"
        ),
    }
else:
    # A socket's folder stands in the address with its slashes as %2F.
    DATABASE["HOST"] = unquote(DATABASE.get("HOST") or "")
    DATABASE["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=600)
    DATABASE["CONN_HEALTH_CHECKS"] = True
    DATABASE.setdefault("OPTIONS", {}).setdefault("connect_timeout", 4)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Commands that load reference data at the start, in this order.
MIDLA_LOADERS = ("load_territories", "load_words")

# Rate limits count here: in the database, so that every process sees the same count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "midla_cache",
        "KEY_FUNCTION": "midla.security.hashed_cache_key",
    }
}

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/not-served/"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_PERMISSIONS = 0o600
# Bytes; one file attached to a record.
ATTACHMENT_MAX_SIZE = env.int("MIDLA_ATTACHMENT_MAX_SIZE", default=20_000_000)

# --- who signs in ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "midla.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
# Ten wrong passwords in a row for one address; a whole office may sit behind one network address.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "10/5m/key,300/5m/ip",
    "reset_password": "10/h/key,60/h/ip",
}
# How many proxies stand before the site: the address of who asks is the one that the first of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("MIDLA_PROXIES", default=0)
# The longest of our own links (midla.accounts.invitations); each kind has its own limit below it.
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 7
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "MIDLA"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True

# --- what a browser may do ------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "object-src": [NONE],
    }
}

# --- languages and time ---------------------------------------------------------------------------------------------
LANGUAGES = [("it", _("Italian")), ("es", _("Spanish")), ("en", _("English")), ("fr", _("French"))]
LANGUAGE_CODE = env.str("MIDLA_LANGUAGE", default="it")
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["midla.ui.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("MIDLA_TIME_ZONE", default="Europe/Rome")

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- mail -----------------------------------------------------------------------------------------------------------
# Without a server nothing is sent and nothing logged; the administrator's page says so.
EMAIL_URL = env.str("EMAIL_URL", default="")
MAIL_CONFIGURED = bool(EMAIL_URL)
if MAIL_CONFIGURED:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("MIDLA_FROM", default="midla@localhost")

# --- work behind the pages ------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Who reports to IATI: identifier, name, and kind by IATI's list of organisation types.
IATI_ORG_ID = env.str("MIDLA_IATI_ORG_ID", default="XM-DAC-47066")
IATI_ORG_NAME = env.str("MIDLA_IATI_ORG_NAME", default="International Organization for Migration (IOM)")
IATI_ORG_TYPE = env.str("MIDLA_IATI_ORG_TYPE", default="40")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "midla.security.QuietFormatter",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # Django's own handlers would write beside ours, with values in tracebacks and by mail.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # It tells of each rule for screens that paper does not know.
        "weasyprint": {"level": "ERROR"},
    },
}
