"""Who keeps the lists of the content checks."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.roles import write_groups


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_groups(apps, ["auth", "publishing", "conditions", "alerts"])


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_roles_of_pictures"),
        ("conditions", "0006_starting_lists"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
