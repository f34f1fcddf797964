"""Find the sections of an organisation by an index that holds only those that belong to another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("associations", "0003_partnership_activity")]
    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                fields=["parent"], name="associations_sections", condition=models.Q(parent__isnull=False)
            ),
        ),
    ]
