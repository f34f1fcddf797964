"""Whether the program and its database answer, for monitors."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from midla.accounts.access import PUBLIC, requires


@requires(PUBLIC)
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 `ok`, or 503 where the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return HttpResponse("database away", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
