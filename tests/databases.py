"""Where the tests' records lie: a folder that goes with the run, and in it a SQLite file or a PostgreSQL server."""

import atexit
import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Processes of one run (pytest-xdist starts several) agree on the folder through the environment.
FOLDER_VARIABLE = "MIDLA_TESTS_FOLDER"
SERVER_OPTIONS = (
    "-F -c listen_addresses='' -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 "
    "-c shared_buffers=128MB"
)

# What one process made for the others, with all migrations: to make it takes seven seconds, to copy it none.
MADE = "made"


class ServerMissing(Exception):
    """PostgreSQL is not installed here."""


def is_postgresql() -> bool:
    """True where the environment asks for PostgreSQL."""
    kind = os.environ.get("DATABASE", "sqlite")
    if kind not in {"sqlite", "postgresql"}:
        raise ValueError(f"DATABASE is {kind!r}: write sqlite or postgresql.")
    return kind == "postgresql"


def run_folder() -> Path:
    """The folder of this run, made by the first process that asks and removed when that process ends."""
    if name := os.environ.get(FOLDER_VARIABLE):
        return Path(name)
    folder = Path(tempfile.mkdtemp(prefix="midla-tests-"))
    # The server runs as another user, who has to pass through.
    folder.chmod(0o711)
    os.environ[FOLDER_VARIABLE] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def server_folder() -> Path:
    """Where the server keeps its rows and its socket."""
    return run_folder() / "postgresql"


def programs() -> Path:
    """The folder of the newest server programs installed."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if installed:
        return installed[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).parent
    raise ServerMissing("PostgreSQL's server is not installed. Run: apt-get install -y postgresql postgresql-contrib")


def run_as_server(*command: str) -> None:
    """Run one of the server's programs; it refuses to run as root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, cwd="/", stdout=subprocess.DEVNULL)


def start_server(more: str = "") -> None:
    """Start a server, made first where there is none: trusted, reached through a socket, never writing carefully.

    `more`: settings beside SERVER_OPTIONS.
    """
    folder = server_folder()
    rows, log = str(folder / "rows"), str(folder / "log")
    if not folder.exists():
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        made = ("-D", rows, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8")
        run_as_server(str(programs() / "initdb"), *made)
    run_as_server(
        str(programs() / "pg_ctl"), "-D", rows, "-l", log, "-o", f"{SERVER_OPTIONS} {more} -k {folder}", "-w", "start"
    )


def stop_server(how: str = "immediate") -> None:
    """End the server at once: its rows go with the folder; `fast` where they are kept."""
    rows = server_folder() / "rows"
    run_as_server(str(programs() / "pg_ctl"), "-D", str(rows), "-m", how, "-w", "stop")


@contextlib.contextmanager
def served() -> Iterator[None]:
    """A server while this lasts; one that runs already is left running."""
    if (server_folder() / "rows" / "postmaster.pid").exists():
        yield
        return
    start_server()
    try:
        yield
    finally:
        stop_server("fast")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Lets the processes of a run do something one after the other."""
    with (run_folder() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def take_copy(connection: Any) -> bool:
    """Take the database that another process has made as this one's; False where nobody has made any yet."""
    test = connection.settings_dict["TEST"]
    if not (run_folder() / MADE).exists():
        return False
    if is_postgresql():
        test["TEMPLATE"] = MADE
    else:
        shutil.copy(run_folder() / MADE, test["NAME"])
    return True


def leave_copy(connection: Any) -> None:
    """Leave the database of this process, as it was made, for the others."""
    made = run_folder() / MADE
    name = connection.settings_dict["NAME"]
    # Until the last connection is closed part of SQLite's rows lie beside the file, and PostgreSQL copies nothing.
    connection.close()
    if made.exists():
        return
    if is_postgresql():
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {MADE} TEMPLATE {name}")
        made.touch()
    else:
        shutil.copy(name, made)
