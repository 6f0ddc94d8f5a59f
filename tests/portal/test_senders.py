"""Slow senders of forms may hold threads, but never the one that readers need."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.test import RequestFactory

from portal.senders import with_a_thread_for_readers

THREADS = 4


class Server:
    """Four threads before an application that reads a sent body for as long as its sender is slow."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS)
        self._guarded = with_a_thread_for_readers(self._application, threads=THREADS)
        self.is_sent = Event()

    def _application(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            self.is_sent.wait(timeout=10)
        start_response("200 OK", [])
        return [b"answer"]

    def ask(self, method: str) -> Future[str]:
        """The status line of the answer."""
        return self._pool.submit(self._ask, method)

    def _ask(self, method: str) -> str:
        statuses: list[str] = []
        environ = RequestFactory().generic(method, "/").environ
        list(self._guarded(environ, lambda status, _headers: statuses.append(status)))  # type: ignore[arg-type, return-value]
        return statuses[0]


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.is_sent.set()


def test_a_reader_is_answered_while_slow_senders_hold_the_threads(server: Server) -> None:
    for _sender in range(THREADS + 1):
        server.ask("POST")
    assert server.ask("GET").result(timeout=2) == "200 OK"


def test_a_sender_too_many_is_told_at_once(server: Server) -> None:
    for _sender in range(THREADS - 1):
        server.ask("POST")
    assert server.ask("POST").result(timeout=2) == "503 Service Unavailable"


def test_senders_are_served_again_when_the_slow_ones_are_done(server: Server) -> None:
    slow = [server.ask("POST") for _sender in range(THREADS - 1)]
    server.is_sent.set()
    assert {sender.result(timeout=2) for sender in slow} == {"200 OK"}
    assert server.ask("POST").result(timeout=2) == "200 OK"


def test_an_application_that_fails_gives_its_room_back() -> None:
    def failing(_environ: Any, _start_response: Any) -> list[bytes]:
        raise RuntimeError

    guarded = with_a_thread_for_readers(failing, threads=2)
    for _attempt in range(3):
        with pytest.raises(RuntimeError):
            guarded(RequestFactory().post("/").environ, lambda *_answer: None)  # type: ignore[arg-type, return-value]
