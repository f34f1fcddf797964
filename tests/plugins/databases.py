"""Starts PostgreSQL once a run, where the environment asks for it."""

import pytest

from tests import databases


def is_first_process(config: pytest.Config) -> bool:
    """True for the process that starts the others."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if databases.is_postgresql() and is_first_process(config):
        try:
            databases.start_server()
        except databases.ServerMissing as reason:
            raise pytest.UsageError(str(reason)) from reason


def pytest_unconfigure(config: pytest.Config) -> None:
    if databases.is_postgresql() and is_first_process(config) and databases.server_folder().exists():
        databases.stop_server()


def pytest_report_header() -> str:
    return f"database: {'postgresql' if databases.is_postgresql() else 'sqlite'}"
