"""Make people, meetings and follow-ups searchable by parts of words and despite slips."""

from django.db import migrations

from midla.records.indexing import search_index


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_contacts"), ("associations", "0002_search_index")]
    operations = [search_index("contacts_person", "contacts_meeting", "contacts_followup")]
