"""What staff pages cost as conditions and their revisions grow: queries, and milliseconds without a network."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

from benchmarks.servers import make_site, told_by

SIZES = ((20, 2), (1_000, 50))
"""Conditions, and revisions of each."""

PAGES = {
    "list": "/admin/conditions/condition/",
    "form": "/admin/conditions/condition/1/change/",
    "history": "/admin/conditions/condition/1/history/",
    "My work": "/admin/",
}
TURNS = 10


def report(folder: Path) -> bool:
    print("## Staff pages as the site grows: queries (milliseconds, median)\n")
    print(f"| conditions, revisions of each | {' | '.join(PAGES)} |\n|{' --- |' * (len(PAGES) + 1)}")
    for count, revisions in SIZES:
        environment = make_site(folder / f"staff-{count}", count)
        costs = told_by("benchmarks.staff", environment, str(revisions))
        print(f"| {count}, {revisions} | {' | '.join(f'{costs[n][0]} ({costs[n][1]:.0f})' for n in PAGES)} |")
    print()
    return True


def _add_revisions(how_many: int) -> None:
    """So many earlier revisions of every condition, each of which was public for an hour."""
    from conditions.models import Condition  # noqa: PLC0415 - after the set-up
    from publishing.models import Revision  # noqa: PLC0415

    for latest in Revision.objects.live().of(Condition).defer("content", "text").iterator(chunk_size=500):
        first = latest.live_from - timedelta(hours=how_many)
        Revision.objects.bulk_create(
            Revision(
                kind=latest.kind,
                subject_id=latest.subject_id,
                number=1000 + number,
                slug=latest.slug,
                title=latest.title,
                content={},
                card=latest.card,
                text="",
                digest=f"{number:064}",
                live_from=first + timedelta(hours=number),
                live_until=first + timedelta(hours=number + 1),
            )
            for number in range(how_many - 1)
        )


def _costs() -> dict[str, tuple[int, float]]:
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="manager"))
    costs = {}
    for name, address in PAGES.items():
        times = []
        for _turn in range(TURNS):
            began = time.perf_counter()
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(address)
            times.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{address} answered {answer.status_code}.")
        costs[name] = (len(asked), statistics.median(times))
    return costs


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    _add_revisions(int(sys.argv[1]))
    print(json.dumps(_costs()))
