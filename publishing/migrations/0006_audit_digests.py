from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from publishing.models.audit import CHAINED, digest_of_entry

_AT_A_TIME = 1000


def chain(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Number the entries there are in the order they were written, and give each its digest."""
    entries = apps.get_model("publishing", "AuditEntry").objects.all()
    head, batch = "", []
    for number, entry in enumerate(entries.order_by("pk").iterator(chunk_size=_AT_A_TIME), start=1):
        entry.number, entry.previous_digest = number, head
        head = entry.digest = digest_of_entry({name: getattr(entry, name) for name in CHAINED})
        batch.append(entry)
        if len(batch) == _AT_A_TIME:
            _write(entries, batch)
            batch = []
    _write(entries, batch)


def _write(entries: Any, batch: list[Any]) -> None:
    entries.bulk_update(batch, ["number", "previous_digest", "digest"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0005_previews_and_reminders")]

    operations = [
        migrations.AddField("auditentry", "number", models.PositiveBigIntegerField(null=True, verbose_name="number")),
        migrations.AddField(
            "auditentry",
            "previous_digest",
            models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            "auditentry", "digest", models.CharField(default="", max_length=64), preserve_default=False
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
    ]
