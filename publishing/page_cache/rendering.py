"""Rendering a page once for all who ask for it at the same time, and never waiting for ever."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import TYPE_CHECKING

from publishing.page_cache.answers import Answer, Headers
from publishing.page_cache.rendered import Rendered
from publishing.page_cache.request import Asked, Key, bare_environ

if TYPE_CHECKING:
    from types import TracebackType

    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from publishing.page_cache.freshness import Known
    from publishing.page_cache.shared import SharedPages

logger = logging.getLogger(__name__)

LONGEST_WAIT = 4.0  # Seconds. A page that takes longer is answered by an older one or with 503.
_GLANCE = 0.25  # Seconds between looks at whether the database went away.


class Renderer:
    """Asks Django for pages, or other nodes through what they share, in threads of its own.

    `keep` packs and keeps a page that may be kept: once, as the first reader asks for it, before anybody is answered.
    """

    def __init__(
        self,
        application: WSGIApplication,
        shared: SharedPages | None,
        threads: int,
        keep: Callable[[Asked, Rendered, int], Answer],
    ) -> None:
        self._application = application
        self._shared = shared
        self._keep = keep
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="render")
        self._under_way: dict[tuple[Key, int], Future[Answer | Rendered]] = {}
        self._lock = Lock()

    def render(
        self, environ: WSGIEnvironment, asked: Asked, known: Known, is_hopeless: Callable[[], bool]
    ) -> Answer | Rendered | None:
        """The page, ready where it may be kept; None where it fails, takes too long or becomes hopeless meanwhile.

        All who ask for one page of one generation wait for one rendering.
        """
        future = self._future(environ, asked, known)
        deadline = time.monotonic() + LONGEST_WAIT
        while not wait([future], timeout=_GLANCE).done:
            if is_hopeless() or time.monotonic() > deadline:
                return None
        return None if future.exception() else future.result()

    def stop(self) -> None:
        self._pool.shutdown(wait=True)

    def _future(self, environ: WSGIEnvironment, asked: Asked, known: Known) -> Future[Answer | Rendered]:
        flight = (asked.key, known.generation)
        with self._lock:
            under_way = self._under_way.get(flight)
            if under_way is not None:
                return under_way
            future = self._pool.submit(self._make, bare_environ(environ, asked.key), asked, known)
            self._under_way[flight] = future
        # Not under the lock: where the page is ready already, the callback runs here and takes it.
        future.add_done_callback(lambda done: self._land(flight, done))
        return future

    def _land(self, flight: tuple[Key, int], done: Future[Answer | Rendered]) -> None:
        with self._lock:
            self._under_way.pop(flight, None)
        if error := done.exception():
            logger.error("A page could not be rendered.", exc_info=error)

    def _make(self, environ: WSGIEnvironment, asked: Asked, known: Known) -> Answer | Rendered:
        rendered = self._share(environ, asked.key, known)
        return self._keep(asked, rendered, known.generation) if rendered.may_be_kept else rendered

    def _share(self, environ: WSGIEnvironment, key: Key, known: Known) -> Rendered:
        """Only pages that the site itself names are shared: readers can ask for any number of searches."""
        if self._shared is None or key.query:
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
