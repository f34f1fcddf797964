"""Keep files whose rows are no records, and what came of them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0006_decide_doubles_of_imports'),
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
