"""Who may name specialties and ages, and keep the words of families."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.roles import write_groups


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    write_groups(apps, ["auth", "publishing", "conditions", "alerts", "portal"])


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0006_words_of_families"),
        ("conditions", "0008_specialties_and_ages"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
