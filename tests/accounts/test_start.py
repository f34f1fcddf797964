"""Starting a site: port, first administrator, and programs that live and end together."""

import io
import socket
import sys
import time
from types import SimpleNamespace

import pytest
from django.core.management import CommandError
from gunicorn.config import Config

from midla.accounts.management import preparing
from midla.accounts.management.commands.start import chosen_port
from midla.accounts.management.serving import Child, Site, Stopped
from midla.accounts.models import User
from midla.accounts.roles import Role
from midla.server import AccessLog, access_log_format

SLEEP = ["-c", "import time; time.sleep(60)"]


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "８０００"])
def test_port_that_is_none_is_refused_with_what_to_write(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(CommandError, match="write a number from 1 to 65535"):
        chosen_port()


def test_port_in_use_is_refused_before_anything_is_started(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(CommandError, match="Choose another"):
            chosen_port()


def test_nothing_is_migrated_twice(db):
    assert preparing.migrate() is False


def test_a_copy_of_the_folder_has_the_same_fingerprint_and_a_changed_file_another(settings, tmp_path):
    prints = []
    for name, text in (("site", "a"), ("copy", "a"), ("changed", "b")):
        settings.BASE_DIR = tmp_path / name
        settings.BASE_DIR.mkdir()
        (settings.BASE_DIR / "country.csv").write_text(text)
        prints.append(preparing.fingerprint(settings.BASE_DIR.glob("*")))
    assert prints[0] == prints[1] != prints[2]


def test_terminal_is_asked_again_with_the_reason(db, monkeypatch, capsys):
    secrets = iter(["short", "a long enough pass phrase"])
    monkeypatch.setattr(sys, "stdin", io.StringIO("nobody\nfirst@example.org\n\n"))
    monkeypatch.setattr("getpass.getpass", lambda question: next(secrets))
    preparing.ask_first_administrator()
    user = User.objects.get()
    assert (user.email, user.role, user.check_password("a long enough pass phrase")) == (
        "first@example.org",
        Role.ADMINISTRATOR,
        True,
    )
    assert "Enter a valid email address." in capsys.readouterr().out


def test_nobody_is_asked_where_an_administrator_is(administrator, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    preparing.meet_first_administrator("http://127.0.0.1:8000/")
    assert capsys.readouterr().out == ""


def test_link_is_printed_where_there_is_no_terminal(db, client, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    preparing.meet_first_administrator("http://127.0.0.1:8000/")
    link = capsys.readouterr().out.split()[-1]
    assert link.startswith("http://127.0.0.1:8000/accounts/")
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200


def logged(path: str) -> str:
    """The line of the access log for a request."""
    answer = SimpleNamespace(status="200 OK", sent=10, headers=[])
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": path,
        "PATH_INFO": path.partition("?")[0],
        "REMOTE_ADDR": "192.0.2.1",
    }
    environ |= {"SERVER_PROTOCOL": "HTTP/1.1", "QUERY_STRING": path.partition("?")[2], "HTTP_REFERER": "/?q=who"}
    took = SimpleNamespace(seconds=0, microseconds=1000)
    log = AccessLog(Config())
    return access_log_format % log.atoms_wrapper_class(log.atoms(answer, SimpleNamespace(headers=[]), environ, took))


@pytest.mark.parametrize("path", ["/search/?q=Quispe", "/accounts/password/reset/key/2-d4e5f6a7b8c9d0e1f2a3b4c5/"])
def test_access_log_holds_nothing_typed_nor_keys_nor_who_asked(path):
    line = logged(path)
    assert [word for word in ("Quispe", "d4e5f6a7", "192.0.2.1", "who") if word in line] == []
    assert line.split("]")[1].split()[0] == "GET"


def until(holds) -> bool:
    """Wait, a little while, for something to hold."""
    end = time.monotonic() + 10
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def test_worker_that_dies_is_started_again():
    site = Site(Child("server", SLEEP), Child("worker", ["-c", ""]), Child("daily", SLEEP))
    site.look_after_worker()
    first = site.worker.process
    assert until(lambda: not site.worker.is_running)
    site.worker.due_at = 0
    site.look_after_worker()
    assert site.worker.process is not first
    site.stop()


def test_all_programs_stop_together():
    children = [Child(name, SLEEP) for name in ("server", "worker", "daily")]
    site = Site(*children)

    def ask_to_stop(server: Child) -> None:
        site.look_after_worker()
        raise Stopped

    assert site.run(ask_to_stop) == 0
    assert [child.is_running for child in children] == [False, False, False]


def test_server_that_ends_ends_the_site():
    site = Site(Child("server", ["-c", "raise SystemExit(3)"]), Child("worker", SLEEP), Child("daily", SLEEP))
    assert site.run(lambda server: server.wait(10)) == 3
    assert not site.worker.is_running
