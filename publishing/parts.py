"""The parts of a page that are signed off one by one, and what counts as the same text."""

import hashlib
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_NOT_TEXT = frozenset({"id", "role", "tabindex", "aria-label", "loading", "decoding"})
"""What `anchors.prepare` adds to clean HTML: addresses and names inside the page, and no words."""


class TextPart(NamedTuple):
    """A tab, or all that stands around the tabs. `content` is what families read of it, as JSON can hold it."""

    key: str
    title: str
    content: Any

    @property
    def digest(self) -> str:
        """SHA-256 of the part's text: equal where only white space or the writing of the HTML differs."""
        text = json.dumps(_same(self.content), sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
        return hashlib.sha256(text.encode()).hexdigest()


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


def texts_in(value: Any) -> Iterator[str]:
    """All texts of a content, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


def _same(value: Any) -> Any:
    if isinstance(value, str):
        return canonical(value)
    if isinstance(value, dict):
        return {key: _same(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_same(inner) for inner in value]
    return value
