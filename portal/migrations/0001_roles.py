from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.roles import write_groups


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_groups(apps, ["auth", "publishing", "conditions", "alerts"])


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("publishing", "0002_the_one_site_version"),
        ("conditions", "0001_initial"),
        ("alerts", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
