"""What was published before gets its place in the lists from A to Z."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery

from publishing.alphabet import letter_of, sort_key


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    revisions = apps.get_model("publishing", "Revision").objects
    for title in list(revisions.order_by().values_list("title", flat=True).distinct()):
        revisions.filter(title=title).update(letter=letter_of(title), sort_key=sort_key(title)[:240])
    own = revisions.filter(pk=OuterRef("revision_id")).values("sort_key")
    apps.get_model("publishing", "Reference").objects.update(sort_key=Subquery(own))


class Migration(migrations.Migration):
    dependencies = [("publishing", "0016_lists_from_a_to_z")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
