"""What is live or will be can be found from now on."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from publishing.index.writing import write_all


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_all(apps.get_model("publishing", "Revision").objects.all())


class Migration(migrations.Migration):
    dependencies = [("publishing", "0013_the_index")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
