"""Keep the day on which a need or an offer was met or withdrawn."""

import midla.records.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0002_search_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="resource",
            name="closed_on",
            field=midla.records.fields.DayField(
                blank=True, editable=False, null=True, verbose_name="met or withdrawn on"
            ),
        ),
    ]
