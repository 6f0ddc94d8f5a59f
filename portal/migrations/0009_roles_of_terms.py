"""Who writes the glossary's terms, and who signs them off."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.roles import write_groups


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_groups(apps, ["auth", "publishing", "conditions", "alerts", "portal"])


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0008_roles_of_documents"),
        ("conditions", "0011_terms"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
