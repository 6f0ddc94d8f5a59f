"""Editors may add to the names that tabs go by in documents."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.roles import write_groups


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_groups(apps, ["auth", "publishing", "conditions", "alerts"])


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0007_roles_of_lists_and_words"),
        ("conditions", "0009_documents"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
