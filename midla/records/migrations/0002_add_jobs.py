"""Keep long work with how far it is."""

import django.db.models.deletion
import midla.records.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0001_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='what')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=7, verbose_name='state')),
                ('done', midla.records.fields.CountField(default=0, least=0, most=2147483647, verbose_name='done')),
                ('total', midla.records.fields.CountField(blank=True, least=0, most=2147483647, null=True, verbose_name='of')),
                ('message', models.CharField(blank=True, max_length=200, verbose_name='message')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='asked for')),
                ('began_at', models.DateTimeField(blank=True, null=True, verbose_name='began')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['kind', 'state'], name='records_job_of_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='records_job_known_state')],
            },
        ),
    ]
