"""Clean rich text as a tree of blocks that keep their exact HTML. Knows no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from publishing.parts import canonical

TEXT = ""
"""The tag of inline text that stands in a container without a block of its own."""

LINE = "line"
"""The tag of a line of plain text."""

_CONTAINERS = frozenset({"ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tfoot"})
_INLINE = frozenset(
    {"a", "strong", "em", "sub", "sup", "abbr", "br", "img", "b", "i", "u", "s", "span", "code", "small", "q", "bdi"}
)
_VOID = frozenset({"br", "img", "hr"})
_DEEPEST = 20
"""Containers that are nested deeper are one block; it also bounds the recursion."""

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>')
_MARKUP = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Node:
    """A block. `children` is None for one that is merged as a whole: paragraph, heading, table row, line."""

    tag: str
    html: str
    children: tuple[Node, ...] | None = None
    opening: str = ""
    closing: str = ""

    @cached_property
    def key(self) -> str:
        """Equal for blocks that say the same, whatever their white space and order of attributes."""
        return " ".join(self.html.split()) if self.tag == LINE else f"{self.tag} {canonical(self.html)}"

    @cached_property
    def words(self) -> list[str]:
        text = self.html if self.tag == LINE else unescape(_MARKUP.sub(" ", self.html))
        return _WORD.findall(text.casefold())


Nodes = Sequence[Node]


@dataclass
class _Element:
    tag: str
    start: int
    inner_start: int
    inner_end: int = 0
    end: int = 0
    children: list[_Element] = field(default_factory=list)


def blocks_of(html: str) -> tuple[Node, ...]:
    """The blocks of clean HTML; all of it as one block where its tags are not balanced."""
    root = _tree(html)
    if root is None:
        return (Node(TEXT, html),)
    return tuple(_blocks(html, root, depth=0))


def lines_of(text: str) -> tuple[Node, ...]:
    return tuple(Node(LINE, line.rstrip()) for line in text.splitlines())


def _tree(html: str) -> _Element | None:
    root = _Element("", 0, 0, len(html), len(html))
    stack = [root]
    for found in _TAG.finditer(html):
        is_end, tag = bool(found[1]), found[2]
        if is_end:
            if stack[-1].tag != tag:
                return None
            closed = stack.pop()
            closed.inner_end, closed.end = found.start(), found.end()
            continue
        element = _Element(tag, found.start(), found.end(), found.end(), found.end())
        stack[-1].children.append(element)
        if tag not in _VOID:
            stack.append(element)
    return root if len(stack) == 1 else None


def _blocks(html: str, parent: _Element, depth: int) -> Iterator[Node]:
    run = parent.inner_start
    for element in parent.children:
        if element.tag in _INLINE:
            continue
        yield from _text(html[run : element.start])
        yield _node(html, element, depth)
        run = element.end
    yield from _text(html[run : parent.inner_end])


def _text(html: str) -> Iterator[Node]:
    if html.strip():
        yield Node(TEXT, html)


def _node(html: str, element: _Element, depth: int) -> Node:
    whole = html[element.start : element.end]
    if element.tag not in _CONTAINERS or depth >= _DEEPEST:
        return Node(element.tag, whole)
    children = tuple(_blocks(html, element, depth + 1))
    opening, closing = html[element.start : element.inner_start], html[element.inner_end : element.end]
    return Node(element.tag, whole, children, opening, closing)
