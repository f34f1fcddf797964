from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0005_add_keys_of_doubles'),
    ]

    operations = [
        migrations.AddField(
            model_name='importfile',
            name='left_out',
            field=models.CharField(blank=True, max_length=500, null=True),
        ),
        migrations.AddField(
            model_name='importrow',
            name='decided',
            field=models.BigIntegerField(null=True),
        ),
    ]
