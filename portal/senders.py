"""A thread is always free for readers, however many slow senders there are.

The server keeps slow connections away from its threads until their headers have come. The body of a request is read
by the thread that answers it, for as long as its sender likes, so a dozen slow senders could hold all threads and
with them the site. Requests that may have a body therefore never take the last thread of a process.
"""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_BUSY = (
    b"The site is busy, and nothing was saved. Your browser still has what you typed: "
    b"go back, wait a minute, and send it again.\n"
)


def with_a_thread_for_readers(application: WSGIApplication, *, threads: int) -> WSGIApplication:
    """`threads` is how many the server has in each process."""
    room = BoundedSemaphore(max(1, threads - 1))

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            return application(environ, start_response)
        if not room.acquire(blocking=False):
            return _busy(start_response)
        try:
            return application(environ, start_response)
        finally:
            room.release()

    return guarded


def _busy(start_response: StartResponse) -> Iterable[bytes]:
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(_BUSY))),
        ("Cache-Control", "no-store"),
        ("Retry-After", "60"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response("503 Service Unavailable", headers)
    return [_BUSY]
