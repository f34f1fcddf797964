"""Importing 10,000 people, looked through and written, beside COPY of the very rows that it leaves.

All of it happens in a transaction that is rolled back, references checked, so that the next time finds the same.
SQLite has no COPY: there the rows go in by executemany, in one transaction too.
"""

import csv
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from midla.accounts.models import User
from midla.records.importing.planning import make_plan
from midla.records.importing.staging import take_in
from midla.records.importing.writing import carry_out
from midla.records.models import Batch
from midla.territories.models import Province
from tests.performance.exports import memory, memory_watched
from tests.performance.measure import asked

ROWS, ROWS_A_QUERY, TIMES, MEMORY = 10_000, 50, 15.0, 40
# By so much the memory may grow for a file so many times as long.
TIMES_AS_LONG, MEMORY_GROWTH = 4, 12
HEADINGS = ("Nome", "Cognome", "E-mail", "Cellulare", "Nazionalità", "Provincia", "Comune", "Professione")
GIVEN = ("Ana", "Rosa María", "José", "Luz", "Jorge Luis", "Wilmer", "Nélida", "Ángel", "Yolanda", "Freddy")
FAMILY = ("Quispe", "Mamani", "Ñáñez", "Condori", "Guamán", "Zambrano", "Rojas", "Huamán", "Vásquez", "Chávez")
COUNTRIES = ("Perú", "ecuadoriana", "Bolivia", "colombiana", "PE", "Ecuador; Italia")
# What an import of people leaves: a table, and which of its rows.
LEFT = {
    "contacts_person": "id IN (SELECT record_id FROM records_importedrow WHERE batch_id = {batch})",
    "contacts_person_citizenships": (
        "person_id IN (SELECT record_id FROM records_importedrow WHERE batch_id = {batch})"
    ),
    "records_change": "batch_id = {batch}",
    "records_importedrow": "batch_id = {batch}",
}


def people(rows: int = ROWS) -> bytes:
    """A file of people of whom nobody is recorded."""
    plates = list(Province.objects.exclude(plate="").order_by("pk").values_list("plate", flat=True)[:20])
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";")
    lines.writerow(HEADINGS)
    for number in range(rows):
        given, family = GIVEN[number % 10], f"{FAMILY[number // 10 % 10]} {FAMILY[number // 100 % 10]}"
        letters = "".join(chr(97 + int(digit)) for digit in str(number))
        lines.writerow(
            (
                *(given, f"{family} {letters}", f"imported-{number}@example.org", f"+39 333 {number:07}"),
                *(COUNTRIES[number % 6], plates[number % len(plates)], "Sampierdarena", "assistente familiare"),
            )
        )
    return written.getvalue().encode()


def imported(content: bytes, user: Any) -> Batch:
    """Take the file in, look through it, write it; every reference is checked."""
    file = take_in("people", content, "people.csv", user=user)
    make_plan(file)
    file.refresh_from_db()
    batch = carry_out(file, by=user)
    connection.check_constraints()
    return batch


def undone(work: Callable[[], Any]) -> float:
    """The milliseconds of a piece of work that is rolled back."""
    with transaction.atomic():
        began = time.perf_counter()
        work()
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return took * 1000


def rows_left(content: bytes, user: Any) -> dict[str, Any]:
    """The rows that an import leaves, as the bare way takes them: text of COPY, or tuples."""
    found: dict[str, Any] = {}

    def keep() -> None:
        batch = imported(content, user)
        for table, which in LEFT.items():
            found[table] = read(f"SELECT * FROM {table} WHERE {which.format(batch=batch.pk)}")
        found["records_batch"] = read(f"SELECT * FROM records_batch WHERE id = {batch.pk}")

    undone(keep)
    return {"records_batch": found.pop("records_batch"), **found}


def read(query: str) -> Any:
    """The rows of a query."""
    cursor = connection.connection.cursor()
    if connection.vendor == "sqlite":
        return cursor.execute(query).fetchall()
    with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        return b"".join(copy)


def bare(rows: dict[str, Any]) -> None:
    """The same rows in the same tables."""
    cursor = connection.connection.cursor()
    for table, some in rows.items():
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)
            continue
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            copy.write(some)
    connection.check_constraints()


def measured() -> dict[str, Any]:
    """One line of the table; the file is a second one each time, as the first is known then."""
    user = User.objects.filter(countries=None, role="officer").order_by("pk")[0]
    content = people()
    undone(lambda: imported(people(100), user))
    idle = memory()["RssAnon"]
    with memory_watched() as grown, savepoints_on_disk():
        took = undone(lambda: imported(content, user))
    growth = growth_beyond(idle + grown["RssAnon"], people(TIMES_AS_LONG * ROWS), user)
    rows = rows_left(content, user)
    alone = [undone(lambda: bare(rows)) for _time in range(3)]
    again = undone(lambda: imported(content, user))
    queries: list[int] = []
    undone(lambda: queries.append(asked(lambda: imported(content, user))))
    return {
        "name": f"importing {ROWS} people",
        "ms": min(took, again),
        "limit": sorted(alone)[1],
        "times": TIMES,
        "queries": queries[0],
        "most_queries": ROWS // ROWS_A_QUERY,
        "memory": grown["RssAnon"],
        "with_files": grown["VmRSS"],
        "most_memory": MEMORY,
        "memory_growth": growth,
        "most_memory_growth": MEMORY_GROWTH,
    }


def growth_beyond(most: float, content: bytes, user: Any) -> float:
    """By how many MiB the import of a file goes beyond what a shorter one took."""
    before = memory()["RssAnon"]
    with memory_watched() as grown, savepoints_on_disk():
        undone(lambda: imported(content, user))
    return before + grown["RssAnon"] - most


@contextmanager
def savepoints_on_disk() -> Iterator[None]:
    """What is rolled back here is one transaction more: SQLite would keep all that the import writes over in memory."""
    if connection.vendor != "sqlite":
        yield
        return
    keep_in("FILE")
    yield
    keep_in("MEMORY")


def keep_in(place: str) -> None:
    """Where SQLite keeps what may have to come back."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA temp_store={place}")
