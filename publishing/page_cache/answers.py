"""A page as bytes that can be sent at once."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import brotli

Headers = list[tuple[str, str]]

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
_SMALLEST_WORTH_PACKING = 200  # Bytes; below it the packed form is no smaller.
_WITH_IT = 3000  # Bytes that headers, address and objects take, as measured.
_QUICK, _SMALLEST = 5, 11
"""Brotli's quality: 0.4 ms for a typical page, and some 40 ms for a tenth fewer bytes."""
_GZIP = 4
"""Gzip's level, for the few who cannot unpack brotli: two thirds of the time of level 6 for 3 % more bytes."""
_WINDOW = 16
"""Of 64 kB, which holds nearly every page whole: a larger one takes longer to set up."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of an answer: its headers are complete."""

    headers: Headers
    body: bytes
    tag: str
    """Its entity tag, without quotes."""

    def packed(self, encoding: str, body: bytes) -> Variant:
        """The same page in an encoding, of which the packed body is given."""
        digest = self.tag.removesuffix(f"-{IDENTITY}")
        kept = [(name, value) for name, value in self.headers if name.lower() not in _OURS]
        return Variant([*kept, *_own_headers(digest, encoding, body)], body, f"{digest}-{encoding}")


@dataclass(slots=True)
class Answer:
    """What is sent for a page: its status, and a variant for each encoding that somebody has asked for."""

    status: str
    variants: dict[str, Variant]
    generation: int
    kept_at: float = field(default_factory=time.monotonic)
    until: float = float("inf")
    """The reading of `time.monotonic()` at which it is to be asked for again, whatever the version."""

    @property
    def size(self) -> int:
        """Bytes held in memory."""
        return _WITH_IT + sum(len(variant.body) for variant in self.variants.values())

    def packed(self, encoding: str) -> Answer:
        """The same answer with a variant for an encoding; quick, for the reader who waits for it."""
        plain = self.variants[IDENTITY]
        if encoding in self.variants:
            return self
        if len(plain.body) < _SMALLEST_WORTH_PACKING:
            return self._with(encoding, plain)
        return self._with(encoding, plain.packed(encoding, _PACKERS[encoding](plain.body)))

    def squeezed(self) -> Answer:
        """The same answer with the smallest brotli form; slow, for the background."""
        plain = self.variants[IDENTITY]
        if len(plain.body) < _SMALLEST_WORTH_PACKING:
            return self
        body = brotli.compress(plain.body, quality=_SMALLEST, mode=brotli.MODE_TEXT)
        return self._with(BROTLI, plain.packed(BROTLI, body))

    def _with(self, encoding: str, variant: Variant) -> Answer:
        return Answer(self.status, self.variants | {encoding: variant}, self.generation, self.kept_at, self.until)


def make_answer(status: str, headers: Headers, body: bytes, generation: int, until: float = float("inf")) -> Answer:
    """A page as it is; each encoding is added when somebody asks for it, with a strong entity tag of its own.

    A page that comes with a strong tag is not read for another one.
    """
    kept = [(name, value) for name, value in headers if name.lower() not in _OURS]
    digest = _strong_tag(headers) or hashlib.sha256(body).hexdigest()[:24]
    plain = Variant([*kept, *_own_headers(digest, IDENTITY, body)], body, f"{digest}-{IDENTITY}")
    return Answer(status, {IDENTITY: plain}, generation, until=until)


def _strong_tag(headers: Headers) -> str:
    """What a page's `ETag` says between its quotes; empty without one, or where it is weak (RFC 9110, 8.8.3)."""
    tag = next((value for name, value in headers if name == "ETag"), "")
    return tag[1:-1] if tag[:1] == tag[-1:] == '"' else ""


_OURS = {"etag", "content-length", "content-encoding", "vary", "last-modified", "connection", "date"}


def _own_headers(digest: str, encoding: str, body: bytes) -> Headers:
    own: Headers = [
        ("ETag", f'"{digest}-{encoding}"'),
        ("Vary", "Accept-Encoding"),
        ("Content-Length", str(len(body))),
    ]
    return own if encoding == IDENTITY else [*own, ("Content-Encoding", encoding)]


_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    GZIP: lambda body: gzip.compress(body, compresslevel=_GZIP, mtime=0),
    BROTLI: lambda body: brotli.compress(body, quality=_QUICK, mode=brotli.MODE_TEXT, lgwin=_WINDOW),
}
