"""HTML as a tree, and a tree as HTML in its one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from html import escape
from html.parser import HTMLParser

from publishing.sanitizer.invalid import seam


class Sign(Enum):
    EDGE = "edge"
    """One block ends and another begins."""
    GAP = "gap"
    """Something was left out between two texts."""


@dataclass(eq=False)
class Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    holds_block: bool = False
    """True for an inline element with a block inside, which browsers show and HTML does not allow."""

    @property
    def is_block(self) -> bool:
        return self.name in BLOCKS or self.holds_block

    @cached_property
    def has_content(self) -> bool:
        """True for words and pictures inside it; asked once its children are all there."""
        return self.name == "img" or any(has_content(child) for child in self.children)


Node = Element | str | Sign

BLOCKS = frozenset({"p", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "caption"}) | {
    *("thead", "tbody", "tfoot", "tr", "th", "td")
}
_VOID = frozenset({"br", "img", "hr", "wbr", "col", "input", "embed", "area", "keygen"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANK = re.compile(r"\s*")


def has_content(node: Node) -> bool:
    """True for words and pictures."""
    if isinstance(node, str):
        return not _BLANK.fullmatch(node)
    return isinstance(node, Element) and node.has_content


def words_of(nodes: Sequence[Node]) -> str:
    """Their words, with single spaces."""
    return " ".join("".join(_texts(nodes)).split())


def parse(html: str) -> list[Node]:
    """The tree of well-formed HTML, such as the parser in `nh3` writes."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root.children


def write(nodes: Sequence[Node]) -> str:
    """HTML without space that no browser shows, and with a space in each gap that would join two words."""
    tokens = [*_tokens(nodes)]
    _fill_gaps(tokens)
    written: list[str] = []
    text = ""
    is_at_edge = True
    for kind, said in [*tokens, (_BLOCK, "")]:
        if kind is _TEXT:
            text += said
            continue
        shown = _SPACES.sub(" ", text)
        shown = shown.removeprefix(" ") if is_at_edge else shown
        written.append(_escaped(shown.removesuffix(" ") if kind is _BLOCK else shown))
        written.append(said)
        text, is_at_edge = "", kind is _BLOCK
    return "".join(written)


class _Kind(Enum):
    TEXT = "text"
    GAP = "gap"
    BLOCK = "the tag of a block, or a line break"
    INLINE = "any other tag"


_TEXT, _GAP, _BLOCK, _INLINE = _Kind
_Token = tuple[_Kind, str]


def _tokens(nodes: Sequence[Node]) -> Iterator[_Token]:
    for node in nodes:
        if isinstance(node, str):
            yield _TEXT, node
        elif isinstance(node, Sign):
            yield _GAP, ""
        else:
            kind = _BLOCK if node.name in BLOCKS or node.name == "br" else _INLINE
            yield kind, f"<{node.name}{''.join(_attribute(*pair) for pair in node.attributes.items())}>"
            yield from _tokens(node.children)
            if node.name not in _VOID:
                yield kind, f"</{node.name}>"


def _fill_gaps(tokens: list[_Token]) -> None:
    """Makes each gap a text: a space where words would join without it, and else nothing."""
    after: list[str] = []
    following = " "
    for kind, said in reversed(tokens):
        after.append(following)
        following = _edge_of(kind, said, following, said[:2])
    before = " "
    for place, ((kind, said), right) in enumerate(zip(tokens, reversed(after), strict=True)):
        if kind is _GAP:
            said = seam(before, right)
            tokens[place] = (_TEXT, said)
        before = _edge_of(tokens[place][0], said, before, said[-1:])


def _edge_of(kind: _Kind, said: str, beyond: str, edge: str) -> str:
    """The neighbor of a gap, past tags and gaps that show nothing."""
    if kind is _BLOCK:
        return " "
    return edge if kind is _TEXT and said else beyond


def _attribute(name: str, value: str) -> str:
    return f' {name}="{_escaped(value, quote=True)}"'


def _escaped(text: str, *, quote: bool = False) -> str:
    plain = escape(text, quote=False).replace("\xa0", "&nbsp;")
    return plain.replace('"', "&quot;") if quote else plain


def _texts(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Element):
            yield from ([" "] if node.is_block or node.name == "br" else [])
            yield from _texts(node.children)
            yield from ([" "] if node.is_block else [])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].name == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
