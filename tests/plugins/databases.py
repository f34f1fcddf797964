"""Starts PostgreSQL once a run, where the environment asks for it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from tests import databases

# Tests take back nearly all they write: what is counted at some moment misleads the planner of later questions, and to
# take the demo away took two seconds or five minutes. To compile a question takes longer than to answer it of few rows.
FOR_FEW_ROWS = "-c autovacuum=off -c jit=off"


def is_first_process(config: pytest.Config) -> bool:
    """True for the process that starts the others."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if databases.is_postgresql() and is_first_process(config):
        try:
            databases.start_server(FOR_FEW_ROWS)
        except databases.ServerMissing as reason:
            raise pytest.UsageError(str(reason)) from reason


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what asks no database: it runs on SQLite."""
    if databases.is_postgresql():
        config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
        items[:] = filter(asks_a_database, items)


def asks_a_database(item: pytest.Item) -> bool:
    """True for a test that may reach the database: for all others it is locked."""
    return bool({"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))) or any(
        item.iter_markers("django_db")
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    if databases.is_postgresql() and is_first_process(config) and databases.server_folder().exists():
        databases.stop_server()


def pytest_report_header() -> str:
    return f"database: {'postgresql' if databases.is_postgresql() else 'sqlite'}"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """A database for this process, made by the first process of a run that asks for one and copied by the others."""
    with django_db_blocker.unblock(), databases.one_at_a_time():
        copied = databases.take_copy(connection)
        names = setup_databases(verbosity=0, interactive=False, keepdb=copied and not databases.is_postgresql())
        databases.leave_copy(connection)
    yield
    with django_db_blocker.unblock():
        teardown_databases(names, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def let_go_of_databases(request: pytest.FixtureRequest) -> Iterator[None]:
    """End connections that threads of the test server still hold: PostgreSQL drops no database that is in use."""
    if not databases.is_postgresql():
        yield
        return
    blocker = request.getfixturevalue("django_db_blocker")
    request.getfixturevalue("django_db_setup")
    yield
    with blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="module")
def lasting(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Makes rows that every test of a file finds: `lasting(make)`. What a test does to them goes with the test.

    For files whose tests all ask within a transaction: one with a browser would wait for this one.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()

    def made(make: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            return make()

    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
