"""Checking every condition of the site: page after page, in the memory of one, and on from where it was interrupted."""

from __future__ import annotations

from collections.abc import Iterator

from conditions.checking.knowledge import remember, site_now
from conditions.models import CheckRun, Condition, Problem
from conditions.problems.keeping import check_again
from publishing import clock

_A_CHUNK = 100
"""Pages that are fetched at once, and between two notes of how far the run came."""


def open_run(*, restart: bool) -> tuple[CheckRun, bool]:
    """The run that was interrupted, or a new one; and whether it goes on."""
    interrupted = CheckRun.objects.filter(ended_at__isnull=True).order_by("-pk").first()
    if interrupted and restart:
        CheckRun.objects.filter(ended_at__isnull=True).update(ended_at=clock.now())
        interrupted = None
    return interrupted or CheckRun.objects.create(), interrupted is not None


def pages_after(pk: int) -> Iterator[Condition]:
    """Conditions in the order of their keys, a chunk in memory at a time."""
    while chunk := list(Condition.objects.filter(pk__gt=pk).order_by("pk")[:_A_CHUNK]):
        yield from chunk
        pk = chunk[-1].pk


def remember_all() -> None:
    """Let every page's sentences be known before the first page is compared with them. A save remembers its own."""
    pk = 0
    unknown = Condition.objects.filter(last_check__isnull=True).order_by("pk")
    while chunk := list(unknown.filter(pk__gt=pk)[:_A_CHUNK]):
        for condition in chunk:
            remember(condition, condition.content())
        pk = chunk[-1].pk


def check_all(run: CheckRun) -> Iterator[tuple[Condition, list[Problem]]]:
    """Check what the run has still to do, and note how far it came, also where it is interrupted."""
    remember_all()
    site = site_now()
    last = run.last_pk
    try:
        for number, condition in enumerate(pages_after(last), start=1):
            yield condition, check_again(condition, site)
            last = condition.pk
            if number % _A_CHUNK == 0:
                CheckRun.objects.filter(pk=run.pk).update(last_pk=last)
    except BaseException:
        CheckRun.objects.filter(pk=run.pk).update(last_pk=last)
        raise
    CheckRun.objects.filter(pk=run.pk).update(last_pk=last, ended_at=clock.now())
