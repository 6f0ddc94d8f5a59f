from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def note_moves(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Pages that moved before addresses were redirected."""
    moved_model = apps.get_model("publishing", "Moved")
    revisions = apps.get_model("publishing", "Revision").objects.exclude(live_until__lte=F("live_from"))
    before = None
    for row in revisions.order_by("kind", "subject_id", "live_from").values(
        "kind", "subject_id", "slug", "live_from", "published_by_id"
    ):
        is_same = before and (before["kind"], before["subject_id"]) == (row["kind"], row["subject_id"])
        if before and is_same and before["slug"] != row["slug"]:
            moved_model.objects.create(
                kind=row["kind"],
                slug=before["slug"],
                target_kind=row["kind"],
                target_id=row["subject_id"],
                moves_at=row["live_from"],
                made_by_id=row["published_by_id"],
            )
        before = row


class Migration(migrations.Migration):
    dependencies = [("publishing", "0008_moved")]

    operations = [migrations.RunPython(note_moves, migrations.RunPython.noop)]
