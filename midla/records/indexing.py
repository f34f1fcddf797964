"""Indexes that migrations make: the one behind search, and others without locking a table that is in use.

That behind search holds trigrams, which find parts of words and forgive slips.
PostgreSQL has a GIN index over `search_key`. SQLite has a full-text table beside the record's own, which holds only
the index (the text stays in the record) and is kept by triggers, so that bulk writes keep it too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, transaction

# In milliseconds: whoever writes waits as long.
LOG_PATIENCE = 1_000
TRIGGERS = {
    "added": "AFTER INSERT ON {table} BEGIN {add} END",
    "gone": "AFTER DELETE ON {table} BEGIN {drop} END",
    "changed": "AFTER UPDATE OF search_key ON {table} WHEN old.search_key <> new.search_key BEGIN {drop} {add} END",
}
ADD = "INSERT INTO {words}(rowid, search_key) VALUES (new.id, new.search_key);"
DROP = "INSERT INTO {words}({words}, rowid, search_key) VALUES ('delete', old.id, old.search_key);"


def words_table(table: str) -> str:
    """The name of the full-text table beside a record's table (SQLite)."""
    return f"{table}_words"


def statements(vendor: str, table: str) -> list[str]:
    """The SQL that makes the index of a table and fills it; running it again does no harm."""
    if vendor == "postgresql":
        return [f"CREATE INDEX IF NOT EXISTS {table}_search ON {table} USING gin (search_key gin_trgm_ops)"]
    words = words_table(table)
    parts = {"table": table, "add": ADD.format(words=words), "drop": DROP.format(words=words)}
    triggers = [
        f"CREATE TRIGGER IF NOT EXISTS {words}_{name} {body.format(**parts)}" for name, body in TRIGGERS.items()
    ]
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {words} "
        f"USING fts5(search_key, content='{table}', content_rowid='id', tokenize='trigram')",
        f"INSERT INTO {words}({words}) VALUES ('rebuild')",
        *triggers,
    ]


def undoing(vendor: str, table: str) -> list[str]:
    """The SQL that takes the index of a table away."""
    if vendor == "postgresql":
        return [f"DROP INDEX IF EXISTS {table}_search"]
    words = words_table(table)
    return [*(f"DROP TRIGGER IF EXISTS {words}_{name}" for name in TRIGGERS), f"DROP TABLE IF EXISTS {words}"]


def forget_deleted(connection: Any, *tables: str) -> None:
    """Rid the search indexes of tables of deleted words: SQLite only marks them as gone, in index and log alike."""
    if connection.vendor != "sqlite" or not tables:
        return
    with connection.cursor() as cursor:
        for words in map(words_table, tables):
            cursor.execute(f"INSERT INTO {words}({words}) VALUES ('optimize')")
    transaction.on_commit(lambda: empty_log(connection), using=connection.alias)


def empty_log(connection: Any) -> None:
    """Bring SQLite's log into the database and empty it, unless somebody reads on: then it is overwritten in time."""
    with connection.cursor() as cursor:
        [patience] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={LOG_PATIENCE}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={patience}")


@contextmanager
def index_set_aside(connection: Any, *tables: str) -> Iterator[None]:
    """Take the search index of tables away for a large fill and make it anew afterwards, which is much less work."""
    with connection.cursor() as cursor:
        for table in tables:
            for line in undoing(connection.vendor, table):
                cursor.execute(line)
        yield
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            # No index is made on a table whose new rows still wait for the check of their references.
            connection.check_constraints()
        for table in tables:
            for line in statements(connection.vendor, table):
                cursor.execute(line)


def search_index(*tables: str) -> migrations.RunPython:
    """The migration operation that gives tables a search index.

    SQLite remakes a table when a migration alters it, which loses its triggers: such a migration ends with this
    operation too.
    """

    def runner(lines: Callable[[str, str], list[str]]) -> Callable[[Any, Any], None]:
        def run(apps: Any, schema_editor: Any) -> None:
            for table in tables:
                for line in lines(schema_editor.connection.vendor, table):
                    schema_editor.execute(line)

        return run

    return migrations.RunPython(runner(statements), runner(undoing))


class AddIndexUnlocked(AddIndexConcurrently):
    """Makes an index while others write; its migration is not atomic. SQLite makes it in a moment."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        kind = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else migrations.AddIndex
        kind.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        kind = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else migrations.AddIndex
        kind.database_backwards(self, app_label, schema_editor, from_state, to_state)


class RemoveIndexUnlocked(RemoveIndexConcurrently):
    """Takes an index away while others write; its migration is not atomic."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        kind = RemoveIndexConcurrently if schema_editor.connection.vendor == "postgresql" else migrations.RemoveIndex
        kind.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        kind = RemoveIndexConcurrently if schema_editor.connection.vendor == "postgresql" else migrations.RemoveIndex
        kind.database_backwards(self, app_label, schema_editor, from_state, to_state)
