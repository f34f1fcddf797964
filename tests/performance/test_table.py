"""The bench's table says plainly which bounds hold."""

import pytest

from tests.performance import pages, table

PAGE = {
    "name": "people", "ms": 40.0, "limit": 10.0, "times": 4.5, "queries": 9, "most_queries": 10, "most_growth": 1.2,
    "on_sqlite": 2.0, "after": "",
}  # fmt: skip


def found(**sqlite):
    """Measurements in which everything holds, but for what is given of SQLite at full size."""
    return {
        ("postgresql", "tenth"): {"people": PAGE},
        ("postgresql", "full"): {"people": PAGE},
        ("sqlite", "tenth"): {"people": PAGE},
        ("sqlite", "full"): {"people": {**PAGE, **sqlite}},
    }


def test_nothing_is_over_where_every_bound_holds():
    assert table.summary(found()) == "\n7 of 7 bounds hold."


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        ({"limit": 8.0}, "times the limit"),
        ({"queries": 11}, "10 queries"),
        ({"ms": 85.0, "limit": 20.0}, "beside PostgreSQL"),
        ({"ms": 50.0, "limit": 12.4, "most_growth": 1.0}, "growth"),
        ({"memory_growth": 11.0, "most_memory_growth": 10}, "10 MiB more for a longer file"),
    ],
)
def test_a_bound_that_does_not_hold_is_named(measured, words):
    assert f"  sqlite, people: {words}" in table.summary(found(**measured)).splitlines()


def test_growth_that_the_bare_sql_has_too_is_not_the_page_s_own():
    assert table.summary(found(ms=79.0, limit=20.0)) == "\n7 of 7 bounds hold."


def test_a_last_page_is_held_beside_the_first():
    rows = found()
    rows["postgresql", "full"]["last"] = {**PAGE, "name": "last", "ms": 49.0, "limit": 49.0, "after": "people"}
    assert table.summary(rows).splitlines()[-1] == "  postgresql, last: last page"


def test_the_bare_sql_of_a_limited_reader_asks_for_what_they_see_and_no_more():
    every = {page.name: page for listing in pages.LISTS for page in listing.measured()}
    assert len(every) == 18
    limited, free = every["meetings, first, EC"], every["meetings, first, all"]
    assert all("country_id = 'EC'" in line for line in (limited.bare[0], limited.bare[-1]))
    assert not any("country_id = 'EC'" in line for line in free.bare)
