from django.db import migrations, models


class Migration(migrations.Migration):
    """Being related was one fact of two pages, stored as a row for each: both rows stay."""

    dependencies = [("conditions", "0015_names_of_lists")]

    operations = [
        migrations.AlterField(
            "condition",
            "related",
            models.ManyToManyField(
                blank=True, related_name="+", to="conditions.condition", verbose_name="related conditions"
            ),
        )
    ]
