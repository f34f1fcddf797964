"""Hold that two people cannot have a role of one holder in the same organisation on the same day.

PostgreSQL has an exclusion constraint, SQLite triggers. SQLite remakes a table when a migration alters it, which loses
its triggers: such a migration of this table ends with this operation too.
"""

from typing import Any

from django.db import migrations

NAME = "contacts_affiliation_one_holder_at_a_time"
OVERLAP = """
    SELECT RAISE(ABORT, '{name}') WHERE EXISTS (
        SELECT 1 FROM contacts_affiliation AS other
        WHERE other.id IS NOT new.id AND other.one_holder AND other.trashed_at IS NULL
            AND other.organisation_id = new.organisation_id AND other.role_id = new.role_id
            AND COALESCE(other.started_on, '0001-01-01') <= COALESCE(new.ended_on, '9999-12-31')
            AND COALESCE(new.started_on, '0001-01-01') <= COALESCE(other.ended_on, '9999-12-31'));
"""
WATCHED = "organisation_id, role_id, one_holder, started_on, ended_on, trashed_at"
EVENTS = {"added": "INSERT", "changed": f"UPDATE OF {WATCHED}"}


def hold(apps: Any, schema_editor: Any) -> None:
    """Make the constraint or the triggers."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        schema_editor.execute(
            f"ALTER TABLE contacts_affiliation ADD CONSTRAINT {NAME} EXCLUDE USING gist (organisation_id WITH =, "
            "role_id WITH =, daterange(started_on, ended_on, '[]') WITH &&) WHERE (one_holder AND trashed_at IS NULL)"
        )
        return
    for name, event in EVENTS.items():
        schema_editor.execute(
            f"CREATE TRIGGER IF NOT EXISTS {NAME}_{name} BEFORE {event} ON contacts_affiliation "
            f"WHEN new.one_holder AND new.trashed_at IS NULL BEGIN {OVERLAP.format(name=NAME)} END"
        )


def let_go(apps: Any, schema_editor: Any) -> None:
    """Take the constraint or the triggers away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE contacts_affiliation DROP CONSTRAINT IF EXISTS {NAME}")
        return
    for name in EVENTS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{name}")


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_search_index")]
    operations = [migrations.RunPython(hold, let_go)]
