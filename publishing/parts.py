"""The parts of a page that are signed off one by one, and what counts as the same text."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

from publishing.html import TAGS

SCHEME = "2:"
"""Begins every digest of the present scheme. Digests of the first scheme (`first_digest`) begin with a hex digit."""

_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
_WHOLE_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_NOT_TEXT = frozenset({"id", "role", "tabindex", "aria-label", "loading", "decoding"})
"""What `anchors.prepare` adds to clean HTML: addresses and names inside the page, and no words."""

_INVISIBLE = _NOT_TEXT | {"alt", "class", "lang", "scope"}
"""Attributes that change nothing a reader of the page sees. All others are signed."""


class TextPart(NamedTuple):
    """A tab, or all that stands around the tabs. `content` is what families read of it, as JSON can hold it.

    `rich` names the fields that hold HTML. All other text is plain: a “<” in it is a less-than sign.
    """

    key: str
    title: str
    content: Any
    rich: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """`SCHEME` and the SHA-256 of what readers see: equal only where every visible word is the same."""
        seen = {
            name: _visible_html(value) if name in self.rich else _visible(value) for name, value in self.content.items()
        }
        return SCHEME + _sha256(seen)

    @property
    def rich_texts(self) -> Iterator[str]:
        return (self.content[name] for name in sorted(self.rich & self.content.keys()))


def first_digest(content: Any) -> str:
    """The digest that sign-offs held before `SCHEME`.

    It took “<” in plain text for the start of a tag, so different words could share one. By itself it proves nothing.
    """
    return _sha256(_first_spelling(content))


def canonical(html: str) -> str:
    """Clean HTML in its one spelling: attributes in order, entities as characters, white space as single spaces."""
    pieces = []
    end = 0
    for tag in _TAG.finditer(html):
        pieces += [unescape(html[end : tag.start()]), _canonical_tag(tag)]
        end = tag.end()
    pieces.append(unescape(html[end:]))
    return " ".join("".join(pieces).split())


def _canonical_tag(tag: re.Match[str]) -> str:
    kept = sorted((name, unescape(value)) for name, value in _ATTRIBUTE.findall(tag[3]) if name not in _NOT_TEXT)
    # A less-than sign in the text is no tag: it is told apart by a character that no clean text holds.
    return "\x00" + tag[1] + tag[2] + "".join(f'\x00{name}="{value}"' for name, value in kept) + "\x00"


def _visible(value: Any) -> Any:
    """Plain text, however deep, with single spaces and composed characters."""
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, Mapping):
        return {key: _visible(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_visible(inner) for inner in value]
    return value


def _visible_html(html: str) -> list[Any]:
    """Clean HTML as a list of texts and tags, without boxes and attributes that nobody sees.

    A “<” that begins no tag of clean HTML stays text, with all that follows it: nothing is left out unread.
    """
    pieces: list[Any] = []
    end = 0
    for tag in _WHOLE_TAG.finditer(html):
        pieces.append(unescape(html[end : tag.start()]))
        end = tag.end()
        if tag[2] in TAGS:
            attributes = sorted((name, unescape(value)) for name, value in _ATTRIBUTE.findall(tag[3]))
            pieces.append([tag[1] + tag[2], *(pair for pair in attributes if pair[0] not in _INVISIBLE)])
    pieces.append(unescape(html[end:]))
    return list(_with_single_spaces(pieces))


def _with_single_spaces(pieces: list[Any]) -> Iterator[Any]:
    """The texts with a space once, also where a tag stands between two."""
    follows_space = True
    for piece in pieces:
        if not isinstance(piece, str):
            yield piece
            continue
        text = " ".join(f"|{unicodedata.normalize('NFC', piece)}|".split())[1:-1]
        if follows_space:
            text = text.removeprefix(" ")
        if text:
            yield text
            follows_space = text.endswith(" ")


def _first_spelling(value: Any) -> Any:
    if isinstance(value, str):
        return canonical(value)
    if isinstance(value, dict):
        return {key: _first_spelling(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_first_spelling(inner) for inner in value]
    return value


def _sha256(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()
