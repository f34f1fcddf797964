"""Make organisations searchable by parts of words and despite slips."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from midla.records.indexing import search_index


class Migration(migrations.Migration):
    dependencies = [("associations", "0001_associations")]
    operations = [TrigramExtension(), search_index("associations_organisation")]
