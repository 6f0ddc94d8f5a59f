"""Reviewers move to the ground floor, where sign-offs are; pages keep the names that families read."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def move(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    new = apps.get_model("publishing", "Reviewer")
    for old in apps.get_model("conditions", "Reviewer").objects.order_by("pk"):
        new.objects.get_or_create(name=old.name, credentials=old.credentials)
    for condition in apps.get_model("conditions", "Condition").objects.filter(reviewer__isnull=False):
        person = condition.reviewer
        condition.reviewers = [{"name": person.name, "credentials": person.credentials}]
        condition.save(update_fields=["reviewers"])


class Migration(migrations.Migration):
    dependencies = [
        ("conditions", "0002_reviews"),
        ("publishing", "0004_reviews"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
