"""Doubles among 100,000 people and 20,000 organisations: looking for all, from nothing; and while somebody types."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client

from midla.records.double_pairs import refresh_pairs
from midla.records.models import ComparedRecord, DoubleKey, DoublePair
from tests.performance.exports import memory_watched, timed
from tests.performance.measure import asked, medians_ms

# The bounds: there is no bare SQL that would do the same.
SECONDS, MEMORY, TYPED_MS = 300, 500, 300
TYPED = {
    "person": "given_names=Rosa&family_names=Quispe Mamani&phone=%2B393470000123",
    "person with slips": "given_names=Roza&family_names=Kispe Mamanni",
    "person, e-mail": "given_names=R&email=person77@example.org",
    "person, nobody": "given_names=Szczepan&family_names=Brzeczyszczykiewicz",
    "organisation": "name=Asociacion Quispe solidaridad danza&tax_code=12345678901",
}


def measured() -> dict[str, Any]:
    """One line of the table: every pair found from nothing, by a process that does nothing else."""
    for kept in (DoubleKey, ComparedRecord, DoublePair):
        empty(kept)
    with memory_watched() as grown:
        took = timed(refresh_pairs)
    return {
        "name": "finding all doubles",
        "ms": took,
        "limit": SECONDS * 1000,
        "times": 1.0,
        "first_byte": None,
        "most_first_byte": 0,
        "memory": grown["RssAnon"],
        "with_files": grown["VmRSS"],
        "most_memory": MEMORY,
    }


def empty(model: Any) -> None:
    """Take all rows away at once."""
    with connection.cursor() as cursor:
        truncate = "DELETE FROM" if connection.vendor == "sqlite" else "TRUNCATE"
        cascade = "" if connection.vendor == "sqlite" else " CASCADE"
        cursor.execute(f"{truncate} {connection.ops.quote_name(model._meta.db_table)}{cascade}")


def typed(client: Client) -> Iterator[dict[str, Any]]:
    """A line for each thing that somebody types."""
    for name, query in TYPED.items():
        address = f"/duplicates/like/?kind={name.split(',')[0].split()[0]}&{query}"

        def work(address: str = address) -> None:
            if client.get(address).status_code != 200:
                raise RuntimeError(address)

        work()
        queries, [took] = asked(work), medians_ms(work)
        yield {
            "name": f"typing: {name}",
            "ms": took,
            "limit": TYPED_MS,
            "times": 1.0,
            "queries": queries,
            "most_queries": 25,
            "most_growth": 10.0,
        }
