"""What the content checks cost: a long page, and `check_content` over sites of two sizes, interrupted in the middle."""

from __future__ import annotations

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from benchmarks.servers import ROOT, told_by

if TYPE_CHECKING:
    from conditions.models import Condition

SIZES = (1_000, 10_000)
PAUSE = 4
"""Seconds of checking before it is interrupted, each time by another signal."""
WORDS = 3_000
ROUNDS = 9
BATCH = 500
MANAGE = [sys.executable, "manage.py"]


def report(folder: Path) -> bool:
    """Print the table; whether interrupted runs went on, and left what a run at one go leaves."""
    # A command in a shell's background ignores Ctrl-C, and so would all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    environment = {"ENV_FILE": os.devnull, "DEMO": "1", "DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    subprocess.run([*MANAGE, "migrate", "-v0"], env=os.environ | environment, cwd=ROOT, check=True)
    print("## The content checks\n\n| what | milliseconds of processor time | most memory, MB | problems |")
    print("|" + " --- |" * 4)
    long_page = _told(["long"], environment)
    print(f"| {long_page['words']:,} words, checked once | {long_page['ms']:.0f} | | |")
    is_right = True
    for size in SIZES:
        _told(["fill", str(size)], environment)
        is_right &= _run_interrupted(environment, size)
    print("\nEvery page was checked once.\n" if is_right else "\nA PAGE WAS LEFT OUT OR CHECKED TWICE.\n", flush=True)
    return is_right


def _run_interrupted(environment: dict[str, str], size: int) -> bool:
    """Ctrl-C, then a kill that nobody can handle, then to the end: the second and third begin where the last ended."""
    done = [0]
    for interruption in (signal.SIGINT, signal.SIGKILL):
        process = _start(environment)
        _wait_until_checked(process, environment, done[-1])
        process.send_signal(interruption)
        process.wait()
        done.append(_told(["state"], environment)["checked"])
    milliseconds, memory = _to_the_end(_start(environment))
    after = _told(["state"], environment)
    what = f"`check_content` over {size:,}, interrupted after {done[1]:,} and {done[2]:,}: for each page of the rest"
    print(f"| {what} | {milliseconds / (size - done[2]):.0f} | {memory:.0f} | {after['problems']:,} |", flush=True)
    is_whole = 0 < done[1] < done[2] < size and after["checked"] == size
    if size == SIZES[0]:
        _to_the_end(_start(environment))
        is_whole &= _told(["state"], environment) == after
    return is_whole


def _start(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [*MANAGE, "check_content"]
    silent = subprocess.DEVNULL
    return subprocess.Popen(command, env=os.environ | environment, cwd=ROOT, stdout=silent, stderr=silent)


def _wait_until_checked(process: subprocess.Popen[bytes], environment: dict[str, str], more_than: int) -> None:
    time.sleep(PAUSE)
    while not (state := _told(["state"], environment))["is_open"] or state["checked"] <= more_than:
        if process.poll() is not None:
            raise RuntimeError("check_content ended before it could be interrupted.")
        time.sleep(PAUSE)


def _to_the_end(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Milliseconds of processor time, and the most memory in MB."""
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError("check_content failed.")
    return (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def _told(arguments: list[str], environment: dict[str, str]) -> dict[str, int]:
    return dict(told_by("benchmarks.checking", environment, *arguments))


def _fill(size: int) -> dict[str, int]:
    """Drafts up to so many, as long as the demonstration's and in its words; three sentences of four are their own."""
    from conditions.models import Condition, Section  # noqa: PLC0415 - after the set-up
    from portal import demonstration  # noqa: PLC0415

    demonstration.load()
    patterns = list(Condition.objects.filter(language="en", pk__lte=10).prefetch_related("sections", "programs"))
    through = Condition.programs.through
    first = Condition.objects.count()
    pairs = zip(range(first, size), cycle(patterns), strict=False)
    while batch := list(islice(pairs, BATCH)):
        copies = Condition.objects.bulk_create(_copy(pattern, number) for number, pattern in batch)
        pages = [(number, pattern, copy) for (number, pattern), copy in zip(batch, copies, strict=True)]
        Section.objects.bulk_create(
            Section(
                condition=copy,
                kind=section.kind,
                title=section.title,
                order=section.order,
                body=_varied(section.body, pattern.title, number),
            )
            for number, pattern, copy in pages
            for section in pattern.sections.all()
        )
        through.objects.bulk_create(
            through(condition_id=copy.pk, program_id=program.pk)
            for _number, pattern, copy in pages
            for program in pattern.programs.all()
        )
    return {"pages": Condition.objects.count()}


def _copy(pattern: Condition, number: int) -> Condition:
    from conditions.models import Condition  # noqa: PLC0415

    names = ("language", "call_us_when", "call_today_when", "call_911_when", "questions_to_ask", "sources")
    facts = {name: getattr(pattern, name) for name in names}
    facts |= {name: _varied(getattr(pattern, name), pattern.title, number) for name in ("summary", "introduction")}
    return Condition(title=f"Condition {number}", slug=f"condition-{number}", draft_digest=str(number), **facts)


def _varied(text: str, title: str, number: int) -> str:
    """The page's own name for the pattern's, and a few words of its own in three of four sentences."""
    own = re.sub(re.escape(title), f"condition {number}", text, flags=re.IGNORECASE)
    places = count(number)
    return re.sub(r"\.(?=\s|<)", lambda _dot: f" in group {number}." if next(places) % 4 else ".", own)


def _time_long_page() -> dict[str, float]:
    """The median of checking a page of so many words of the demonstration, as each save does."""
    from conditions.checking.knowledge import site_now  # noqa: PLC0415
    from conditions.checking.run import check  # noqa: PLC0415
    from conditions.models import Condition  # noqa: PLC0415
    from portal import demonstration  # noqa: PLC0415
    from publishing.html import plain_text  # noqa: PLC0415

    demonstration.load()
    contents = [condition.content() for condition in Condition.objects.filter(language="en")]
    long_page, words = contents[0] | {"sections": []}, 0
    for section in cycle(list(_sections(contents))):
        long_page["sections"].append(section | {"key": len(long_page["sections"])})
        words += len(plain_text(section["body"]).split())
        if words >= WORDS:
            break
    costs = []
    for _round in range(ROUNDS):
        began = time.process_time()
        check(long_page, site_now())
        costs.append((time.process_time() - began) * 1000)
    return {"words": words, "ms": statistics.median(costs), "first": costs[0]}


def _sections(contents: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for content in contents:
        yield from content["sections"]


def _state() -> dict[str, int]:
    """How many pages the newest run has checked, and how many problems are there."""
    from conditions.models import CheckRun, Condition, Problem  # noqa: PLC0415

    run = CheckRun.objects.order_by("-pk").first()
    checked = Condition.objects.filter(last_check__checked_at__gte=run.started_at).count() if run else 0
    is_open = run is not None and run.ended_at is None
    return {"checked": checked, "problems": Problem.objects.there().count(), "is_open": is_open}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    what, *more = sys.argv[1:]
    steps = {"fill": lambda: _fill(int(more[0])), "long": _time_long_page, "state": _state}
    print(json.dumps(steps[what]()))
