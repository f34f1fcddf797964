"""Make the results framework, its targets, and donor reports with their files."""

import django.db.models.deletion
import midla.records.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('territories', '0001_territories'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Aim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name_it', midla.records.fields.LineField(max_length=100, verbose_name='name in Italian')),
                ('name_es', midla.records.fields.LineField(max_length=100, verbose_name='name in Spanish')),
                ('name_en', midla.records.fields.LineField(max_length=100, verbose_name='name in English')),
                ('name_fr', midla.records.fields.LineField(max_length=100, verbose_name='name in French')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('loaded', models.JSONField(default=dict, editable=False, verbose_name='as loaded')),
                ('level', models.CharField(choices=[('objective', 'objective'), ('outcome', 'outcome'), ('output', 'output')], max_length=9, verbose_name='level')),
            ],
            options={
                'verbose_name': 'aim',
                'verbose_name_plural': 'aims',
                'ordering': ('code',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name_it', midla.records.fields.LineField(max_length=100, verbose_name='name in Italian')),
                ('name_es', midla.records.fields.LineField(max_length=100, verbose_name='name in Spanish')),
                ('name_en', midla.records.fields.LineField(max_length=100, verbose_name='name in English')),
                ('name_fr', midla.records.fields.LineField(max_length=100, verbose_name='name in French')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('loaded', models.JSONField(default=dict, editable=False, verbose_name='as loaded')),
                ('unit', models.CharField(choices=[('records', 'records'), ('people', 'people'), ('eur', 'EUR')], default='records', max_length=7, verbose_name='unit')),
                ('verification', models.CharField(choices=[('associations', 'the register of associations'), ('meetings', 'the meetings and their minutes'), ('resources', 'the needs and offers'), ('partnerships', 'the partnerships and the dates of their stages'), ('agreements', 'the signed agreements'), ('funding', 'the funding lines of partnerships')], max_length=12, verbose_name='means of verification')),
                ('baseline', midla.records.fields.AmountField(decimal_places=2, default=Decimal('0'), max_digits=14, verbose_name='baseline')),
                ('definition_it', midla.records.fields.NoteField(max_length=600, verbose_name='definition in Italian')),
                ('definition_es', midla.records.fields.NoteField(max_length=600, verbose_name='definition in Spanish')),
                ('definition_en', midla.records.fields.NoteField(max_length=600, verbose_name='definition in English')),
                ('definition_fr', midla.records.fields.NoteField(max_length=600, verbose_name='definition in French')),
                ('aim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='dashboards.aim', to_field='code', verbose_name='aim it measures')),
            ],
            options={
                'verbose_name': 'indicator',
                'verbose_name_plural': 'indicators',
                'ordering': ('code',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='recorded on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('trashed_at', models.DateTimeField(editable=False, null=True, verbose_name='moved to trash on')),
                ('title', midla.records.fields.LineField(help_text='Name no person: the report goes out, and is kept for good.', max_length=200, verbose_name='title')),
                ('starts_on', midla.records.fields.DayField(verbose_name='from')),
                ('ends_on', midla.records.fields.DayField(verbose_name='until')),
                ('summary', midla.records.fields.NoteField(blank=True, help_text='Name no person: the report goes out, and is kept for good.', max_length=10000, verbose_name='summary')),
                ('achievements', midla.records.fields.NoteField(blank=True, help_text='Name no person: the report goes out, and is kept for good.', max_length=10000, verbose_name='achievements')),
                ('difficulties', midla.records.fields.NoteField(blank=True, help_text='Name no person: the report goes out, and is kept for good.', max_length=10000, verbose_name='difficulties')),
                ('next_steps', midla.records.fields.NoteField(blank=True, help_text='Name no person: the report goes out, and is kept for good.', max_length=10000, verbose_name='next steps')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('issued', 'issued')], default='draft', editable=False, max_length=6, verbose_name='state')),
                ('issued_at', models.DateTimeField(editable=False, null=True, verbose_name='issued on')),
                ('edition', midla.records.fields.CountField(default=1, editable=False, least=1, most=2147483647, verbose_name='edition')),
                ('frozen', models.JSONField(default=dict, editable=False, verbose_name='as counted')),
                ('country', models.ForeignKey(blank=True, help_text='Empty: the whole programme.', limit_choices_to={'in_programme': True}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.country', verbose_name='country')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('issued_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by')),
                ('previous', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='dashboards.report', verbose_name='edition before')),
                ('trashed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moved to trash by')),
                ('updated_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('trashed_by__isnull', True), ('trashed_at__isnull', False), _connector='OR'), name='dashboards_report_trashed_by_needs_trashed_at'),
                    models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='dashboards_report_ends_after_start', violation_error_message='It ends before it starts: check the two dates.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('issued_at__isnull', True), ('state', 'draft')), models.Q(('issued_at__isnull', False), ('state', 'issued')), _connector='OR'), name='dashboards_report_issued_has_its_moment'),
                ],
                'verbose_name': 'donor report',
                'verbose_name_plural': 'donor reports',
                'ordering': ('-ends_on', '-id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('it', 'Italian'), ('es', 'Spanish'), ('en', 'English'), ('fr', 'French')], max_length=5, verbose_name='language')),
                ('kind', models.CharField(choices=[('html', 'page'), ('pdf', 'PDF'), ('xlsx', 'spreadsheet')], max_length=4, verbose_name='kind')),
                ('content', models.BinaryField(verbose_name='content')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made on')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='dashboards.report', verbose_name='report')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('report', 'language', 'kind'), name='dashboards_reportfile_one_per_language_and_kind'),
                ],
                'verbose_name': 'file of a report',
                'verbose_name_plural': 'files of reports',
                'ordering': ('report', 'language', 'kind'),
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='recorded on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('trashed_at', models.DateTimeField(editable=False, null=True, verbose_name='moved to trash on')),
                ('starts_on', midla.records.fields.DayField(verbose_name='from')),
                ('ends_on', midla.records.fields.DayField(verbose_name='until')),
                ('value', midla.records.fields.AmountField(decimal_places=2, max_digits=14, verbose_name='target')),
                ('country', models.ForeignKey(blank=True, help_text='Empty: the whole programme.', limit_choices_to={'in_programme': True}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.country', verbose_name='country')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='dashboards.indicator', verbose_name='indicator')),
                ('trashed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moved to trash by')),
                ('updated_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('trashed_by__isnull', True), ('trashed_at__isnull', False), _connector='OR'), name='dashboards_target_trashed_by_needs_trashed_at'),
                    models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='dashboards_target_ends_after_start', violation_error_message='It ends before it starts: check the two dates.'),
                    models.UniqueConstraint(condition=models.Q(('country__isnull', False), ('trashed_at', None)), fields=('indicator', 'starts_on', 'ends_on', 'country'), name='dashboards_target_one_per_period_and_country', violation_error_message='There is a target for this indicator, period and country: edit that one.'),
                    models.UniqueConstraint(condition=models.Q(('country__isnull', True), ('trashed_at', None)), fields=('indicator', 'starts_on', 'ends_on'), name='dashboards_target_one_per_period', violation_error_message='There is a target for this indicator and period: edit that one.'),
                ],
                'verbose_name': 'target',
                'verbose_name_plural': 'targets',
                'ordering': ('indicator', 'starts_on', 'id'),
                'abstract': False,
            },
        ),
    ]
