"""Hold that a file of an issued report never changes.

SQLite remakes a table when a migration alters it, which loses its triggers: such a migration of this table ends with
this operation too.
"""

from typing import Any

from django.db import migrations

NAME, TABLE = "dashboards_reportfile_never_changes", "dashboards_reportfile"


def hold(apps: Any, schema_editor: Any) -> None:
    """Make the trigger."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{NAME}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {NAME}()"
        )
        return
    schema_editor.execute(
        f"CREATE TRIGGER IF NOT EXISTS {NAME} BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{NAME}'); END"
    )


def let_go(apps: Any, schema_editor: Any) -> None:
    """Take the trigger away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}()")
        return
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("dashboards", "0001_results_framework_and_reports")]
    operations = [migrations.RunPython(hold, let_go)]
