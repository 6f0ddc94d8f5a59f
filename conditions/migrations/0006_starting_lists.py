"""Plainer words and emergency symptoms to begin with."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from conditions.checking.starting_lists import EMERGENCIES, PLAINER


def write(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    plainer, symptom = apps.get_model("conditions", "PlainerWord"), apps.get_model("conditions", "EmergencySymptom")
    plainer.objects.bulk_create([plainer(words=words, plainer=said) for words, said in PLAINER.items()])
    symptom.objects.bulk_create([symptom(words=words) for words in EMERGENCIES])


class Migration(migrations.Migration):
    dependencies = [("conditions", "0005_content_checks")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
