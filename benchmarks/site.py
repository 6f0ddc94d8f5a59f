"""A site of a chosen size to measure: pages as large as the demonstration's, made up to the number asked for."""

import os
import sys
from itertools import cycle

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connection  # noqa: E402 - after the set-up

from conditions.models import Condition  # noqa: E402
from portal import demonstration  # noqa: E402
from publishing.index.writing import write  # noqa: E402
from publishing.models import Reference, Revision  # noqa: E402

BATCH = 1000


def fill(count: int) -> None:
    """So many live conditions, the demonstration's among them.

    They are copies of the live pages' rows: publishing 10,000 one by one would be the longest part of the run.
    """
    demonstration.load()
    patterns = list(Revision.objects.live().of(Condition).order_by("slug").prefetch_related("references"))
    for first in range(Condition.objects.count(), count, BATCH):
        numbers = range(first, min(first + BATCH, count))
        conditions = Condition.objects.bulk_create(_working_copy(number) for number in numbers)
        pairs = list(zip(conditions, cycle(patterns), strict=False))
        revisions = Revision.objects.bulk_create(_live(pattern, condition) for condition, pattern in pairs)
        Reference.objects.bulk_create(
            Reference(revision=revision, kind=one.kind, subject_id=one.subject_id)
            for revision, (_condition, pattern) in zip(revisions, pairs, strict=True)
            for one in pattern.references.all()
        )
        write((revision.pk, revision.kind, revision.content) for revision in revisions)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # As the server does by itself soon after.


def _working_copy(number: int) -> Condition:
    return Condition(title=f"{_letter(number)} condition {number}", slug=f"condition-{number}", summary="An illness.")


def _live(pattern: Revision, condition: Condition) -> Revision:
    return Revision(
        kind=pattern.kind,
        subject_id=condition.pk,
        number=1,
        slug=condition.slug,
        title=condition.title,
        content=pattern.content | {"title": condition.title, "slug": condition.slug},
        card=pattern.card,
        text=pattern.text,
        digest=pattern.digest,
        live_from=pattern.live_from,
    )


def _letter(number: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 26]


if __name__ == "__main__":
    fill(int(sys.argv[1]))
