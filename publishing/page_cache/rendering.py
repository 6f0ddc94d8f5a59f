"""Rendering a page once for all who ask for it at the same time, and never waiting for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from threading import Lock
from typing import TYPE_CHECKING

from publishing.page_cache.answers import Headers
from publishing.page_cache.rendered import Rendered
from publishing.page_cache.request import Key, bare_environ

if TYPE_CHECKING:
    from types import TracebackType

    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from publishing.page_cache.freshness import Known
    from publishing.page_cache.shared import SharedPages

LONGEST_WAIT = 4.0  # Seconds. A page that takes longer is answered by an older one or with 503.
_GLANCE = 0.25  # Seconds between looks at whether the database went away.


class Renderer:
    """Asks Django for pages, or other nodes through what they share, in threads of its own."""

    def __init__(
        self,
        application: WSGIApplication,
        shared: SharedPages | None,
        threads: int,
        keep: Callable[[Key, Rendered, int], object],
    ) -> None:
        self._keep = keep
        self._application = application
        self._shared = shared
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="render")
        self._under_way: dict[tuple[Key, int], Future[Rendered]] = {}
        self._lock = Lock()

    def render(
        self, environ: WSGIEnvironment, key: Key, known: Known, is_hopeless: Callable[[], bool]
    ) -> Rendered | None:
        """The page, or None where it takes too long or, while waiting, becomes hopeless.

        All who ask for one page of one generation wait for one rendering.
        """
        future = self._future(environ, key, known)
        deadline = time.monotonic() + LONGEST_WAIT
        while True:
            try:
                return future.result(timeout=_GLANCE)
            except NotYet:
                if future.done():
                    raise
                if is_hopeless() or time.monotonic() > deadline:
                    return None

    def stop(self) -> None:
        self._pool.shutdown(wait=True)

    def _future(self, environ: WSGIEnvironment, key: Key, known: Known) -> Future[Rendered]:
        flight = (key, known.generation)
        with self._lock:
            under_way = self._under_way.get(flight)
            if under_way is not None:
                return under_way
            future = self._pool.submit(self._make, bare_environ(environ, key), key, known)
            self._under_way[flight] = future
        # Not under the lock: where the page is ready already, the callback runs here and takes it.
        future.add_done_callback(lambda _done: self._land(flight))
        return future

    def _land(self, flight: tuple[Key, int]) -> None:
        with self._lock:
            self._under_way.pop(flight, None)

    def _make(self, environ: WSGIEnvironment, key: Key, known: Known) -> Rendered:
        """Render and keep, before the next reader could find neither a rendering under way nor a kept page."""
        rendered = self._share(environ, key, known)
        if rendered.may_be_kept:
            self._keep(key, rendered, known.generation)
        return rendered

    def _share(self, environ: WSGIEnvironment, key: Key, known: Known) -> Rendered:
        if self._shared is None:
            return self._ask(environ)
        if found := self._shared.get(key, known):
            return found
        rendered = self._ask(environ)
        if rendered.may_be_kept and not rendered.status.startswith("404"):
            self._shared.put(key, known, rendered)
        return rendered

    def _ask(self, environ: WSGIEnvironment) -> Rendered:
        answer: list[tuple[str, Headers]] = []

        def start_response(
            status: str,
            headers: Headers,
            exc_info: tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None = None,
        ) -> Callable[[bytes], object]:
            answer.append((status, headers))
            return lambda _chunk: None

        chunks = self._application(environ, start_response)
        try:
            body = b"".join(chunks)
        finally:
            if close := getattr(chunks, "close", None):
                close()
        status, headers = answer[-1]
        return Rendered(status, headers, body)
