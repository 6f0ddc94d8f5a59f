"""Rendering a page once for all who ask for it at the same time, and never waiting for ever."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
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

Made = Answer | Rendered | None
LONGEST_WAIT = 4.0  # Seconds for what another thread renders; then the answer is an older page or 503.
_GLANCE = 0.25  # Seconds between looks at whether the database went away.


class Renderer:
    """Asks Django for pages, or other nodes through what they share, in the thread of the reader who asks first.

    `keep` packs and keeps a page that may be kept: once, before anybody is answered. How long a page may wait for the
    database is not decided here: see `portal.waiting`.
    """

    def __init__(
        self,
        application: WSGIApplication,
        shared: SharedPages | None,
        keep: Callable[[Asked, Rendered, int], Answer],
    ) -> None:
        self._application = application
        self._shared = shared
        self._keep = keep
        self._under_way: dict[tuple[Key, int], Future[Made]] = {}
        self._lock = Lock()

    def render(self, environ: WSGIEnvironment, asked: Asked, known: Known, is_hopeless: Callable[[], bool]) -> Made:
        """The page, ready where it may be kept; None where it fails, takes too long or becomes hopeless meanwhile.

        All who ask for one page of one generation wait for one rendering.
        """
        flight = (asked.key, known.generation)
        own: Future[Made] = Future()
        with self._lock:
            under_way = self._under_way.setdefault(flight, own)
        if under_way is not own:
            return _awaited(under_way, is_hopeless)
        made: Made = None
        try:
            made = self._make(bare_environ(environ, asked.key), asked, known)
        except Exception:
            logger.exception("A page could not be rendered.")
        finally:
            with self._lock:
                del self._under_way[flight]
            own.set_result(made)
        return made

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


def _awaited(under_way: Future[Made], is_hopeless: Callable[[], bool]) -> Made:
    deadline = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            return under_way.result(timeout=_GLANCE)
        except TimeoutError:
            if is_hopeless() or time.monotonic() > deadline:
                return None
