"""Fill the column for plans that were made before it was there; going back, plans say it again."""

from django.db import migrations

AT_ONCE = 1_000


def to_column(apps, editor):
    rows = apps.get_model("records", "ImportRow").objects.filter(plan__has_key="same_as", same_as=None)
    for some in lots(rows):
        for row in some:
            row.same_as = row.plan.pop("same_as")
        rows.model.objects.bulk_update(some, ["plan", "same_as"])


def to_plan(apps, editor):
    rows = apps.get_model("records", "ImportRow").objects.exclude(same_as=None)
    for some in lots(rows):
        for row in some:
            row.plan["same_as"], row.same_as = row.same_as, None
        rows.model.objects.bulk_update(some, ["plan", "same_as"])


def lots(rows):
    """Rows some hundred at a time, without what the file says; those that are done are found no more."""
    while some := list(rows.only("plan", "same_as").order_by("pk")[:AT_ONCE]):
        yield some


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0008_keep_which_row_a_row_completes'),
    ]

    operations = [migrations.RunPython(to_column, to_plan)]
