"""The real server with its clock moved: what is planned happens at its second, and nothing is run for it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.servers import ROOT, fetch, free_port, granian
from tests.collected import collect_into

FAKETIME = next(iter(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)
AHEAD = timedelta(days=400)
"""How far the server's clock is ahead of ours."""

LATE = 0.4
"""Seconds after its moment within which a change must be seen."""

_PLAN = """
import django, sys
from datetime import UTC, datetime, timedelta
django.setup()
from publishing import workflow
from tests.factories import make_condition
condition = make_condition(slug="planned", title="Planned")
comes = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=6)
at = comes + timedelta(days=int(sys.argv[1]))
workflow.publish(condition, by=None, at=at, until=at + timedelta(seconds=2))
print(comes.isoformat())
"""


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[tuple[str, datetime]]:
    """A server 400 days ahead, and the moment of ours at which its page comes; it leaves two seconds later."""
    if FAKETIME is None:
        pytest.skip("needs libfaketime, which Debian has: sudo apt-get install libfaketime")
    environment = {"ENV_FILE": os.devnull, "DEMO": "1", "DATA_DIR": str(tmp_path), "CACHE_URL": "", "SITE_URL": ""}
    environment |= {"DATABASE_URL": "", "ALLOWED_HOSTS": "127.0.0.1"}
    collect_into(tmp_path)
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(migrate, env=os.environ | environment, cwd=ROOT, check=True)
    port = free_port()
    moved = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME": f"+{int(AHEAD.total_seconds())}s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        # What it finds out by itself differs from start to start; then threads wait for seconds too long.
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
    }
    with granian("portal.wsgi:application", port, environment | moved, workers=1):
        fetch(f"http://127.0.0.1:{port}/")  # libfaketime fails the first sleep of a process, and with it this answer.
        plan = [sys.executable, "-c", _PLAN, str(AHEAD.days)]
        said = subprocess.run(plan, env=os.environ | environment, cwd=ROOT, check=True, capture_output=True, text=True)
        comes = datetime.fromisoformat(said.stdout.strip())
        yield f"http://127.0.0.1:{port}/conditions/planned/", comes


def seen_at(url: str, moment: datetime) -> int:
    time.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()))
    return fetch(url)[0]


@pytest.mark.sqlite
def test_a_page_comes_and_leaves_at_its_second_with_no_command_run(planned: tuple[str, datetime]) -> None:
    url, comes = planned
    leaves = comes + timedelta(seconds=2)
    late = timedelta(seconds=LATE)
    moments = [comes - late, comes + late, leaves - late, leaves + late]
    assert [seen_at(url, moment) for moment in moments] == [404, 200, 200, 410]
