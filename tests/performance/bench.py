"""`make bench`: measures every page at full size and at a tenth, on both databases, and prints one table.

A measurement, never a test: it fails nothing. Databases are made in the folder that BENCH_FOLDER names and used again
the next time; without it in a folder that goes when the run ends.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import databases

SHARES = {"full": 1.0, "tenth": 0.1}
ROW = "{name:<32} {queries:>5} {ms:>9.1f} {limit:>9.1f} {ratio:>6.2f} {times:>5.1f} {growth:>7} {verdict}"


def run(*command: str, address: str, folder: Path) -> str:
    """Run a command of the project's against one database; returns what it printed."""
    environment = {**os.environ, "DATABASE_URL": address, "MIDLA_VAR": str(folder / "var")}
    return subprocess.run(
        [sys.executable, *command], env=environment, check=True, capture_output=True, text=True
    ).stdout  # fmt: skip


def filled(vendor: str, size: str, folder: Path) -> str:
    """The address of a database of this size; made and filled where it is not there yet."""
    if vendor == "sqlite":
        address, mark = f"sqlite:///{folder / size}.sqlite3", folder / f"{size}.sqlite3"
        is_new = not mark.exists()
    else:
        socket = str(databases.server_folder()).replace("/", "%2F")
        address = f"postgres://postgres@{socket}/{size}"
        is_new = created(size)
    if is_new:
        run("manage.py", "migrate", "-v0", address=address, folder=folder)
        print(
            run("manage.py", "seed_scale", "--share", str(SHARES[size]), address=address, folder=folder).splitlines()[
                -1
            ]
        )
    return address


def created(name: str) -> bool:
    """Create a database on the throwaway server."""
    program = databases.programs() / "createdb"
    databases.run_as_server(str(program), "-h", str(databases.server_folder()), "-U", "postgres", name)
    return True


def measured(vendor: str, size: str, folder: Path) -> dict[str, dict]:
    """Every measurement of one database by name."""
    address = filled(vendor, size, folder)
    lines = run("-m", "tests.performance.measure", address=address, folder=folder).splitlines()
    return {row["name"]: row for row in map(json.loads, lines)}


def print_table(vendor: str, full: dict[str, dict], tenth: dict[str, dict]) -> None:
    """One line a page: queries, time and limit in ms, how many times the limit, its bound, growth from a tenth."""
    print(f"\n{vendor}\n{'page':<32} {'quer.':>5} {'ms':>9} {'limit':>9} {'times':>6} {'bound':>5} {'growth':>7}")
    for name, row in full.items():
        growth = row["ms"] / tenth[name]["ms"] if name in tenth else 0
        ratio = row["ms"] / row["limit"]
        holds = ratio <= row["times"] and row["queries"] <= row["most_queries"] and row["status"] == 200
        print(ROW.format(**{**row, "ratio": ratio, "growth": f"{growth:.2f}", "verdict": "" if holds else "over"}))


def main() -> None:
    """Measure both databases, the server's first."""
    folder = Path(os.environ.get("BENCH_FOLDER") or tempfile.mkdtemp(prefix="midla-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    run(
        "manage.py", "collectstatic", "--no-input", "-v0", address=f"sqlite:///{folder / 'none.sqlite3'}", folder=folder
    )
    databases.start_server()
    try:
        for vendor in ("postgresql", "sqlite"):
            tenth = measured(vendor, "tenth", folder)
            print_table(vendor, measured(vendor, "full", folder), tenth)
    finally:
        databases.stop_server()


if __name__ == "__main__":
    main()
