import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_add_doubles_and_merges'),
    ]

    operations = [
        migrations.CreateModel(
            name='ComparedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model_label', models.CharField(max_length=60, verbose_name='kind of record')),
                ('record_id', models.BigIntegerField(verbose_name='record')),
                ('compared_version', models.PositiveIntegerField(verbose_name='version')),
                ('is_due', models.BooleanField(default=True, verbose_name='due')),
            ],
            options={
                'verbose_name': 'compared record',
                'verbose_name_plural': 'compared records',
                'indexes': [models.Index(condition=models.Q(('is_due', True)), fields=['model_label'], name='records_comparedrecord_due')],
                'constraints': [models.UniqueConstraint(fields=('model_label', 'record_id'), name='records_comparedrecord_once')],
            },
        ),
        migrations.CreateModel(
            name='DoubleKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BigIntegerField(verbose_name='digest')),
                ('place', models.BigIntegerField(verbose_name='place')),
                ('compared', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='records.comparedrecord', verbose_name='record')),
            ],
            options={
                'verbose_name': 'key of doubles',
                'verbose_name_plural': 'keys of doubles',
                'indexes': [models.Index(fields=['digest', 'place', 'compared'], name='records_doublekey_block')],
            },
        ),
    ]
