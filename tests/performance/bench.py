"""`make bench`: measures every page at full size and at a tenth, on both databases, and prints one table each.

A measurement, never a test: it fails nothing. Databases are made in the folder that BENCH_FOLDER names and used again
the next time; without it in a folder that goes when the run ends.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests import databases
from tests.performance import table

SHARES = {"tenth": 0.1, "full": 1.0}
VENDORS = ("postgresql", "sqlite")
# Each in a process of its own.
ALONE = ("csv", "xlsx", "doubles", "import")

Row = dict[str, Any]


def run(*command: str, address: str, folder: Path) -> str:
    """Run a command of the project's against one database; returns what it printed."""
    environment = {**os.environ, "DATABASE_URL": address, "MIDLA_VAR": str(folder / "var")}
    finished = subprocess.run(
        [sys.executable, *command], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return finished.stdout


def address_of(vendor: str, size: str, folder: Path) -> str:
    """Where the database of a size lies."""
    if vendor == "sqlite":
        return f"sqlite:///{folder / size}.sqlite3"
    socket = str(databases.server_folder()).replace("/", "%2F")
    return f"postgres://postgres@{socket}/{size}"


def filled(vendor: str, size: str, folder: Path) -> str:
    """The address of a database of this size; made and filled where it is not there yet, or only half."""
    address, mark = address_of(vendor, size, folder), folder / f"{vendor}-{size}.filled"
    if not mark.exists():
        make_empty(vendor, size, folder)
        run("manage.py", "migrate", "-v0", address=address, folder=folder)
        *_, last = run(
            "manage.py", "seed_scale", "--share", str(SHARES[size]), address=address, folder=folder
        ).splitlines()
        mark.write_text(f"{vendor}, {size}: filled in{last.removesuffix('in all')}\n")
    else:
        run("manage.py", "migrate", "-v0", address=address, folder=folder)
    print(mark.read_text(), end="", flush=True)
    return address


def make_empty(vendor: str, size: str, folder: Path) -> None:
    """Take away what an interrupted run left, and make the database on the throwaway server."""
    if vendor == "sqlite":
        for left in folder.glob(f"{size}.sqlite3*"):
            left.unlink()
        return
    for program in (("dropdb", "--if-exists"), ("createdb",)):
        path = str(databases.programs() / program[0])
        databases.run_as_server(path, "-h", str(databases.server_folder()), "-U", "postgres", *program[1:], size)


def measured(vendor: str, size: str, folder: Path) -> dict[str, Row]:
    """Every measurement of one database by name; exports, doubles and imports at full size, each alone."""
    address = filled(vendor, size, folder)
    lines = run("-m", "tests.performance.measure", address=address, folder=folder).splitlines()
    if size == "full":
        lines += [run("-m", "tests.performance.measure", kind, address=address, folder=folder) for kind in ALONE]
    return {row["name"]: row for row in map(json.loads, lines)}


def measure_all(folder: Path) -> dict[tuple[str, str], dict[str, Row]]:
    """Every measurement, by database and size."""
    run("manage.py", "collectstatic", "--no-input", "-v0", address=address_of("sqlite", "none", folder), folder=folder)
    with databases.served():
        return {(vendor, size): measured(vendor, size, folder) for vendor in VENDORS for size in SHARES}


def main() -> None:
    """Measure both databases and print what was found."""
    named = os.environ.get("BENCH_FOLDER")
    folder = Path(named or tempfile.mkdtemp(prefix="midla-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    if named:
        # The server runs as another user, who has to pass through.
        folder.chmod(0o711)
        os.environ.setdefault(databases.FOLDER_VARIABLE, str(folder))
    try:
        found = measure_all(folder)
        for vendor in VENDORS:
            print(table.of(vendor, found))
        print(table.summary(found))
    finally:
        if not named:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
