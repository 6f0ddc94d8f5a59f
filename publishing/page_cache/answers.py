"""A page as bytes that can be sent at once."""

from __future__ import annotations

import gzip
import hashlib
import time
from dataclasses import dataclass, field

import brotli

Headers = list[tuple[str, str]]

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
_SMALLEST_WORTH_PACKING = 200  # Bytes; below it the packed form is no smaller.
_WITH_IT = 3000  # Bytes that headers, address and objects take, as measured.
_QUICK, _SMALLEST = 5, 11
"""Brotli's quality: 0.1 ms for a typical page, and some 15 ms for a sixth fewer bytes."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of an answer: its headers are complete."""

    headers: Headers
    body: bytes
    tag: str
    """Its entity tag, without quotes."""


@dataclass(slots=True)
class Answer:
    """What is sent for a page: status, and one variant an encoding."""

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

    def variant(self, encodings: tuple[str, ...]) -> Variant:
        """The first of the encodings that there is; else it is sent as it is."""
        for encoding in encodings:
            if found := self.variants.get(encoding):
                return found
        return self.variants[IDENTITY]

    def squeezed(self) -> Answer:
        """The same answer with the smallest brotli form; slow, for the background."""
        plain = self.variants[IDENTITY]
        if BROTLI not in self.variants:
            return self
        body = brotli.compress(plain.body, quality=_SMALLEST, mode=brotli.MODE_TEXT)
        quick = self.variants[BROTLI]
        packed = Variant(_with_length(quick.headers, body), body, quick.tag)
        return Answer(self.status, self.variants | {BROTLI: packed}, self.generation, self.kept_at, self.until)


def make_answer(status: str, headers: Headers, body: bytes, generation: int, until: float = float("inf")) -> Answer:
    """Pack a page: identity, gzip and brotli, each with a strong entity tag of its own."""
    digest = hashlib.sha256(body).hexdigest()[:24]
    kept = [(name, value) for name, value in headers if name.lower() not in _OURS]
    bodies = {IDENTITY: body}
    if len(body) >= _SMALLEST_WORTH_PACKING:
        bodies[GZIP] = gzip.compress(body, compresslevel=6, mtime=0)
        bodies[BROTLI] = brotli.compress(body, quality=_QUICK, mode=brotli.MODE_TEXT)
    variants = {encoding: _variant(kept, digest, encoding, packed) for encoding, packed in bodies.items()}
    return Answer(status, variants, generation, until=until)


_OURS = {"etag", "content-length", "content-encoding", "vary", "last-modified", "connection", "date"}


def _variant(headers: Headers, digest: str, encoding: str, body: bytes) -> Variant:
    tag = f"{digest}-{encoding}"
    own: Headers = [("ETag", f'"{tag}"'), ("Vary", "Accept-Encoding"), ("Content-Length", str(len(body)))]
    if encoding != IDENTITY:
        own.append(("Content-Encoding", encoding))
    return Variant(headers + own, body, tag)


def _with_length(headers: Headers, body: bytes) -> Headers:
    return [(name, str(len(body)) if name == "Content-Length" else value) for name, value in headers]
