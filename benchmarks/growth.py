"""What pages, and publishing one, cost as the site grows: on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import django

from benchmarks.load import Server
from benchmarks.servers import ROOT, free_port, granian, make_site
from benchmarks.services import postgresql

SIZES = (100, 1_000, 10_000)
PAGES = (
    *("/conditions/asthma/", "/", "/conditions/", "/conditions/letter/b/", "/programs/", "/programs/asthma-program/"),
    *("/alerts/", "/search/?q=asthma"),
)
SECONDS = 2
PUBLISHINGS = 30


def report(folder: Path) -> bool:
    sizes = (*SIZES, 100_000) if os.environ.get("BIG") == "1" else SIZES
    _print_table("SQLite", {size: _costs(folder / f"sqlite-{size}", size, "") for size in sizes})
    with postgresql(folder / "postgresql") as service:
        found = {size: _costs(folder / f"pg-{size}", size, service.database(f"size{size}")) for size in sizes}
    _print_table("PostgreSQL", found)
    return True


def databases() -> list[tuple[str, str]]:
    postgres = os.environ.get("TEST_DATABASE_URL", "")
    return [("SQLite", ""), *([("PostgreSQL", postgres)] if postgres else [])]


def _costs(folder: Path, size: int, database: str) -> dict[str, float]:
    """Microseconds of processor time: of the site for a page, without its page cache; of a process that publishes."""
    environment = make_site(folder, size, database)
    port = free_port()
    costs = {}
    with granian("portal.wsgi:application", port, environment | {"PAGE_CACHE_MB": "0"}) as pids:
        for page in PAGES:
            server = Server(page, f"http://127.0.0.1:{port}{page}", pids)
            server.measure(1, connections=2)
            server.measure(SECONDS, connections=2)
            costs[page] = server.costs[-1]
    command = [sys.executable, "-m", "benchmarks.growth"]
    told = subprocess.run(command, env=os.environ | environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return costs | {"publishing one": json.loads(told.stdout.splitlines()[-1])}


def _print_table(name: str, found: dict[int, dict[str, float]]) -> None:
    sizes = list(found)
    print(f"## As the site grows, {name}: microseconds of processor time, page cache off\n")
    print(f"| what | {' | '.join(f'{size:,}' for size in sizes)} | {sizes[-1]:,} beside {sizes[0]} |")
    print("|" + " --- |" * (len(sizes) + 2))
    for what in found[sizes[0]]:
        costs = [found[size][what] for size in sizes]
        print(f"| {what} | {' | '.join(f'{cost:,.0f}' for cost in costs)} | {costs[-1] / costs[0]:.2f} |")
    print(flush=True)


def _publish() -> float:
    """The median of publishing one page again and again, in microseconds of this process."""
    from conditions.models import Condition  # noqa: PLC0415 - after the set-up
    from publishing import workflow  # noqa: PLC0415

    page = Condition.objects.get(slug="asthma")
    costs = []
    for number in range(PUBLISHINGS):
        page.summary = f"An illness, told for the {number}th time."
        page.save()
        began = time.process_time()
        workflow.publish(page, by=None)
        costs.append((time.process_time() - began) * 1e6)
    return statistics.median(costs)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    print(json.dumps(_publish()))
