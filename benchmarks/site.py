"""A site of a chosen size to measure: pages as large as the demonstration's, made up to the number asked for."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from conditions.models import Condition  # noqa: E402 - after the set-up
from portal import demonstration  # noqa: E402
from publishing.models import Reference, Revision  # noqa: E402

BATCH = 1000


def fill(count: int) -> None:
    """So many live conditions, the demonstration's among them.

    They are copies of one live page's rows: publishing 10,000 one by one would be the longest part of the run.
    """
    demonstration.load()
    pattern = Revision.objects.live().of(Condition).get(slug="asthma")
    references = list(pattern.references.values_list("kind", "subject_id"))
    for first in range(Condition.objects.count(), count, BATCH):
        numbers = range(first, min(first + BATCH, count))
        conditions = Condition.objects.bulk_create(_working_copy(number) for number in numbers)
        revisions = Revision.objects.bulk_create(_live(pattern, condition) for condition in conditions)
        Reference.objects.bulk_create(
            Reference(revision=revision, kind=kind, subject_id=pk) for revision in revisions for kind, pk in references
        )


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
