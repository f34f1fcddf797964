"""Keep in a column of its own which row above an imported row completes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0007_keep_files_of_figures'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrow',
            name='same_as',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(condition=models.Q(('same_as__isnull', False)), fields=['file', 'same_as'], name='records_importrow_same_as'),
        ),
    ]
