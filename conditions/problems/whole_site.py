"""Checking every condition of the site: page after page, in the memory of one, and on from where it was interrupted."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from conditions.checking.knowledge import remember, site_now
from conditions.models import CheckRun, Condition, Problem
from conditions.problems.keeping import check_again
from publishing import clock

_A_CHUNK = 100
"""Pages that are fetched at once."""


def open_run(*, restart: bool) -> tuple[CheckRun, bool]:
    """The run that was interrupted, or a new one; and whether it goes on."""
    interrupted = CheckRun.objects.filter(ended_at__isnull=True).order_by("-pk").first()
    if interrupted and restart:
        CheckRun.objects.filter(ended_at__isnull=True).update(ended_at=clock.now())
        interrupted = None
    return interrupted or CheckRun.objects.create(), interrupted is not None


def left_of(run: CheckRun) -> QuerySet[Condition]:
    """The pages that were not checked since it began: neither by it nor by a save.

    The results themselves say so, each in the transaction that keeps them: however a run ends, nothing is done twice.
    """
    return Condition.objects.exclude(last_check__checked_at__gte=run.started_at)


def by_chunks(pages: QuerySet[Condition]) -> Iterator[Condition]:
    """In the order of their keys, a chunk in memory at a time."""
    pk = 0
    while chunk := list(pages.filter(pk__gt=pk).order_by("pk")[:_A_CHUNK]):
        yield from chunk
        pk = chunk[-1].pk


def remember_all() -> None:
    """Let every page's sentences be known before the first page is compared with them. A save remembers its own."""
    for condition in by_chunks(Condition.objects.filter(last_check__isnull=True)):
        remember(condition, condition.content())


def check_all(run: CheckRun) -> Iterator[tuple[Condition, list[Problem]]]:
    """Check what the run has still to do."""
    remember_all()
    site = site_now()
    for condition in by_chunks(left_of(run)):
        yield condition, check_again(condition, site)
    CheckRun.objects.filter(pk=run.pk).update(ended_at=clock.now())
