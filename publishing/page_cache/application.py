"""The WSGI application in front of Django: what is kept is answered here, everything else passes through."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeGuard

from publishing.page_cache.answers import BROTLI, Answer, Headers, Variant, make_answer
from publishing.page_cache.rendered import Rendered
from publishing.page_cache.rendering import Renderer
from publishing.page_cache.request import Asked, asked_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from publishing.page_cache.edge import Edge
    from publishing.page_cache.freshness import Freshness, Known
    from publishing.page_cache.shared import SharedPages
    from publishing.page_cache.squeezing import Squeezer
    from publishing.page_cache.store import Store

NOT_FOUND_SECONDS = 10.0
"""How long a 404 is kept at most; a publishing ends it sooner."""

_OF_304 = {"etag", "cache-control", "vary", "content-security-policy", "access-control-allow-origin"}


class PageCache:
    """Answers public pages from memory while the site's version stands and no scheduled moment has come.

    `pages` is asked for public pages, by requests of nobody, and `application` for all else.
    `longest_stale` is in seconds: for so long what is in memory goes on being served while the database is away.
    `unavailable` makes the answer for what is not in memory then. `edge`: what caches in front are told, if any.
    """

    def __init__(
        self,
        application: WSGIApplication,
        pages: WSGIApplication,
        *,
        store: Store[Answer],
        freshness: Freshness,
        squeezer: Squeezer,
        longest_stale: float,
        unavailable: Callable[[], Rendered],
        shared: SharedPages | None = None,
        edge: Edge | None = None,
    ) -> None:
        self._application = application
        self._store = store
        self._freshness = freshness
        self._squeezer = squeezer
        self.longest_stale = longest_stale
        self._unavailable = unavailable
        self._edge = edge
        self._renderer = Renderer(pages, shared, self._keep)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = asked_of(environ)
        if asked is None:
            return self._pass_through(environ, start_response)
        answer = self._store.get(asked.key)
        known = self._freshness.certain()
        if known is not None and _is_current(answer, known):
            return self._send(asked, answer, known, environ, start_response)
        return self._send_otherwise(asked, answer, environ, start_response)

    def is_away(self) -> bool:
        """The database, which this process has asked before, does not answer."""
        return self._freshness.is_silent()

    def stop(self) -> None:
        """End the thread that asks; for a process that goes on without the cache."""
        self._freshness.stop()

    def _pass_through(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = self._application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            self._freshness.hurry()
        return answer

    def _send_otherwise(
        self, asked: Asked, answer: Answer | None, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """A page that is to be made, or what there is of it while the database is away."""
        known = self._freshness.now()
        if known is None or self._freshness.is_away(known):
            return self._send_while_away(asked, answer, known, environ, start_response)
        if _is_current(answer, known):
            return self._send(asked, answer, known, environ, start_response)

        made = self._renderer.render(environ, asked, known, self.is_away)
        if isinstance(made, Answer):
            return self._send(asked, made, known, environ, start_response)
        if made is None or (made.status.startswith("5") and (answer is not None or self.is_away())):
            return self._send_while_away(asked, answer, known, environ, start_response)
        return _send_once(made, environ, start_response)

    def _keep(self, asked: Asked, rendered: Rendered, generation: int) -> Answer:
        is_found = not rendered.status.startswith("404")
        until = float("inf") if is_found else time.monotonic() + NOT_FOUND_SECONDS
        answer = make_answer(rendered.status, rendered.headers, rendered.body, generation, until)
        answer = answer.packed(asked.encoding)
        if self._store.put(asked.key, answer):
            self._squeeze_later(asked, answer)
        return answer

    def _packed(self, asked: Asked, answer: Answer) -> Answer:
        """The first who asks for a page in an encoding has it packed for all who follow."""
        if asked.encoding in answer.variants:
            return answer
        packed = answer.packed(asked.encoding)
        self._store.replace(asked.key, answer, packed)
        self._squeeze_later(asked, packed)
        return packed

    def _squeeze_later(self, asked: Asked, answer: Answer) -> None:
        if asked.encoding == BROTLI and not answer.status.startswith("404"):
            self._squeezer.squeeze_later(self._store, asked.key, answer)

    def _send(
        self, asked: Asked, answer: Answer, known: Known, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        answer = self._packed(asked, answer)
        extra = self._edge.headers(asked.key.path, answer, known) if self._edge else None
        return _send(answer, asked.encoding, environ, start_response, extra)

    def _send_while_away(
        self,
        asked: Asked,
        answer: Answer | None,
        known: Known | None,
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        """An older page with its age, or 503: the database does not answer, or the page cannot be made now."""
        if answer is not None and known is not None:
            # A page of the latest generation was right when the database answered last; another when it was made.
            right_at = known.asked_at if answer.generation == known.generation else answer.kept_at
            age = time.monotonic() - right_at
            if age <= self.longest_stale:
                return _send(
                    self._packed(asked, answer), asked.encoding, environ, start_response, [("Age", str(int(age)))]
                )
        return _send_once(self._unavailable(), environ, start_response)


def _is_current(answer: Answer | None, known: Known) -> TypeGuard[Answer]:
    return answer is not None and answer.generation == known.generation and time.monotonic() < answer.until


def _send(
    answer: Answer,
    encoding: str,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    extra: Headers | None = None,
) -> Iterable[bytes]:
    variant = answer.variants[encoding]
    headers = _with(variant.headers, extra) if extra else variant.headers
    if "HTTP_IF_NONE_MATCH" in environ and _has_already(variant, answer.status, environ["HTTP_IF_NONE_MATCH"]):
        start_response("304 Not Modified", [pair for pair in headers if pair[0].lower() in _OF_304])
        return []
    start_response(answer.status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]


def _has_already(variant: Variant, status: str, asked: str) -> bool:
    """Whether an `If-None-Match` names what would be sent.

    Of a redirect the tag says nothing: its body is empty, and what counts is where it leads (RFC 9110, 13.2.1).
    """
    return status.startswith("2") and (variant.tag in asked or asked.strip() == "*")


def _with(headers: Headers, extra: Headers) -> Headers:
    """The headers, with others that replace those of the same name."""
    names = {name.lower() for name, _value in extra}
    return [pair for pair in headers if pair[0].lower() not in names] + extra


def _send_once(rendered: Rendered, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response(rendered.status, rendered.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [rendered.body]
