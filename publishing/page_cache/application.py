"""The WSGI application in front of Django: what is kept is answered here, everything else passes through."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from publishing.page_cache.answers import Answer, Headers, make_answer
from publishing.page_cache.rendered import Rendered
from publishing.page_cache.rendering import Renderer
from publishing.page_cache.request import Key, key_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from publishing.page_cache.freshness import Freshness, Known
    from publishing.page_cache.shared import SharedPages
    from publishing.page_cache.squeezing import Squeezer
    from publishing.page_cache.store import Store

NOT_FOUND_SECONDS = 10.0
"""How long a 404 is kept at most; a publishing ends it sooner."""

_OF_304 = {"etag", "cache-control", "vary", "content-security-policy"}


class PageCache:
    """Answers public pages from memory while the site's version stands and no scheduled moment has come.

    `longest_stale` is in seconds: for so long what is in memory goes on being served while the database is away.
    `unavailable` makes the answer for what is not in memory then.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        store: Store,
        freshness: Freshness,
        squeezer: Squeezer,
        longest_stale: float,
        unavailable: Callable[[], Rendered],
        shared: SharedPages | None = None,
        threads: int = 8,
    ) -> None:
        self._application = application
        self._store = store
        self._freshness = freshness
        self._squeezer = squeezer
        self.longest_stale = longest_stale
        self._unavailable = unavailable
        self._renderer = Renderer(application, shared, threads, self._keep)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self._pass_through(environ, start_response)
        known = self._freshness.now()
        answer = self._store.get(key)
        if known is None or self._freshness.is_away(known):
            return self._send_while_away(answer, known, environ, start_response)
        if answer is None or answer.generation != known.generation or time.monotonic() >= answer.until:
            return self._send_rendered(key, answer, known, environ, start_response)
        return _send(answer, environ, start_response)

    def stop(self) -> None:
        """End the threads; for a process that goes on without the cache."""
        self._freshness.stop()
        self._renderer.stop()

    def _pass_through(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = self._application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            self._freshness.hurry()
        return answer

    def _send_rendered(
        self, key: Key, old: Answer | None, known: Known, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        def is_hopeless() -> bool:
            latest = self._freshness.now()
            return latest is None or self._freshness.is_away(latest)

        rendered = self._renderer.render(environ, key, known, is_hopeless)
        if rendered is None or rendered.status.startswith("5"):
            if old is None and rendered is not None:
                return _send_once(rendered, environ, start_response)
            return self._send_while_away(old, known, environ, start_response)
        if not rendered.may_be_kept:
            return _send_once(rendered, environ, start_response)
        answer = self._keep(key, rendered, known.generation)
        return _send(answer, environ, start_response)

    def _keep(self, key: Key, rendered: Rendered, generation: int) -> Answer:
        """Keep the page, once for all who waited for it."""
        kept = self._store.get(key)
        if kept is not None and kept.generation == generation and time.monotonic() < kept.until:
            return kept
        is_found = not rendered.status.startswith("404")
        until = float("inf") if is_found else time.monotonic() + NOT_FOUND_SECONDS
        answer = make_answer(rendered.status, rendered.headers, rendered.body, generation, until)
        self._store.put(key, answer)
        if is_found:
            self._squeezer.squeeze_later(self._store, key, answer)
        return answer

    def _send_while_away(
        self, answer: Answer | None, known: Known | None, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """An older page with its age, or 503: the database does not answer, or the page cannot be made now."""
        now = time.monotonic()
        if answer is None or known is None or now - known.asked_at > self.longest_stale:
            return _send_once(self._unavailable(), environ, start_response)
        return _send(answer, environ, start_response, [("Age", str(int(now - answer.kept_at)))])


def _send(
    answer: Answer, environ: WSGIEnvironment, start_response: StartResponse, extra: Headers | None = None
) -> Iterable[bytes]:
    variant = answer.variant(environ.get("HTTP_ACCEPT_ENCODING", ""))
    headers = variant.headers + extra if extra else variant.headers
    # Of a redirect the tag says nothing: its body is empty, and what counts is where it leads (RFC 9110, 13.2.1).
    asked = environ.get("HTTP_IF_NONE_MATCH", "") if answer.status.startswith("2") else ""
    if asked and (answer.tag in asked or asked.strip() == "*"):
        start_response("304 Not Modified", [pair for pair in headers if pair[0].lower() in _OF_304])
        return []
    start_response(answer.status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]


def _send_once(rendered: Rendered, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response(rendered.status, rendered.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [rendered.body]
