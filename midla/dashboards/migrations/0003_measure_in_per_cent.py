"""Let indicators be shares, verified by official counts."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dashboards', '0002_files_never_change'),
    ]

    operations = [
        migrations.AlterField(
            model_name='indicator',
            name='unit',
            field=models.CharField(choices=[('records', 'records'), ('people', 'people'), ('eur', 'EUR'), ('percent', 'per cent')], default='records', max_length=7, verbose_name='unit'),
        ),
        migrations.AlterField(
            model_name='indicator',
            name='verification',
            field=models.CharField(choices=[('associations', 'the register of associations'), ('meetings', 'the meetings and their minutes'), ('resources', 'the needs and offers'), ('partnerships', 'the partnerships and the dates of their stages'), ('agreements', 'the signed agreements'), ('funding', 'the funding lines of partnerships'), ('official', 'the official counts of residents, and the meetings')], max_length=12, verbose_name='means of verification'),
        ),
    ]
