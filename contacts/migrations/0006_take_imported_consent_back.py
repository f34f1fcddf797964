import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0005_count_held_meetings_from_an_index'),
        ('records', '0006_decide_doubles_of_imports'),
    ]

    operations = [
        migrations.AddField(
            model_name='consent',
            name='batch',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.batch'),
        ),
    ]
