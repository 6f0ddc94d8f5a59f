"""What a page costs as the site grows."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

from benchmarks.servers import fetch, free_port, granian, make_site

SIZES = (100, 1_000, 10_000)
PAGES = ("/conditions/asthma/", "/conditions/", "/programs/asthma-program/", "/alerts/")
TURNS = 30


def report(folder: Path) -> None:
    sizes = (*SIZES, 100_000) if os.environ.get("BIG") == "1" else SIZES
    for name, database in databases():
        print(f"## Rendering as the site grows, {name}: milliseconds, median of {TURNS}\n")
        print(f"| conditions | {' | '.join(PAGES)} |\n|{' --- |' * (len(PAGES) + 1)}")
        for size in sizes:
            environment = make_site(folder / f"{name}-{size}", size, database)
            port = free_port()
            with granian("portal.wsgi:application", port, environment | {"PAGE_CACHE_MB": "0"}):
                row = [_median(f"http://127.0.0.1:{port}{page}") for page in PAGES]
            print(f"| {size} | {' | '.join(f'{cost:.1f}' for cost in row)} |")
        print()


def databases() -> list[tuple[str, str]]:
    postgres = os.environ.get("TEST_DATABASE_URL", "")
    return [("SQLite", ""), *([("PostgreSQL", postgres)] if postgres else [])]


def _median(url: str) -> float:
    costs = []
    for _turn in range(TURNS):
        began = time.perf_counter()
        fetch(url)
        costs.append((time.perf_counter() - began) * 1000)
    return statistics.median(costs)
