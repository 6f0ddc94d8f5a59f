"""What pages, and publishing one, cost as the site grows: on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import statistics
import time
from contextlib import ExitStack
from pathlib import Path

import django

from benchmarks.load import Server, compare
from benchmarks.servers import free_port, granian, make_site, told_by
from benchmarks.services import postgresql

SIZES = (100, 1_000, 10_000)
PAGES = (
    *("/conditions/asthma/", "/", "/conditions/", "/conditions/letter/b/", "/programs/", "/programs/asthma-program/"),
    "/alerts/",
)
ROUNDS, SECONDS = 9, 1
PUBLISHINGS, PUBLISHING_ROUNDS = 30, 5
MOST = 1.10
"""By so much a page may cost more on a site of 10,000 conditions than on one of 100."""
GROWING = {"/conditions/", "/conditions/letter/b/", "/programs/asthma-program/"}
"""Pages that say more on a larger site: letters instead of titles, up to 100 titles under one or under a program."""


def report(folder: Path) -> bool:
    sizes = (*SIZES, 100_000) if os.environ.get("BIG") == "1" else SIZES
    is_steady = _print_table("SQLite", _costs({size: make_site(folder / f"sqlite-{size}", size) for size in sizes}))
    with postgresql(folder / "postgresql") as service:
        sites = {size: make_site(folder / f"pg-{size}", size, service.database(f"size{size}")) for size in sizes}
        return _print_table("PostgreSQL", _costs(sites)) and is_steady


def _costs(sites: dict[int, dict[str, str]]) -> dict[str, list[list[float]]]:
    """Microseconds of processor time, for each size of the site in turn and in several rounds.

    Of the server for a page, without its page cache; of a process that publishes.
    """
    pages: dict[str, list[Server]] = {page: [] for page in PAGES}
    with ExitStack() as stack:
        for environment in sites.values():
            port = free_port()
            pids = stack.enter_context(granian("portal.wsgi:application", port, environment | {"PAGE_CACHE_MB": "0"}))
            for page in PAGES:
                pages[page].append(Server(page, f"http://127.0.0.1:{port}{page}", pids))
        for servers in pages.values():
            compare(servers, ROUNDS, SECONDS, connections=1)
    costs = {page: [server.costs for server in servers] for page, servers in pages.items()}
    rounds = [[_publishing(environment) for environment in sites.values()] for _round in range(PUBLISHING_ROUNDS)]
    return costs | {"publishing one": [list(column) for column in zip(*rounds, strict=True)]}


def _publishing(environment: dict[str, str]) -> float:
    return float(told_by("benchmarks.growth", environment))


def _print_table(name: str, found: dict[str, list[list[float]]]) -> bool:
    """Whether what does not say more on a larger site costs no more there. Ratios are of neighbors in one round."""
    sizes = [*SIZES, 100_000][: len(next(iter(found.values())))]
    print(f"## As the site grows, {name}: microseconds of processor time, page cache off\n")
    named = " | ".join(f"{size:,}" for size in sizes)
    print(f"| what | {named} | {SIZES[-1]:,} beside {sizes[0]} | spread | at most |")
    print("|" + " --- |" * (len(sizes) + 4))
    is_steady = True
    for what, costs in found.items():
        ratios = [large / small for small, large in zip(costs[0], costs[len(SIZES) - 1], strict=True)]
        ratio = statistics.median(ratios)
        is_steady &= what in GROWING or ratio <= MOST
        asked = "says more" if what in GROWING else f"{MOST:.2f}" if ratio <= MOST else f"{MOST:.2f} EXCEEDED"
        least = " | ".join(f"{min(rounds):,.0f}" for rounds in costs)
        print(f"| {what} | {least} | {ratio:.2f} | {min(ratios):.2f} to {max(ratios):.2f} | {asked} |")
    print(flush=True)
    return is_steady


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
