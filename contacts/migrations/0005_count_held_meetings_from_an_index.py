"""Let both databases count the meetings of a state and a period from an index alone: their rows hold long minutes."""

from django.db import migrations, models

from midla.records.indexing import AddIndexUnlocked, RemoveIndexUnlocked


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contacts", "0004_count_meetings_from_an_index")]
    operations = [
        AddIndexUnlocked(
            model_name="meeting",
            index=models.Index(
                fields=["state", "-starts_at", "-id", "trashed_at"],
                name="contacts_meeting_state_kept",
                condition=models.Q(trashed_at=None),
            ),
        ),
        RemoveIndexUnlocked(model_name="meeting", name="contacts_meeting_by_state"),
    ]
