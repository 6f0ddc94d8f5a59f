"""What the roles may do with what the content checks find."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.roles import write_groups


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_groups(apps, ["auth", "publishing", "conditions", "alerts"])


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_roles_of_checks"),
        ("conditions", "0007_problems"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
