import re
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

_PHONE = re.compile(r"(?<![\d-])(?:1-)?\d{3}-\d{3}-\d{4}(?![\d-])")


def to_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One row for each alert with a flat list. A whole list without lots meant every lot of its NDCs."""
    package_model: Any = apps.get_model("alerts", "RecalledPackage")
    alerts: Any = apps.get_model("alerts", "RecallAlert").objects
    rows = [
        package_model(
            alert=alert,
            product=alert.product,
            ndcs=alert.ndcs,
            lots=alert.lots or (["All lots"] if alert.is_list_complete else []),
            is_list_complete=alert.is_list_complete,
            recall_number=alert.recall_number,
        )
        for alert in alerts.exclude(Q(lots=[]) & Q(ndcs=[])).iterator()
    ]
    package_model.objects.bulk_create(rows, batch_size=500)


def to_flat_lists(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The rows' numbers in one list again; products and use-by dates of rows are lost."""
    alerts: Any = apps.get_model("alerts", "RecallAlert").objects
    for alert in alerts.filter(packages__isnull=False).distinct().iterator():
        rows = list(alert.packages.all())
        alert.lots = list(dict.fromkeys(lot for row in rows for lot in row.lots))
        alert.ndcs = list(dict.fromkeys(ndc for row in rows for ndc in row.ndcs))
        alert.is_list_complete = all(row.is_list_complete for row in rows)
        alert.save(update_fields=["lots", "ndcs", "is_list_complete"])


def find_phone(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The call button shows the one number that an alert names; where it names several, a person chooses."""
    alerts: Any = apps.get_model("alerts", "RecallAlert").objects
    for alert in alerts.exclude(whom_to_call="").iterator():
        numbers = set(_PHONE.findall(alert.whom_to_call))
        if len(numbers) == 1:
            alert.phone = numbers.pop()
            alert.save(update_fields=["phone"])


class Migration(migrations.Migration):
    dependencies = [("alerts", "0009_recalled_packages")]

    operations = [
        migrations.RunPython(to_rows, to_flat_lists),
        migrations.RunPython(find_phone, migrations.RunPython.noop),
    ]
