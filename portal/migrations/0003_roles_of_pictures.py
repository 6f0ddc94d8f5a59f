"""Editors may add pictures and say what they show."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.roles import write_groups


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_groups(apps, ["auth", "publishing", "conditions", "alerts"])


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0002_roles_of_reviews"),
        ("publishing", "0012_pictures"),
        ("conditions", "0004_no_own_reviewers"),
        ("alerts", "0006_versions_of_posted_alerts"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
