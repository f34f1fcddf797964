"""Monitors learn whether the database answers."""

from django.db import OperationalError, connection


def test_healthy(client, db):
    assert (client.get("/healthz").status_code, client.get("/healthz").content) == (200, b"ok")


def test_database_away_is_told_as_503(client, db, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(connection, "cursor", away)
    assert client.get("/healthz").status_code == 503
