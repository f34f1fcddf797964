"""Keep files whose rows are no records, and what came of them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_add_doubles_and_merges'),
    ]

    operations = [
        migrations.AddField(
            model_name='importfile',
            name='content',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='importfile',
            name='report',
            field=models.JSONField(null=True),
        ),
    ]
