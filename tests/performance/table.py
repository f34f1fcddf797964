"""The table of a bench: each page beside its limit, and which of its bounds hold."""

from collections.abc import Iterator
from typing import Any

LAST_PAGE = 1.2

Row = dict[str, Any]
Found = dict[tuple[str, str], dict[str, Row]]

HEAD = (
    f"{'':<26} {'queries':>7} {'ms':>8} {'limit':>8} {'times':>6} {'bound':>6}"
    f" {'growth':>7} {'of limit':>8} {'× PG':>5}  bounds"
)
LINE = (
    "{name:<26} {queries:>7} {ms:>8.1f} {limit:>8.1f} {ratio:>6.2f} {times:>6.1f}"
    " {growth:>7} {limit_growth:>8} {beside:>5}  {verdict}"
)


def of(vendor: str, found: Found) -> str:
    """The table of one database at full size."""
    lines = [line(vendor, found, row) for row in found[vendor, "full"].values()]
    return "\n".join(["", vendor, HEAD, *lines])


def line(vendor: str, found: Found, row: Row) -> str:
    """One page: its time, its limit, how it grew from a tenth and how much the limit did, and what does not hold."""
    before = found[vendor, "tenth"].get(row["name"])
    broken = [what for what, holds in bounds(vendor, found, row) if not holds]
    verdict = f"over: {', '.join(broken)}" if broken else "hold"
    if "memory" in row:
        first = f", first byte {row['first_byte']:.0f} ms" if row.get("first_byte") else ""
        more = f", {row['memory_growth']:+.0f} for a longer file" if "memory_growth" in row else ""
        verdict += f" ({row['memory']:.0f} MiB above idle, {row['with_files']:.0f} with pages of files{more}{first})"
    return LINE.format(
        name=row["name"],
        queries=row.get("queries", ""),
        ms=row["ms"],
        limit=row["limit"],
        ratio=row["ms"] / row["limit"],
        times=row["times"],
        growth=f"{row['ms'] / before['ms']:.2f}" if before else "",
        limit_growth=f"{row['limit'] / before['limit']:.2f}" if before else "",
        beside=f"{beside_postgresql(found, row):.2f}" if vendor == "sqlite" else "",
        verdict=verdict,
    )


def bounds(vendor: str, found: Found, row: Row) -> Iterator[tuple[str, bool]]:
    """Every bound of a page, in words, and whether it holds."""
    yield "times the limit", row["ms"] <= row["times"] * row["limit"]
    if "queries" in row:
        yield f"{row['most_queries']} queries", row["queries"] <= row["most_queries"]
    if row.get("after"):
        yield "last page", row["ms"] <= LAST_PAGE * found[vendor, "full"][row["after"]]["ms"]
    if before := found[vendor, "tenth"].get(row["name"]):
        # What the bare SQL of the same rows and the same count grows by is not the page's own doing.
        own = row["ms"] / row["limit"] * before["limit"] / before["ms"]
        yield "growth", min(row["ms"] / before["ms"], own) <= row["most_growth"]
    if vendor == "sqlite" and "on_sqlite" in row:
        yield "beside PostgreSQL", beside_postgresql(found, row) <= row["on_sqlite"]
    if "memory" in row:
        yield f"{row['most_memory']} MiB", row["memory"] <= row["most_memory"]
    if "memory_growth" in row:
        yield (
            f"{row['most_memory_growth']} MiB more for a longer file",
            row["memory_growth"] <= row["most_memory_growth"],
        )
    if "most_first_byte" in row:
        yield f"first byte {row['most_first_byte']} ms", (row["first_byte"] or 0) <= row["most_first_byte"]


def beside_postgresql(found: Found, row: Row) -> float:
    """How many times as long as on PostgreSQL."""
    return row["ms"] / found["postgresql", "full"][row["name"]]["ms"]


def summary(found: Found) -> str:
    """How many bounds hold, and by name those that do not."""
    told = [
        (f"{vendor}, {row['name']}: {what}", holds)
        for vendor in dict.fromkeys(vendor for vendor, _size in found)
        for row in found[vendor, "full"].values()
        for what, holds in bounds(vendor, found, row)
    ]
    broken = [f"  {words}" for words, holds in told if not holds]
    return "\n".join(["", f"{len(told) - len(broken)} of {len(told)} bounds hold.", *(broken and ["Over:", *broken])])
