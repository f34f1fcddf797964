"""Keep imported files with what each of their rows would do, and digests of rows imported before."""

import django.core.serializers.json
import django.db.models.deletion
import midla.records.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0002_add_jobs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('model_label', models.CharField(max_length=60)),
                ('record_id', models.BigIntegerField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imported_rows', to='records.batch')),
            ],
            options={
                'verbose_name': 'row imported before',
                'verbose_name_plural': 'rows imported before',
            },
        ),
        migrations.CreateModel(
            name='ImportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('filename', midla.records.fields.LineField(max_length=200)),
                ('state', models.CharField(choices=[('read', 'columns to check'), ('planning', 'being looked through'), ('planned', 'to be looked at'), ('writing', 'being written'), ('written', 'written'), ('undone', 'undone')], default='read', max_length=8)),
                ('headings', models.JSONField(default=list)),
                ('mapping', models.JSONField(default=list)),
                ('good_rows', models.BooleanField(default=False)),
                ('language', models.CharField(default='en', max_length=5)),
                ('time_zone', models.CharField(default='Europe/Rome', max_length=40)),
                ('sentence', models.CharField(blank=True, max_length=500)),
                ('seen_change', models.BigIntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.batch')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.job')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'imported file',
                'verbose_name_plural': 'imported files',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['read', 'planning', 'planned', 'writing', 'written', 'undone'])), name='records_importfile_known_state')],
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', midla.records.fields.CountField(least=1, most=2147483647)),
                ('cells', models.JSONField(default=list)),
                ('verdict', models.CharField(blank=True, choices=[('create', 'will be added'), ('update', 'will be completed'), ('there', 'is there already'), ('doubt', 'possibly a double'), ('refused', 'does not fit')], max_length=7)),
                ('why', models.CharField(blank=True, max_length=1000)),
                ('title', models.CharField(blank=True, max_length=250)),
                ('plan', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('record_id', models.BigIntegerField(null=True)),
                ('record_version', models.PositiveIntegerField(null=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='records.importfile')),
            ],
            options={
                'verbose_name': 'row of an imported file',
                'verbose_name_plural': 'rows of imported files',
                'constraints': [models.UniqueConstraint(fields=('file', 'number'), name='records_importrow_once_a_file')],
                'indexes': [models.Index(fields=['file', 'verdict', 'number'], name='records_importrow_verdict')],
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='ColumnMemory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('headings', models.CharField(max_length=64)),
                ('mapping', models.JSONField(default=list)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'columns remembered',
                'verbose_name_plural': 'columns remembered',
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'headings'), name='records_columnmemory_once_per_headings')],
            },
        ),
    ]
