"""Let both databases count the meetings that are not in the trash from an index alone."""

from django.db import migrations, models

from midla.records.indexing import AddIndexUnlocked, RemoveIndexUnlocked


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contacts", "0003_one_holder_roles")]
    operations = [
        AddIndexUnlocked(
            model_name="meeting",
            index=models.Index(
                fields=["-starts_at", "-id", "trashed_at"],
                name="contacts_meeting_newest_kept",
                condition=models.Q(trashed_at=None),
            ),
        ),
        RemoveIndexUnlocked(model_name="meeting", name="contacts_meeting_newest"),
    ]
