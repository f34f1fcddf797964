"""Everything between a fresh copy and an answering site."""

import os
import socket
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _

from midla.accounts.management import preparing
from midla.accounts.management.serving import Child, Site, manage
from midla.accounts.models import User

SECONDS_TO_ANSWER = 30
LOG_SIZE = 5_000_000


class Command(BaseCommand):
    """What `make run` and `make demo` call."""

    help = "Bring the site up to date and serve it on this machine; Ctrl-C stops it."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        # The database, the files and the logs are nobody else's on this machine.
        os.umask(0o077)
        port = chosen_port()
        address = settings.SITE_ADDRESS or f"http://127.0.0.1:{port}/"
        self.prepare(address)
        site = Site(*children(log_folder()))
        code = site.run(lambda server: self.tell(server, port, address))
        if code:
            raise CommandError(_("The server stopped. What it said stands above."), returncode=code)

    def prepare(self, address: str) -> None:
        """Tables, reference data, static files, somebody to sign in."""
        is_changed = preparing.migrate()
        preparing.load_reference_data(even_if_known=is_changed)
        preparing.collect_static()
        if settings.DEMO and not User.objects.exists():
            call_command("demo")
        preparing.meet_first_administrator(address)
        connections.close_all()

    def tell(self, server: Child, port: int, address: str) -> None:
        """Say where the site answers, once it does."""
        until = time.monotonic() + SECONDS_TO_ANSWER
        while server.is_running and time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    self.stdout.write(_("MIDLA answers at %(address)s (Ctrl-C stops it)") % {"address": address})
                    self.stdout.flush()
                    return
            time.sleep(0.1)


def chosen_port() -> int:
    """The port named by the environment, if it is one and free."""
    text = os.environ.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise CommandError(_("PORT is %r: write a number from 1 to 65535, as in: make run PORT=8001") % text)
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", int(text))) == 0:
            raise CommandError(_("Something answers on port %s already. Choose another: make run PORT=8001") % text)
    os.environ["PORT"] = text
    return int(text)


def log_folder() -> Path:
    """Where the logs lie; those that have grown large make place for new ones."""
    folder = settings.VAR_DIR / "logs"
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.log"):
        if path.stat().st_size > LOG_SIZE:
            path.replace(path.with_suffix(".old"))
    return folder


def children(logs: Path) -> tuple[Child, Child, Child]:
    """The server, the worker and the hourly round."""
    os.environ["MIDLA_ACCESS_LOG"] = str(logs / "access.log")
    os.environ["DJANGO_SETTINGS_MODULE"] = settings.SETTINGS_MODULE
    server = ["-m", "gunicorn", "--config", "python:midla.server", "midla.wsgi"]
    # Until `daily` exists the round has nothing to do.
    daily = manage("daily") if "daily" in get_commands() else ["-c", ""]
    worker = manage("db_worker", "--queue-name", "*", "--no-startup-delay", "--no-reload", "--verbosity", "0")
    log = logs / "worker.log"
    return Child("server", server), Child("worker", worker, log), Child("daily", daily, log)
