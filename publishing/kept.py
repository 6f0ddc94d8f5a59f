"""Public pages made once, and kept for as long as what they are made from stays the same.

The page cache forgets every page at every public change. Most changes leave most pages as they were: an alert changes
their banners alone. So a page is kept without what changes by itself, under all that it is made from; what is left
open is filled in for each answer. Nothing here grows old: other rows are another key. That a page is made from nothing
else is not left to care: while one is made for keeping, the database and the clock are out of reach.
"""

from __future__ import annotations

import hashlib
import marshal
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from publishing import clock
from publishing.page_cache.store import Store

Fill = Callable[[int | None], str]
"""Makes the text for what was left open, at the site's version; None where nobody has asked for that yet."""

_OPENINGS = "_openings"
_MARK = SafeString(secrets.token_hex(16))
_WITH_IT = 1000  # Bytes that the key and the objects take.


@dataclass(frozen=True, slots=True)
class Kept:
    """A page in pieces: between each two of them is something to fill in."""

    pieces: list[bytes]
    fills: list[Fill]
    digest: bytes
    """Of the pieces."""
    generation: int = 0

    @property
    def size(self) -> int:
        return _WITH_IT + sum(map(len, self.pieces))

    def filled(self, site_version: int | None) -> tuple[bytes, str]:
        """The page and its entity tag."""
        filling = [fill(site_version).encode() for fill in self.fills]
        whole = [self.pieces[0]]
        for text, piece in zip(filling, self.pieces[1:], strict=True):
            whole += (text, piece)
        return b"".join(whole), f'"{_digest(self.digest, *filling).hex()}"'


_pages: Store[Kept] = Store(settings.KEPT_PAGES_MB * 1_000_000)


def kept_page(
    request: HttpRequest,
    template: str,
    made_from: object,
    context: Callable[[], Mapping[str, Any]],
    *,
    site_version: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page that a template and a context make.

    `made_from` is everything that the context is made from, as values whose `repr` tells them apart; with the address
    and the language it is the key. `context` is called where the page is not there yet, and can ask neither the
    database nor the clock. `site_version`: where it is known already.
    """
    if clock.is_set_to_another_moment() or settings.DEBUG:
        return render(request, template, {**context()}, status=status)
    key = _digest(template, get_language(), request.path, status, made_from)
    page = _pages.get(key)
    if page is None:
        page = _made(request, template, context)
        _pages.put(key, page)
    body, tag = page.filled(site_version)
    return HttpResponse(body, status=status, headers={"ETag": tag})


def left_open(context: Context, fill: Fill) -> str:
    """For a template tag: what `fill` makes is no part of what is kept."""
    openings: list[Fill] | None = context.get(_OPENINGS)
    if openings is None:
        return fill(None)
    openings.append(fill)
    return _MARK


def forget() -> None:
    """Let all pages go; for what no key names, such as another setting."""
    _pages.clear()


def held() -> int:
    """How many pages there are."""
    return len(_pages)


def _made(request: HttpRequest, template: str, context: Callable[[], Mapping[str, Any]]) -> Kept:
    openings: list[Fill] = []
    with _nothing_to_ask():
        html = render_to_string(template, {**context(), _OPENINGS: openings}, _of_nobody(request))
    pieces = [piece.encode() for piece in html.split(_MARK)]
    return Kept(pieces, openings, _digest_of(b"\0".join(pieces)))


def _of_nobody(request: HttpRequest) -> HttpRequest:
    """A request for the same page with nothing of the reader in it."""
    bare = HttpRequest()
    bare.method = "GET"
    bare.path = request.path
    bare.path_info = request.path_info
    bare.resolver_match = request.resolver_match
    return bare


@contextmanager
def _nothing_to_ask() -> Iterator[None]:
    with clock.unseen(), connection.execute_wrapper(_refuse):
        yield


def _refuse(_execute: object, sql: str, *_rest: object) -> object:
    raise RuntimeError(
        f"What is made here is kept: ask the database before, and name in `made_from` what it says. {sql}"
    )


def _digest(*parts: object) -> bytes:
    try:
        # As rows come, several times as fast as `repr`. In form 0 what is equal is equal bytes.
        told = marshal.dumps(parts, 0)  # type: ignore[arg-type]  # What else there is raises.
    except ValueError:
        told = repr(parts).encode()
    return _digest_of(told)


def _digest_of(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=24).digest()
