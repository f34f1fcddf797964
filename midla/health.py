"""Whether the site lives and its database answers: for monitors, at `/healthz`.

A middleware answers before sessions, users and languages are looked at: all of these ask the database.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from midla.accounts.access import PUBLIC, requires

ADDRESS = "/healthz"
SECONDS = 4
# One thread with a connection of its own: a database that hangs holds up the check and nothing else.
CHECKS = ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")


class HealthMiddleware:
    """Answers for the one address of monitors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health(request) if request.path == ADDRESS else self.get_response(request)


@requires(PUBLIC)
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 `ok`, or 503 within five seconds where the database does not answer."""
    if database_answers():
        return HttpResponse("ok", content_type="text/plain")
    return HttpResponse("database away", status=503, content_type="text/plain")


def database_answers() -> bool:
    """True where a query comes back in time."""
    try:
        CHECKS.submit(ask).result(timeout=SECONDS)
    except (Error, OSError):
        return False
    return True


def ask() -> None:
    """Read one row of a table that every migrated site has."""
    is_file = connection.vendor == "sqlite"
    if is_file and not Path(connection.settings_dict["NAME"]).exists():
        # SQLite would make a new, empty file.
        connection.close()
        raise FileNotFoundError
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    finally:
        # A file's connection stays open (see the settings); a server is asked anew each time.
        if not is_file:
            connection.close()
