"""How late an alert is: 200 posts one after another under load, every answer counted."""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Event
from typing import NamedTuple

from benchmarks.servers import ROOT, free_port, granian

POSTS = 200
PAUSE = 0.3
READERS = 6
PAGE = "/conditions/asthma/"


class Seen(NamedTuple):
    """One answer: when it was asked for and which alert of ours it showed."""

    asked_at: float
    alert: str


class Change(NamedTuple):
    at: float
    alert: str
    """The one that shows from this moment on; empty for none."""


def report(environment: dict[str, str]) -> None:
    port = free_port()
    with granian("portal.wsgi:application", port, environment) as _pids:
        seen, changes = _watch(port, environment)
    late = [_lateness(seen, change, until) for change, until in pairwise([*changes, Change(float("inf"), "")])]
    print(f"## An alert under load: {len(changes)} posts and ends, {len(seen)} answers, every one counted\n")
    print(
        f"- worst {max(late) * 1000:.0f} ms, median {statistics.median(late) * 1000:.0f} ms from the acknowledged post"
    )
    print(f"- {_wrong_after(seen, changes, 0.25)} answers asked for more than 250 ms after a change were stale\n")


def _watch(port: int, environment: dict[str, str]) -> tuple[list[Seen], list[Change]]:
    over = Event()
    load = subprocess.Popen(
        ["wrk", "-t1", "-c8", f"-d{int(POSTS * PAUSE * 2 + 20)}s", f"http://127.0.0.1:{port}/"],
        stdout=subprocess.DEVNULL,
    )
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(_read, port, over) for _number in range(READERS)]
        command = [sys.executable, "-m", "benchmarks.poster", str(POSTS), str(PAUSE)]
        told = subprocess.run(
            command, env=os.environ | environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        time.sleep(PAUSE)
        over.set()
        seen = sorted(answer for reader in readers for answer in reader.result())
    load.kill()
    load.wait()
    return seen, [_change(line) for line in told.stdout.splitlines()]


def _change(line: str) -> Change:
    what, alert, at = line.split()
    return Change(float(at), alert if what == "post" else "")


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
            seen.append(Seen(asked_at, body[start + 12 : body.index(b'"', start + 12)].decode() if start >= 0 else ""))
        connection.close()
    return seen


def _lateness(seen: list[Seen], change: Change, until: Change) -> float:
    """The last answer that still showed the state before, in seconds after the change; 0 where none did."""
    wrong = [
        answer.asked_at
        for answer in seen
        if change.at <= answer.asked_at < until.at - 0.01 and answer.alert != change.alert
    ]
    return max(wrong, default=change.at) - change.at


def _wrong_after(seen: list[Seen], changes: list[Change], seconds: float) -> int:
    spans = pairwise([*changes, Change(float("inf"), "")])
    return sum(
        change.at + seconds <= answer.asked_at < until.at - 0.01 and answer.alert != change.alert
        for change, until in spans
        for answer in seen
        if change.at <= answer.asked_at < until.at
    )
