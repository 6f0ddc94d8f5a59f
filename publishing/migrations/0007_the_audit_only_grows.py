from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_REFUSAL = "The audit is written once and never changed."

# SQLite makes a table anew to alter it, and forgets its triggers: a later migration that alters
# this table must put them back.
_GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER audit_refuses_{step} BEFORE {step} ON publishing_auditentry "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for step in ("update", "delete")
    ],
    "postgresql": [
        "CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE TRIGGER audit_refuses BEFORE UPDATE OR DELETE ON publishing_auditentry "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuses()",
    ],
}
_OPENINGS = {
    "sqlite": ["DROP TRIGGER audit_refuses_update", "DROP TRIGGER audit_refuses_delete"],
    "postgresql": ["DROP TRIGGER audit_refuses ON publishing_auditentry", "DROP FUNCTION audit_refuses()"],
}


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _GUARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def open_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _OPENINGS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0006_audit_digests")]

    operations = [
        migrations.AlterField(
            "auditentry", "number", models.PositiveBigIntegerField(unique=True, verbose_name="number")
        ),
        migrations.RunPython(guard, open_again),
    ]
