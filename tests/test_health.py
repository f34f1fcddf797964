"""Monitors learn whether the database answers, within five seconds and without a session."""

import time

from django.db import OperationalError, connection

from midla import health


def test_healthy(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert answer.cookies == {}


def test_database_away_is_told_as_503_even_to_a_browser_with_a_session(client, rome_officer, monkeypatch):
    client.force_login(rome_officer)

    def away():
        raise OperationalError("away")

    with monkeypatch.context() as patched:
        patched.setattr(health, "ask", away)
        patched.setattr(connection, "cursor", away)
        assert client.get("/healthz").status_code == 503


def test_database_file_that_is_gone_is_told_as_503(client, db, monkeypatch, tmp_path):
    if connection.vendor != "sqlite":
        return
    gone = tmp_path / "gone.sqlite3"
    monkeypatch.setattr(health, "Path", lambda name: gone)
    assert (client.get("/healthz").status_code, gone.exists()) == (503, False)


def test_database_that_hangs_is_told_within_five_seconds(client, db, monkeypatch):
    monkeypatch.setattr(health, "SECONDS", 0.05)
    monkeypatch.setattr(health, "ask", lambda: time.sleep(0.3))
    started = time.monotonic()
    assert client.get("/healthz").status_code == 503
    assert time.monotonic() - started < 0.3
