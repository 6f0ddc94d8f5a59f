"""The servers that are compared, each started on a free port of this machine and ended afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
GRANIAN = str(Path(sys.executable).with_name("granian"))
FIRST_MADE_UP = 20  # Of the conditions that benchmarks.site adds; those before are the demonstration's.
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_site(folder: Path, count: int, database: str = "") -> dict[str, str]:
    """A demonstration in a folder, filled and collected; gives the environment that serves it."""
    environment = {"ENV_FILE": os.devnull, "DEMO": "1", "DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    environment |= {"DATABASE_URL": database} if database else {}
    for command in (
        ["manage.py", "migrate", "-v0"],
        ["manage.py", "collectstatic", "-v0", "--noinput"],
        ["-m", "benchmarks.site", str(count)],
    ):
        subprocess.run([sys.executable, *command], env=os.environ | environment, cwd=ROOT, check=True)
    return environment


def told_by(module: str, environment: dict[str, str], *arguments: str) -> Any:
    """What a module, run in a process of its own, prints as JSON on its last line."""
    command = [sys.executable, "-m", module, *arguments]
    told = subprocess.run(command, env=os.environ | environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(told.stdout.splitlines()[-1])


def made_up(count: int) -> list[str]:
    """The addresses of the conditions that a site of so many has besides the demonstration's."""
    return [f"/conditions/condition-{number}/" for number in range(FIRST_MADE_UP, count)]


@contextmanager
def granian(application: str, port: int, environment: dict[str, str], workers: int = 2) -> Iterator[list[int]]:
    """A WSGI application as `make run` serves it; gives the processes that answer."""
    command = [GRANIAN, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    command += ["--blocking-threads", "4", "--no-ws", "--log-level", "error", application]
    with running(command, port, environment) as process:
        yield worker_pids(process.pid)


@contextmanager
def nginx(page: bytes, packed: bytes, folder: Path, port: int) -> Iterator[list[int]]:
    """One page as a file, packed beforehand, as fast as a file is served."""
    (folder / "index.html").write_bytes(page)
    (folder / "index.html.gz").write_bytes(packed)
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port), encoding="ascii")
    with running([NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder)], port, {}) as process:
        yield worker_pids(process.pid)


_NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log; user root;
events {{ worker_connections 1024; }}
http {{
  access_log off; default_type "text/html; charset=utf-8"; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  server {{ listen 127.0.0.1:{port}; root {folder}; gzip_static on; gzip_vary on; }}
}}
"""


def fetch(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})  # noqa: S310
    try:
        with urlopen(request, timeout=10) as reply:  # noqa: S310 - addresses of this machine alone
            return reply.status, dict(reply.headers), reply.read()
    except URLError as error:
        if hasattr(error, "code"):
            return error.code, dict(getattr(error, "headers", {})), b""
        raise


@contextmanager
def running(
    command: list[str], port: int, environment: dict[str, str], folder: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=os.environ | environment, cwd=folder, start_new_session=True)
    try:
        wait_for_port(port, process)
        time.sleep(1)  # The other workers start a moment later.
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end; whoever does not, with all its workers, is made to."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"The server on port {port} did not start: {process.args!r}")


def worker_pids(pid: int) -> list[int]:
    """The process and all that come from it."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(each for child in found for each in worker_pids(int(child)))]
