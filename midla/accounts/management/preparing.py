"""Brings a site up to date before it is served; what is up to date already costs next to nothing."""

import getpass
import hashlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ValidationError
from django.core.management import call_command, get_commands
from django.core.validators import validate_email
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from midla.accounts.invitations import first_administrator_link, make_first_administrator


def migrate() -> bool:
    """Apply what is missing; true where there was something."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def fingerprint(paths: Iterator[Path]) -> str:
    """A digest that changes when one of the files does, and is the same in a copy of the folder."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        own = path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path
        digest.update(f"{own} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def is_news(stamp: Path, current: str) -> bool:
    """True where the stamp of the last time says something else."""
    return not stamp.is_file() or stamp.read_text() != current


def load_reference_data(even_if_known: bool) -> None:
    """Run the loaders where the database or the files they read have changed."""
    stamp = settings.VAR_DIR / "loaded"
    folders = [settings.BASE_DIR / name for name in ("midla", "associations", "contacts")]
    current = fingerprint(path for folder in folders for path in folder.glob("**/data/*") if path.is_file())
    if not even_if_known and not is_news(stamp, current):
        return
    for name in settings.MIDLA_LOADERS:
        if name in get_commands():
            call_command(name, verbosity=0, stdout=io.StringIO())
    stamp.write_text(current)


def static_files() -> Iterator[Path]:
    """Every static file where it lies."""
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield Path(storage.path(path))


def collect_static() -> None:
    """Gather and compress the static files where one has changed."""
    stamp, current = settings.VAR_DIR / "collected", fingerprint(static_files())
    if settings.STATIC_ROOT.is_dir() and not is_news(stamp, current):
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=settings.STATIC_ROOT.is_dir())
    stamp.write_text(current)


def asked(question: str, check: Any, ask: Any = input) -> str:
    """An answer that passes its check; asks again with the reason otherwise."""
    while True:
        answer = ask(question).strip()
        try:
            check(answer)
        except ValidationError as error:
            print(" ".join(error.messages))
        else:
            return answer


def ask_first_administrator() -> None:
    """Make the first administrator from what is typed on the terminal."""
    print(_("There is no administrator yet. Who shall it be?"))
    email = asked(_("E-mail address: "), validate_email)
    name = input(_("Name: ")).strip() or email
    password = asked(_("Password (not shown): "), validate_password, getpass.getpass)
    make_first_administrator(email=email, name=name[:100], password=password)


def meet_first_administrator(address: str) -> None:
    """Where there is none: ask on a terminal, else print the link where e-mail and password are chosen."""
    if (link := first_administrator_link(address)) is None:
        return
    if sys.stdin is not None and sys.stdin.isatty():
        ask_first_administrator()
    else:
        print(
            _("There is no administrator yet. Become it by this link, which works once:"),
            f"  {link}",
            sep="\n",
            flush=True,
        )
