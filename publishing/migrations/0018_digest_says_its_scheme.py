from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0017_fill_lists_from_a_to_z")]

    operations = [migrations.AlterField("signoff", "digest", models.CharField(max_length=80))]
