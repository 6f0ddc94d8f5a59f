"""PostgreSQL or Redis stops or freezes while readers ask: what is in memory goes on being served."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event
from typing import NamedTuple

import psycopg2
import pytest

from tests.processes import (
    HOST,
    Reply,
    ServedSite,
    fetch,
    free_port,
    program,
    running,
    served_site,
    signal_all,
    wait_for,
)

PAGE = "/conditions/asthma/"
LOST = ("/conditions/never-seen/", "/search/?q=cough", "/readyz")
LONGEST = 5.0  # Seconds for any answer.
PROMISE = 1.0  # Seconds from the service's return to all being normal.
STOPPED, FROZEN = 2.5, 6.0  # Seconds; a frozen one for longer than any answer may take.

Server = Callable[[], AbstractContextManager[int]]


class Served(NamedTuple):
    """A site of one process, so that a page fetched once is in its memory; `start` runs the service it needs."""

    site: ServedSite
    start: Server


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, Server]]:
    """A PostgreSQL of these tests' own: its address, and how to run it."""
    initdb, postgres = program("initdb", "postgresql"), program("postgres", "postgresql")
    port = free_port()
    # It refuses to run as root.
    as_owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        data.mkdir(mode=0o700)
        if as_owner:
            Path(name).chmod(0o711)
            shutil.chown(data, "postgres", "postgres")
        making = [initdb, f"--pgdata={data}", "--username=portal", "--auth=trust", "--encoding=UTF8", "--no-sync"]
        with running(making, {"LC_ALL": "C.UTF-8"}, signal.SIGCONT, **as_owner):
            wait_for(lambda: (data / "global" / "pg_control").exists())

        @contextmanager
        def start() -> Iterator[int]:
            command = [postgres, "-D", str(data), "-k", str(data), "-h", HOST, "-p", str(port), "-c", "fsync=off"]
            with running(command, {"LC_ALL": "C.UTF-8"}, signal.SIGINT, **as_owner) as pid:
                wait_for(lambda: answers(port))
                yield pid

        yield f"postgres://portal@{HOST}:{port}/postgres", start


def answers(port: int) -> bool:
    try:
        psycopg2.connect(host=HOST, port=port, user="portal", dbname="postgres").close()
    except psycopg2.OperationalError:
        return False
    return True


@pytest.fixture(scope="module")
def on_postgresql(cluster: tuple[str, Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    url, start = cluster
    with start():
        served = served_site(tmp_path_factory.mktemp("site"), DATABASE_URL=url, WORKERS="1")
        site = served.__enter__()
    try:
        yield Served(site, start)
    finally:
        served.__exit__(None, None, None)


def ask_until(over: Event, port: int, paths: tuple[str, ...]) -> list[Reply]:
    replies = []
    while not over.is_set():
        replies += [fetch(port, path) for path in paths]
    return replies


@contextmanager
def asked(port: int) -> Iterator[tuple[list[Reply], list[Reply]]]:
    """Readers ask meanwhile: gives the answers for the page in memory, and for all else, filled in at the end."""
    kept: list[Reply] = []
    lost: list[Reply] = []
    over = Event()
    with ThreadPoolExecutor(6) as pool:
        for_kept = [pool.submit(ask_until, over, port, (PAGE,)) for _reader in range(3)]
        for_lost = [pool.submit(ask_until, over, port, (path,)) for path in LOST]
        try:
            yield kept, lost
        finally:
            over.set()
            kept += [reply for future in for_kept for reply in future.result()]
            lost += [reply for future in for_lost for reply in future.result()]


def is_normal(port: int) -> bool:
    return "age" not in fetch(port, PAGE).headers and fetch(port, "/conditions/never-seen/").status == 404


def expect_served(kept: list[Reply], lost: list[Reply]) -> None:
    assert {reply.status for reply in kept} == {200}
    assert all("Asthma" in reply.body for reply in kept)
    assert {reply.status for reply in lost} <= {200, 404, 503}
    assert max(reply.seconds for reply in kept + lost) < LONGEST


def expect_normal_again(site: ServedSite, slug: str) -> None:
    returned = time.monotonic()
    wait_for(lambda: is_normal(site.port))
    assert time.monotonic() - returned < PROMISE
    posted = site.desk.tell(f"post {slug}")
    wait_for(lambda: f'data-alert="{slug}"' in fetch(site.port, PAGE).body)
    assert time.monotonic() - posted < PROMISE


@pytest.mark.postgresql
def test_postgresql_stopped_costs_no_reader_a_page_in_memory(on_postgresql: Served) -> None:
    site, start = on_postgresql
    with start():
        wait_for(lambda: is_normal(site.port))
    with asked(site.port) as (kept, lost):
        time.sleep(STOPPED)
    with start():
        expect_normal_again(site, "after-a-stop")
    expect_served(kept, lost)
    assert any("age" in reply.headers for reply in kept)


@pytest.mark.postgresql
def test_postgresql_frozen_keeps_nobody_waiting(on_postgresql: Served) -> None:
    site, start = on_postgresql
    with start() as pid:
        wait_for(lambda: is_normal(site.port))
        signal_all(pid, signal.SIGSTOP)
        try:
            with asked(site.port) as (kept, lost):
                time.sleep(FROZEN)
        finally:
            signal_all(pid, signal.SIGCONT)
        expect_normal_again(site, "after-a-frost")
    expect_served(kept, lost)
    assert any("age" in reply.headers for reply in kept)


@pytest.mark.redis
@pytest.mark.parametrize("way", [signal.SIGSTOP, signal.SIGTERM], ids=["frozen", "stopped"])
def test_redis_away_costs_no_reader_anything(way: signal.Signals, tmp_path: Path) -> None:
    port = free_port()
    command = [program("redis-server", "redis-server"), "--port", str(port), "--bind", HOST, "--save", ""]
    with (
        running(command, end=signal.SIGKILL) as pid,
        served_site(tmp_path, CACHE_URL=f"redis://{HOST}:{port}/0", WORKERS="1") as site,
    ):
        wait_for(lambda: is_normal(site.port))
        signal_all(pid, way)
        with asked(site.port) as (kept, lost):
            site.desk.tell("condition cough")
            wait_for(lambda: fetch(site.port, "/conditions/cough/").status == 200, PROMISE)
            time.sleep(1)
    expect_served(kept, lost)
