from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_add_doubles_and_merges'),
    ]

    operations = [
        migrations.AddField(
            model_name='importfile',
            name='left_out',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.AddField(
            model_name='importrow',
            name='decided',
            field=models.BigIntegerField(null=True),
        ),
    ]
