"""Measures one database: run by bench.py with DATABASE_URL set; prints one line of JSON a measurement.

The empty page, the bare SQL and the page take turns, so that whatever else the machine does meets all three alike.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

LEAST_ROUNDS, MOST_ROUNDS, PATIENCE = 5, 21, 5
EMPTY_PAGE = "/menu/"

Work = Callable[[], object]


def medians_ms(*works: Work) -> list[float]:
    """The median time of each piece of work in milliseconds; they take turns, after one round that warms them up."""
    times: list[list[float]] = [[] for _ in works]
    began = time.perf_counter()
    for turn in range(MOST_ROUNDS + 1):
        for place, work in enumerate(works):
            started = time.perf_counter()
            work()
            if turn:
                times[place].append((time.perf_counter() - started) * 1000)
        if turn >= LEAST_ROUNDS and time.perf_counter() - began > PATIENCE:
            break
    return [statistics.median(some) for some in times]


def signed_in(user: Any) -> Client:
    """A browser of a user's, without a network."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def bare(lines: Sequence[str], user: Any) -> Work:
    """The bare SQL, through the driver and not through Django."""
    texts = [line.replace("{user}", str(user.pk)) for line in lines]
    connection.ensure_connection()
    cursor = connection.connection.cursor()

    def run() -> None:
        for text in texts:
            cursor.execute(text)
            if cursor.description:
                cursor.fetchall()

    return run


def last_page(client: Client, address: str) -> str:
    """The address of a list's last page, from its whole count."""
    from tests.performance import pages

    path = address.partition("?")[0]
    total = int(client.get(path).content.split(b'data-total="')[1].split(b'"')[0])
    return address.replace("page=last", f"page={max(1, -(-total // pages.SIZE))}")


def asked(work: Work) -> int:
    """How many queries a piece of work asks; beginning and ending a transaction are none."""
    with CaptureQueriesContext(connection):
        work()
        texts = [query["sql"] for query in connection.queries_log]
    return sum(not text.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for text in texts)


def told(name: str, **figures: object) -> None:
    """Print one measurement for bench.py."""
    print(json.dumps({"name": name, **figures}), flush=True)


def measure_pages() -> None:
    """Every page of pages.py beside its limit, and logging a meeting."""
    from associations.models import Organisation
    from midla.accounts.models import User
    from midla.partnerships.computing import match_all
    from midla.partnerships.models import Match, Need
    from tests.performance import diaspora, doubles, pages, programme, writing

    readers = {False: User.objects.filter(countries=None)[0], True: User.objects.exclude(countries=None)[0]}
    clients = {limited: signed_in(user) for limited, user in readers.items()}
    first, need = (rows.order_by("pk")[0].pk for rows in (Organisation.objects, Need.objects))
    if not Match.objects.exists():
        match_all()
    listed = [page for listing in pages.LISTS for page in listing.measured()]
    others = [*pages.searches(connection.vendor), pages.organisation(first), pages.typeahead(connection.vendor)]
    others += pages.matching(need)
    others += pages.partnerships()
    steering, _made = User.objects.get_or_create(email="scale-manager@midla.example", role="manager")
    others += [*programme.programme(connection.vendor), *diaspora.diaspora(connection.vendor)]
    for page in [*listed, *others]:
        client = signed_in(steering) if page.steers else clients[page.limited]
        address = last_page(client, page.address) if "page=last" in page.address else page.address
        measure(page, lambda: opened(client, address), bare(page.bare, readers[page.limited]), client)  # noqa: B023
    logged = writing.Logging(readers[False], clients[False])
    measure(logged.page, logged.by_form, logged.bare, clients[False])
    for row in doubles.typed(clients[False]):
        told(**row)


def opened(client: Client, address: str) -> None:
    """Open a page that has to be there."""
    status = client.get(address).status_code
    if status != 200:
        raise RuntimeError(f"{address} answers {status}")


def measure(page: Any, work: Work, bare_work: Work, client: Client) -> None:
    """One line of the table."""
    work()
    queries = asked(work)
    empty, sql, took = medians_ms(lambda: client.get(EMPTY_PAGE), bare_work, work)
    told(
        page.name,
        ms=took,
        empty=empty,
        sql=sql,
        limit=empty + sql,
        times=page.times,
        queries=queries,
        most_queries=page.queries,
        most_growth=page.growth,
        on_sqlite=page.on_sqlite,
        after=page.after,
    )


if __name__ == "__main__":
    # As the server loads it.
    import_module("midla.wsgi")
    if len(sys.argv) > 1:
        from tests.performance import doubles, exports, importing

        apart = {"doubles": doubles.measured, "import": importing.measured}
        told(**(apart[sys.argv[1]]() if sys.argv[1] in apart else exports.measured(sys.argv[1])))
    else:
        measure_pages()
