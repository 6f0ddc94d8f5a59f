from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("alerts", "0010_flat_lists_become_rows")]

    operations = [
        migrations.RemoveField(model_name="recallalert", name="is_list_complete"),
        migrations.RemoveField(model_name="recallalert", name="lots"),
        migrations.RemoveField(model_name="recallalert", name="ndcs"),
    ]
