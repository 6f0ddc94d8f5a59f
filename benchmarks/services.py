"""A PostgreSQL and a Redis of the measurement's own, which may be stopped and frozen."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2

from benchmarks.servers import free_port, wait_for_port, worker_pids


class Service:
    """One server of a service: it can be stopped, started again, frozen and thawed."""

    def __init__(self, name: str, command: list[str], port: int, url: str, end: int, as_user: str = "") -> None:
        self.name = name
        self.url = url
        self._command = command
        self._port = port
        self._end = end
        self._as_user = {"user": as_user, "group": as_user, "extra_groups": []} if as_user else {}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(self._command, **quiet, **self._as_user)  # type: ignore[call-overload]
        wait_for_port(self._port, self._process)

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(self._end)
            self._process.wait(timeout=30)
            self._process = None

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def database(self, name: str) -> str:
        """The address of a new database of a PostgreSQL."""
        connection = self._connect()
        connection.autocommit = True
        connection.cursor().execute(f'CREATE DATABASE "{name}"')
        connection.close()
        return self.url.rpartition("/")[0] + f"/{name}"

    def _connect(self) -> psycopg2.extensions.connection:
        """A connection to a PostgreSQL, which listens some moments before it answers."""
        deadline = time.monotonic() + 30
        while True:
            try:
                return psycopg2.connect(self.url)
            except psycopg2.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _signal(self, number: int) -> None:
        for pid in worker_pids(self._process.pid) if self._process else ():
            with suppress(ProcessLookupError):
                os.kill(pid, number)


@contextmanager
def postgresql(folder: Path) -> Iterator[Service]:
    initdb, server = _program("initdb"), _program("postgres")
    owner = "postgres" if os.getuid() == 0 else ""  # It refuses to run as root.
    folder.mkdir(mode=0o700)
    if owner:
        for above in (folder.parent, *folder.parents):
            if above.stat().st_uid == 0 and str(above).startswith("/tmp/"):  # noqa: S108 - its own folder there
                above.chmod(0o711)
        shutil.chown(folder, owner, owner)
    as_owner = {"user": owner, "group": owner, "extra_groups": []} if owner else {}
    making = [initdb, f"--pgdata={folder}", "--username=portal", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    subprocess.run(making, check=True, capture_output=True, **as_owner)  # type: ignore[call-overload]
    port = free_port()
    command = [server, "-D", str(folder), "-k", str(folder), "-h", "127.0.0.1", "-p", str(port)]
    url = f"postgres://portal@127.0.0.1:{port}/postgres"
    yield from _while_running(Service("PostgreSQL", command, port, url, signal.SIGINT, owner))


@contextmanager
def redis(folder: Path) -> Iterator[Service]:
    folder.mkdir()
    port = free_port()
    command = [_program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    yield from _while_running(Service("Redis", command, port, f"redis://127.0.0.1:{port}/0", signal.SIGTERM))


def _while_running(service: Service) -> Iterator[Service]:
    service.start()
    try:
        yield service
    finally:
        service.thaw()
        service.stop()


def _program(name: str) -> str:
    more = map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))
    path = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], "/usr/sbin", *more]))
    if path is None:
        raise RuntimeError(f"This part of the measurement needs {name}: apt-get install postgresql redis-server")
    return path
