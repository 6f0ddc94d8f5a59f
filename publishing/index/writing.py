"""Filling the index: in the transaction that publishes, or anew from the revisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q

from publishing import clock
from publishing.index.findable import NAME_WEIGHT, Findable
from publishing.models.index import Posting, Shelf, Word
from publishing.models.revision import Reference, Revision
from publishing.models.subject import Subject
from publishing.models.version import SiteVersion

_BATCH = 200


def index(revision: Revision, mentioned: Iterable[Subject]) -> None:
    """Write what a revision mentions, and let readers find it from the moment when it is live; forget what is over."""
    Reference.objects.bulk_create(
        Reference(revision=revision, kind=kind, subject_id=pk) for kind, pk in dict.fromkeys(mentioned)
    )
    own = Revision.objects.filter(kind=revision.kind, subject_id=revision.subject_id)
    over = list(own.filter(live_until__lte=clock.now()).values_list("pk", flat=True))
    Posting.objects.filter(revision__in=over).delete()
    Shelf.objects.filter(revision__in=over).delete()
    if revision.live_until is None or revision.live_until > revision.live_from:
        write([(revision.pk, revision.kind, revision.content)])


@transaction.atomic
def rebuild() -> int:
    """Fill the index anew from all revisions that are live or will be; how many those are."""
    SiteVersion.bump()
    Posting.objects.all().delete()
    Shelf.objects.all().delete()
    Word.objects.all().delete()
    return write_all(Revision.objects.all())


def write_all(revisions: models.QuerySet[Any]) -> int:
    """Write what is live or will be. Migrations hand in their own Revision, which has no words such as `live`."""
    now = clock.now()
    to_come = Q(live_until__isnull=True) | Q(live_until__gt=now) & Q(live_until__gt=F("live_from"))
    rows = revisions.filter(to_come).order_by("pk").values_list("pk", "kind", "content")
    count = 0
    batch = []
    for row in rows.iterator(chunk_size=_BATCH):
        batch.append(row)
        if len(batch) == _BATCH:
            count += write(batch)
            batch = []
    return count + write(batch)


def write(rows: Iterable[tuple[int, str, dict[str, Any]]]) -> int:
    """Write the postings and lists of revisions: (primary key, kind, content)."""
    found = {pk: findable_of(kind, content) for pk, kind, content in rows}
    weights = {pk: page.weights() for pk, page in found.items()}
    ids = _ids_of(weights.values())
    Posting.objects.bulk_create(
        (
            Posting(revision_id=pk, word_id=ids[word], weight=weight)
            for pk, page in weights.items()
            for word, weight in page.items()
        ),
        batch_size=2000,
    )
    Shelf.objects.bulk_create(
        Shelf(revision_id=pk, way=place.way, slug=place.slug, name=place.name, place=place.place)
        for pk, page in found.items()
        for place in dict.fromkeys(page.places)
    )
    return len(found)


def findable_of(kind: str, content: dict[str, Any]) -> Findable:
    page: Findable = apps.get_model(kind).findable(content)
    return page


def _ids_of(pages: Iterable[dict[str, int]]) -> dict[str, int]:
    """The key of each word; words that are new are written."""
    is_name: dict[str, bool] = {}
    for page in pages:
        for word, weight in page.items():
            is_name[word] = is_name.get(word, False) or weight >= NAME_WEIGHT
    known = {text: (pk, was) for text, pk, was in _rows_of(is_name)}
    new = sorted(is_name.keys() - known.keys())
    Word.objects.bulk_create((Word(text=word, is_name=is_name[word]) for word in new), ignore_conflicts=True)
    named = [pk for text, (pk, was) in known.items() if is_name[text] and not was]
    if named:
        Word.objects.filter(pk__in=named).update(is_name=True)
    return {text: pk for text, (pk, _was) in known.items()} | {text: pk for text, pk, _was in _rows_of(new)}


def _rows_of(wanted: Iterable[str]) -> models.QuerySet[Any, tuple[str, int, bool]]:
    return Word.objects.filter(text__in=list(wanted)).values_list("text", "pk", "is_name")
