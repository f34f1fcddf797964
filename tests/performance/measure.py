"""Measures one database: run by bench.py with DATABASE_URL set; prints one line of JSON a measurement."""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable

import django
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROUNDS = 15
EMPTY_PAGE = "/menu/"


def median_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of a piece of work in milliseconds, after one round that warms it up."""
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def signed_in(user: object) -> Client:
    """A browser of a user's, without a network."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def bare_ms(lines: tuple[str, ...], user: object) -> float:
    """The time of the bare SQL, through the driver and not through Django."""
    texts = [line.replace("{user}", str(user.pk)) for line in lines]
    connection.ensure_connection()
    cursor = connection.connection.cursor()

    def run() -> None:
        for text in texts:
            cursor.execute(text)
            cursor.fetchall()

    return median_ms(run)


def last_page(client: Client, address: str) -> str:
    """The number of a list's last page, from its whole count."""
    from tests.performance import pages

    total = int(client.get(address).content.split(b'data-total="')[1].split(b'"')[0])
    return f"page={max(1, -(-total // pages.SIZE))}"


def told(name: str, **figures: object) -> None:
    """Print one measurement for bench.py."""
    print(json.dumps({"name": name, **figures}), flush=True)


def measure_pages() -> None:
    """Every page of pages.py beside its limit."""
    from associations.models import Organisation
    from midla.accounts.models import User
    from tests.performance import pages

    readers = {False: User.objects.filter(countries=None)[0], True: User.objects.exclude(countries=None)[0]}
    clients = {limited: signed_in(user) for limited, user in readers.items()}
    empty = {limited: median_ms(lambda client=client: client.get(EMPTY_PAGE)) for limited, client in clients.items()}
    first = Organisation.objects.order_by("pk")[0].pk
    measured = [page for listing in pages.LISTS for page in listing.measured()]
    measured += [*pages.searches(connection.vendor), pages.organisation(first), pages.typeahead(connection.vendor)]
    for page in measured:
        client = clients[page.limited]
        address = (
            page.address.replace("page=last", last_page(client, page.address.split("?")[0]))
            if "page=last" in page.address
            else page.address
        )
        with CaptureQueriesContext(connection) as queries:
            status = client.get(address).status_code
            asked = len(queries)
        limit = empty[page.limited] + bare_ms(page.bare, readers[page.limited])
        took = median_ms(lambda client=client, address=address: client.get(address))
        told(
            page.name, status=status, ms=took, limit=limit, times=page.times, queries=asked,
            most_queries=page.queries, growth=page.growth,
        )  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "midla.settings")
    django.setup()
    sys.exit(measure_pages())
