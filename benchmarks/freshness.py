"""How late an alert is: 200 posts one after another under load, every answer counted."""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time
from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from threading import Event, Timer
from typing import NamedTuple

from benchmarks.servers import FIRST_MADE_UP, ROOT, free_port, granian, made_up, make_site
from benchmarks.services import postgresql

POSTS = 200
PAUSE = 0.35
READERS = 6
PAGE = "/conditions/asthma/"
IN_MEMORY = 1_000
CONNECTIONS_TO_REACH_ALL = 8
TURNS = 5
LOAD_SECONDS = 10


class Seen(NamedTuple):
    """One answer: when it was asked for, when it was there, and which alert of ours it showed."""

    asked_at: float
    answered_at: float
    alert: str


class Change(NamedTuple):
    began_at: float
    """From here on answers may show it."""

    at: float
    """When it was acknowledged: from here on answers are to show it."""

    alert: str
    """The one that shows then; empty for none."""


NEVER = Change(float("inf"), float("inf"), "")


def report(folder: Path) -> bool:
    """On SQLite, on PostgreSQL, and on two nodes of one PostgreSQL; whether no answer was stale for too long."""
    print("## 200 alerts under load, 1,000 pages in memory in every worker\n")
    print("| where | changes | answers | median, ms | worst, ms | bound, ms | stale after it |\n|" + " --- |" * 7)
    is_right = [_report("SQLite", make_site(folder / "sqlite", IN_MEMORY), nodes=1, bound=0.25)]
    with postgresql(folder / "postgresql") as service:
        environment = make_site(folder / "pg", IN_MEMORY, service.database("fresh"))
        is_right.append(_report("PostgreSQL", environment, nodes=1, bound=0.25))
        is_right.append(_report("PostgreSQL, two nodes", environment, nodes=2, bound=1.0))
    print(flush=True)
    return all(is_right)


def report_throughput(folder: Path) -> bool:
    """Answers a second over the ten seconds around a posting, beside ten without one, with 1,000 pages asked for."""
    environment = make_site(folder / "site", IN_MEMORY)
    port = free_port()
    script = folder / "pages.lua"
    script.write_text(_every_page(IN_MEMORY), encoding="ascii")
    with granian("portal.wsgi:application", port, environment):
        ratios = [_around_a_posting(port, script, environment) for _turn in range(TURNS)]
    middle = statistics.median(ratios)
    print("## Throughput over the ten seconds around a posting, 1,000 pages in memory\n")
    print(f"{middle:.2f} of normal, median of {TURNS} ({min(ratios):.2f} to {max(ratios):.2f}); asked: 0.85.\n")
    return middle >= 0.85


def _around_a_posting(port: int, script: Path, environment: dict[str, str]) -> float:
    """The rate while an alert is posted in the third second, beside the rate before; it ends when that is told."""
    command = [*_poster(1, LOAD_SECONDS), "when told"]
    with subprocess.Popen(
        command, env=os.environ | environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as poster:
        _fill([port])
        normal = _rate(port, script)
        post = Timer(3, poster.communicate, ["now\n"])
        post.start()
        ratio = _rate(port, script) / normal
        post.join()
    return ratio


def _report(where: str, environment: dict[str, str], *, nodes: int, bound: float) -> bool:
    ports = [free_port() for _number in range(nodes)]
    with ExitStack() as stack:
        for port in ports:
            stack.enter_context(granian("portal.wsgi:application", port, environment))
        _fill(ports)
        seen, changes = _watch(ports, environment)
    delays = [stale_after(seen, change, until) for change, until in pairwise([*changes, NEVER])]
    late = [max(each, default=0.0) * 1000 for each in delays]
    stale = sum(delay >= bound for each in delays for delay in each)
    middle, worst = statistics.median(late), max(late)
    numbers = f"{len(changes)} | {len(seen):,} | {middle:.0f} | {worst:.0f} | {bound * 1000:.0f} | {stale}"
    print(f"| {where} | {numbers} |", flush=True)
    return stale == 0


def _fill(ports: list[int]) -> None:
    """Ask for every page over so many connections that every worker has it."""
    pages = [PAGE, *made_up(IN_MEMORY)]
    for port in ports:
        for _turn in range(CONNECTIONS_TO_REACH_ALL):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            for page in pages:
                connection.request("GET", page)
                connection.getresponse().read()
            connection.close()


def _watch(ports: list[int], environment: dict[str, str]) -> tuple[list[Seen], list[Change]]:
    over = Event()
    seconds = int(POSTS * PAUSE * 2 + 30)
    loads = [
        subprocess.Popen(
            ["wrk", "-t1", "-c8", f"-d{seconds}s", f"http://127.0.0.1:{port}{PAGE}"], stdout=subprocess.DEVNULL
        )
        for port in ports
    ]
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(_read, ports[number % len(ports)], over) for number in range(READERS)]
        try:
            command = _poster(POSTS, PAUSE)
            told = subprocess.run(
                command, env=os.environ | environment, cwd=ROOT, capture_output=True, text=True, check=True
            )
            time.sleep(PAUSE)
        finally:
            over.set()
        seen = sorted(answer for reader in readers for answer in reader.result())
    for load in loads:
        load.kill()
        load.wait()
    return seen, [_change(line) for line in told.stdout.splitlines()]


def _poster(posts: int, pause: float) -> list[str]:
    return [sys.executable, "-m", "benchmarks.poster", str(posts), str(pause)]


def _rate(port: int, script: Path) -> float:
    command = ["wrk", "-t1", "-c8", f"-d{LOAD_SECONDS}s", "-s", str(script), f"http://127.0.0.1:{port}/"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(told.partition("Requests/sec:")[2].split()[0])


def _every_page(count: int) -> str:
    return f"""request = function()
  local page = "/conditions/condition-" .. math.random({FIRST_MADE_UP}, {count - 1}) .. "/"
  return wrk.format("GET", page, {{["Accept-Encoding"] = "gzip"}})
end
"""


def _change(line: str) -> Change:
    what, alert, began_at, at = line.split()
    return Change(float(began_at), float(at), alert if what == "post" else "")


def _read(port: int, over: Event) -> list[Seen]:
    """Ask again and again, over connections that reach every worker in turn."""
    seen: list[Seen] = []
    while not over.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        for _turn in range(5):
            asked_at = time.time()
            connection.request("GET", PAGE)
            body = connection.getresponse().read()
            start = body.find(b'data-alert="bench-')
            alert = body[start + 12 : body.index(b'"', start + 12)].decode() if start >= 0 else ""
            seen.append(Seen(asked_at, time.time(), alert))
        connection.close()
    return seen


def stale_after(seen: list[Seen], change: Change, until: Change) -> list[float]:
    """How long after a change, in seconds, answers were asked for that did not show it, up to the next one.

    An answer that came after the next one had begun may show that instead. `seen` is in the order of asking.
    """
    first = bisect_left(seen, change.at, key=lambda answer: answer.asked_at)
    last = bisect_left(seen, until.began_at, key=lambda answer: answer.asked_at)
    return [
        answer.asked_at - change.at
        for answer in seen[first:last]
        if answer.alert != change.alert and (answer.answered_at < until.began_at or answer.alert != until.alert)
    ]
