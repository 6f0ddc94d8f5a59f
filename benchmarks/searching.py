"""What a search costs as the site grows: every question of the measured set, milliseconds without a network."""

from __future__ import annotations

import json
import os
import time
import tomllib
from pathlib import Path

import django

from benchmarks.servers import ROOT, make_site, told_by
from benchmarks.services import postgresql

SIZES = (100, 1_000, 10_000)
QUESTIONS = ROOT / "tests" / "portal" / "searching" / "questions.toml"
MOST = 50
"""Milliseconds for a search at the 95th percentile, on a site of any of these sizes."""
ADDRESSES = {"search": "/search/", "suggestions": "/search/suggestions.json"}


def report(folder: Path) -> bool:
    print("## Search as the site grows: milliseconds, 95th percentile (median); of them this process's own\n")
    print("| database, conditions | search | own | suggestions | own | at most |\n|" + " --- |" * 6)
    with postgresql(folder / "postgresql") as service:
        measured = []
        for count in SIZES:
            sqlite = make_site(folder / f"sqlite-{count}", count)
            postgres = make_site(folder / f"postgresql-{count}", count, service.database(f"size{count}"))
            measured += [_print_costs(f"SQLite, {count:,}", sqlite), _print_costs(f"PostgreSQL, {count:,}", postgres)]
    print()
    return all(measured)


def _print_costs(name: str, environment: dict[str, str]) -> bool:
    """Whether a search was as quick as it should be."""
    costs = told_by("benchmarks.searching", environment)
    is_quick = costs["search"][0][0] <= MOST
    cells = [f"{slowest:.0f} ({middle:.0f})" for kind in ADDRESSES for slowest, middle in costs[kind]]
    print(f"| {name} | {' | '.join(cells)} | {MOST}{'' if is_quick else ' EXCEEDED'} |", flush=True)
    return is_quick


def _costs() -> dict[str, list[tuple[float, float]]]:
    from django.test import Client  # noqa: PLC0415 - after the set-up

    client = Client(headers={"host": "127.0.0.1"})
    questions = list(tomllib.loads(QUESTIONS.read_text(encoding="utf-8")))
    costs = {}
    for kind, address in ADDRESSES.items():
        client.get(address, {"q": "asthma"})  # Reads the vocabulary, as the first search after a change does.
        spent = [_spent(client, address, question) for question in questions]
        costs[kind] = [_summary([wall for wall, _own in spent]), _summary([own for _wall, own in spent])]
    return costs


def _spent(client: object, address: str, question: str) -> tuple[float, float]:
    began, own = time.perf_counter(), time.process_time()
    client.get(address, {"q": question})  # type: ignore[attr-defined]
    return (time.perf_counter() - began) * 1000, (time.process_time() - own) * 1000


def _summary(times: list[float]) -> tuple[float, float]:
    """The 95th percentile and the median."""
    ordered = sorted(times)
    return ordered[int(len(ordered) * 0.95)], ordered[len(ordered) // 2]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    print(json.dumps(_costs()))
