from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("conditions", "0003_reviewers_to_publishing")]

    operations = [
        migrations.RemoveField(model_name="condition", name="reviewer"),
        migrations.DeleteModel(name="Reviewer"),
    ]
