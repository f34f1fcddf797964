"""Make needs, offers and partnerships searchable by parts of words and despite slips."""

from django.db import migrations

from midla.records.indexing import search_index


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_partnerships"), ("associations", "0002_search_index")]
    operations = [search_index("partnerships_resource", "partnerships_partnership")]
