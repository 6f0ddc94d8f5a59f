"""PostgreSQL or Redis stopped for 60 seconds, or frozen, under load: what readers of pages in memory notice."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import NamedTuple

from benchmarks.servers import free_port, granian, make_site
from benchmarks.services import Service, postgresql, redis

PAGES = ("/", "/conditions/asthma/", "/conditions/", "/programs/", "/alerts/")
READERS = 8
STOPPED, FROZEN, AFTER = 60, 20, 5  # Seconds.
LONGEST = 5.0


class Asked(NamedTuple):
    answers: int
    failed: int
    slowest: float


def report(folder: Path) -> bool:
    print("## A service away, under load of eight readers of pages in memory\n")
    print("| what | answers | failed | slowest, ms |\n| --- | --- | --- | --- |")
    with postgresql(folder / "postgresql") as database, redis(folder / "redis") as cache:
        environment = make_site(folder / "site", 20, database.database("away")) | {"CACHE_URL": cache.url}
        port = free_port()
        with granian("portal.wsgi:application", port, environment):
            _ask(port, lambda: time.sleep(3))  # Until every worker has every page.
            return all([_without(service, port) for service in (database, cache)])  # noqa: C419 - both


def _without(service: Service, port: int) -> bool:
    stopped = _ask(port, lambda: _away(service.stop, service.start, STOPPED))
    frozen = _ask(port, lambda: _away(service.freeze, service.thaw, FROZEN))
    for what, found in ((f"stopped for {STOPPED} s", stopped), (f"frozen for {FROZEN} s", frozen)):
        print(
            f"| {service.name} {what} | {found.answers:,} | {found.failed} | {found.slowest * 1000:.0f} |", flush=True
        )
    return stopped.failed == frozen.failed == 0 and max(stopped.slowest, frozen.slowest) <= LONGEST


def _away(go: Callable[[], None], come: Callable[[], None], seconds: float) -> None:
    time.sleep(1)
    go()
    time.sleep(seconds)
    come()
    time.sleep(AFTER)


def _ask(port: int, meanwhile: Callable[[], None]) -> Asked:
    over = Event()
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(_read, port, over) for _number in range(READERS)]
        try:
            meanwhile()
        finally:
            over.set()
        found = [reader.result() for reader in readers]
    return Asked(sum(one.answers for one in found), sum(one.failed for one in found), max(one.slowest for one in found))


def _read(port: int, over: Event) -> Asked:
    """Ask for the pages in turn, ten times over each connection: connections reach every worker."""
    answers = failed = 0
    slowest = 0.0
    while not over.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for turn in range(10):
            began = time.monotonic()
            failed += not _is_answered(connection, PAGES[turn % len(PAGES)])
            slowest = max(slowest, time.monotonic() - began)
            answers += 1
        connection.close()
    return Asked(answers, failed, slowest)


def _is_answered(connection: http.client.HTTPConnection, page: str) -> bool:
    try:
        connection.request("GET", page)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return False
    return answer.status == 200
