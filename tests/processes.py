"""Servers of the tests' own, each in a process of its own on this machine, and ended afterwards."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.collected import collect_into

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str
    seconds: float


def fetch(port: int, path: str, method: str = "GET", source: str = "", **headers: str) -> Reply:
    """Over a connection of its own, so that any worker may answer."""
    began = time.monotonic()
    connection = HTTPConnection(HOST, port, timeout=30, source_address=(source, 0) if source else None)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
        fields = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, fields, body, time.monotonic() - began)
    finally:
        connection.close()


def wait_for(is_so: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"waited {seconds} seconds in vain"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def program(name: str, package: str) -> str:
    """Where a server's program is; skips the test where it is not installed."""
    folders = [
        os.environ["PATH"],
        "/usr/sbin",
        *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)),
    ]
    path = shutil.which(name, path=os.pathsep.join(folders))
    if path is None:
        pytest.skip(f"needs {name}: apt-get install {package}")
    return path


@contextmanager
def running(
    command: list[str], environment: dict[str, str] | None = None, end: int = signal.SIGTERM, **options: object
) -> Iterator[int]:
    """A process; gives its id. `end` is the signal that ends it."""
    own = {"PATH": os.environ["PATH"]} | (environment or {})
    process = subprocess.Popen(command, env=own, cwd=ROOT, **options)  # type: ignore[call-overload]
    try:
        yield process.pid
    finally:
        process.send_signal(end)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def children(pid: int) -> list[int]:
    """The process and all that come from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            found += children(int(child))
    return found


def signal_all(pid: int, number: int) -> None:
    for each in children(pid):
        with suppress(ProcessLookupError):
            os.kill(each, number)


class Desk:
    """The communications desk of a served site: tests/desk.py in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def tell(self, words: str) -> float:
        """Do as told; gives the moment when it was done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == f"{words}\n"
        return time.monotonic()


class ServedSite(NamedTuple):
    port: int
    desk: Desk


@contextmanager
def served_site(folder: Path, **environment: str) -> Iterator[ServedSite]:
    """The site under its real server with two workers, with one condition, Asthma, published."""
    port = free_port()
    own = {"ENV_FILE": "", "DEMO": "1", "DATA_DIR": str(folder), "PORT": str(port), "HOST": HOST} | environment
    collect_into(folder)
    _manage("migrate", environment=own)
    with (
        running(["scripts/serve.sh"], own),
        subprocess.Popen(
            [sys.executable, "-m", "tests.desk"],
            env={"PATH": os.environ["PATH"]} | own,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        desk = Desk(process)
        desk.tell("condition asthma")
        wait_for(lambda: is_up(port))
        yield ServedSite(port, desk)
        assert process.stdin is not None
        process.stdin.close()


def is_up(port: int, path: str = "/healthz") -> bool:
    try:
        return fetch(port, path).status == 200
    except (OSError, HTTPException):
        return False


def _manage(*arguments: str, environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", *arguments, "--verbosity", "0"]
    done = subprocess.run(
        command, env={"PATH": os.environ["PATH"]} | environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
