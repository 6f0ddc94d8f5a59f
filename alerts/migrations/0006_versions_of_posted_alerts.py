from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from alerts.models.versions import QUERIED, content_of


def freeze(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A first version of each alert that is posted already: what it says today is all that is known of it."""
    version_model, place_model = apps.get_model("alerts", "AlertVersion"), apps.get_model("alerts", "AlertPlace")
    alerts: Any = apps.get_model("alerts", "RecallAlert").objects
    for alert in alerts.filter(posted_at__isnull=False):
        version = version_model.objects.create(
            alert=alert,
            number=1,
            stands_from=alert.posted_at,
            content=content_of(alert),
            **{name: getattr(alert, name) for name in QUERIED},
        )
        place_model.objects.bulk_create(
            place_model(version=version, kind=f"conditions.{name}", subject_id=pk)
            for name, places in (("condition", alert.conditions), ("program", alert.programs))
            for pk in places.values_list("pk", flat=True)
        )


class Migration(migrations.Migration):
    dependencies = [("alerts", "0005_alert_versions")]

    operations = [migrations.RunPython(freeze, migrations.RunPython.noop)]
