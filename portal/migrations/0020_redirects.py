from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.roles import write_groups


def write(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_groups(apps, ["auth", "publishing", "conditions", "alerts"])


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_roles"), ("publishing", "0022_moved")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
