"""Exports of all people: how long, how soon the first byte comes and how much memory; and the bare ways beside them.

Each is measured in a process of its own, so that its peak is not that of another.
"""

import csv
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import connection

from midla.accounts.models import User
from tests.performance.measure import signed_in

ADDRESS = "/people/export.{}"
MEMORY = {"csv": 40, "xlsx": 60}
TIMES = {"csv": 6.0, "xlsx": 1.6}
FIRST_BYTE_MS = 300
ROUNDS = 2
CHUNK = 2_000
# How often one looks at how much memory is held.
GLANCE_SECONDS = 0.005

# What the export holds, asked at once; what a person has several of is joined by commas, in no order.
MANY = {
    "citizenship": ("x.country_id", "contacts_person_citizenships x", "TRUE"),
    "roles": (
        "r.name_it || ', ' || o.name",
        "contacts_affiliation x JOIN associations_organisation o ON o.id = x.organisation_id"
        " JOIN contacts_affiliationrole r ON r.id = x.role_id",
        "x.trashed_at IS NULL AND o.trashed_at IS NULL AND o.form <> 'religious' AND o.type NOT IN ('diocese', 'union')"
        " AND (x.started_on IS NULL OR x.started_on <= CURRENT_DATE)"
        " AND (x.ended_on IS NULL OR x.ended_on >= CURRENT_DATE)",
    ),
    "consent": ("x.state", "contacts_consent x", "x.purpose = 'contact'"),
    "languages": ("l.name_it", "contacts_person_languages x JOIN contacts_language l ON l.id = x.language_id", "TRUE"),
}
COLUMNS = (
    "p.given_names || ' ' || p.family_names, p.given_names, p.family_names, citizenship.held, v.name, roles.held,"
    " consent.held, p.profession, s.name, languages.held, p.phone, p.second_phone, p.email, p.street, p.postcode,"
    " p.town, p.to_complete, p.updated_at"
)


def bare_sql() -> str:
    """All people with what the export says of them, in its order."""
    gathered = "group_concat({}, ', ')" if connection.vendor == "sqlite" else "string_agg({}, ', ')"
    joins = " ".join(
        f"LEFT JOIN (SELECT x.person_id, {gathered.format(what)} AS held FROM {tables} WHERE {condition}"
        f" GROUP BY x.person_id) {name} ON {name}.person_id = p.id"
        for name, (what, tables, condition) in MANY.items()
    )
    return (
        f"SELECT {COLUMNS} FROM contacts_person p LEFT JOIN territories_province v ON v.id = p.province_id"
        f" LEFT JOIN territories_subdivision s ON s.id = p.origin_subdivision_id {joins}"
        " WHERE p.trashed_at IS NULL ORDER BY p.sort_key, p.id"
    )


def bare_rows() -> Iterator[tuple[Any, ...]]:
    """The rows of the bare SQL, never all in memory."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        yield from connection.connection.execute(bare_sql())
        return
    with connection.connection.transaction(), connection.connection.cursor(name="bare") as cursor:
        cursor.itersize = CHUNK
        yield from cursor.execute(bare_sql())


def bare_csv() -> None:
    """COPY on PostgreSQL; SQLite has none, so there a bare cursor and csv.writer."""
    if connection.vendor == "sqlite":
        with tempfile.TemporaryFile("w", newline="") as file:
            csv.writer(file).writerows(bare_rows())
        return
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    with tempfile.TemporaryFile() as file, cursor.copy(f"COPY ({bare_sql()}) TO STDOUT WITH (FORMAT csv)") as copy:
        for piece in copy:
            file.write(piece)


def bare_xlsx() -> None:
    """A bare xlsxwriter loop over the same rows."""
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False, "remove_timezone": True})
        sheet = book.add_worksheet()
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for number, row in enumerate(bare_rows()):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif isinstance(value, bool | int):
                    sheet.write_number(number, place, value)
                elif value is not None:
                    sheet.write_datetime(number, place, value, moment)
        book.close()


BARE: dict[str, Callable[[], None]] = {"csv": bare_csv, "xlsx": bare_xlsx}


def measured(kind: str) -> dict[str, Any]:
    """One line of the table."""
    client = signed_in(User.objects.filter(countries=None)[0])
    client.get("/people/")
    with memory_watched() as grown:
        first, took = downloaded(client, kind)
    firsts, times, bares = [first], [took], []
    for _ in range(ROUNDS):
        bares.append(timed(BARE[kind]))
        first, took = downloaded(client, kind)
        firsts.append(first)
        times.append(took)
    return {
        "name": f"people as {kind.upper()}",
        "ms": statistics.median(times[1:]),
        "limit": statistics.median(bares),
        "times": TIMES[kind],
        "first_byte": statistics.median(firsts[1:]) if kind == "csv" else None,
        "most_first_byte": FIRST_BYTE_MS,
        "memory": grown["RssAnon"],
        "with_files": grown["VmRSS"],
        "most_memory": MEMORY[kind],
    }


def downloaded(client: Any, kind: str) -> tuple[float, float]:
    """The milliseconds until the first byte and until the last, read as a server sends them: piece by piece."""
    began = time.perf_counter()
    answer = client.get(ADDRESS.format(kind))
    pieces = iter(answer.streaming_content)
    next(pieces)
    first = time.perf_counter() - began
    for _piece in pieces:
        pass
    answer.close()
    return first * 1000, (time.perf_counter() - began) * 1000


def timed(work: Callable[[], None]) -> float:
    """The milliseconds of a piece of work."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


@contextmanager
def memory_watched() -> Iterator[dict[str, float]]:
    """By how many MiB the memory grew meanwhile, at most: `RssAnon`, the process's own, and `VmRSS`, all of it.

    The difference are pages of files that the system shares between processes and takes back when it wants: SQLite
    reads its database through them.
    """
    before, most, ended = memory(), memory(), threading.Event()

    def watch() -> None:
        while not ended.wait(GLANCE_SECONDS):
            most.update({name: max(most[name], held) for name, held in memory().items()})

    watching = threading.Thread(target=watch)
    grown: dict[str, float] = {}
    watching.start()
    try:
        yield grown
    finally:
        ended.set()
        watching.join()
        grown.update({name: most[name] - before[name] for name in before})


def memory() -> dict[str, float]:
    """What the process holds now, in MiB."""
    told = Path("/proc/self/status").read_text()
    return {name: int(kilobytes) / 1024 for name, kilobytes in re.findall(r"(VmRSS|RssAnon):\s+(\d+)", told)}
