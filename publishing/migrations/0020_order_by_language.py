"""Lists from A to Z in the order of their language; what was published before gets its new place."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery

import publishing.alphabet
import publishing.fields
from publishing.alphabet import letter_of, sort_key


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    revisions = apps.get_model("publishing", "Revision").objects
    for title, language in list(revisions.order_by().values_list("title", "language").distinct()):
        revisions.filter(title=title, language=language).update(
            letter=letter_of(title, language), sort_key=sort_key(title, language)
        )
    own = revisions.filter(pk=OuterRef("revision_id")).values("sort_key")
    apps.get_model("publishing", "Reference").objects.update(sort_key=Subquery(own))


class Migration(migrations.Migration):
    dependencies = [("publishing", "0019_autosave_numbers")]

    operations = [
        migrations.AlterField(
            model_name="reference",
            name="sort_key",
            field=publishing.fields.DerivedField(
                default="",
                makes=publishing.alphabet.sort_key,
                max_length=480,
                source=("revision.title", "revision.language"),
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="letter",
            field=publishing.fields.DerivedField(
                default="", makes=publishing.alphabet.letter_of, max_length=4, source=("title", "language")
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="sort_key",
            field=publishing.fields.DerivedField(
                default="", makes=publishing.alphabet.sort_key, max_length=480, source=("title", "language")
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                fields=["kind", "language", "sort_key", "id", "live_until", "live_from"], name="revision_by_sort_key"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
