"""Find the newest figures of provinces without looking at all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('territories', '0002_population_figures'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='populationfigure',
            index=models.Index(condition=models.Q(('province__isnull', False), ('sex', 'T')), fields=['vintage', '-year'], name='territories_figure_newest'),
        ),
    ]
