"""Clean HTML as passages: the lines of `publishing.html.plain_text`, each with what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape


class Shape(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """A point of a list."""
    CELL = "cell"
    """A cell of a table, or its caption."""
    LINE = "line"
    """A line of a field that holds one thing a line."""
    QUOTE = "quote"
    PICTURE = "picture"
    """Without text: where a picture stands."""
    SOURCE = "source"


@dataclass(frozen=True)
class Link:
    text: str
    address: str


@dataclass(frozen=True)
class Image:
    field: str
    address: str
    alternative: str | None
    """None where nobody decided; empty where the picture is said to be decoration."""


@dataclass(frozen=True)
class Passage:
    """One line of text as readers see it."""

    part: str
    field: str
    shape: Shape
    text: str
    level: int = 0
    """Of a heading, 3 or 4; of a point, how deep its list is."""
    block: int = 0
    """The same for lines that a line break alone divides."""
    links: tuple[Link, ...] = ()
    explained: tuple[str, ...] = ()
    """Abbreviations marked up with what they mean."""
    is_bold: bool = False
    """All of it."""
    starts_bold: bool = False

    @property
    def is_prose(self) -> bool:
        return bool(self.text) and self.shape != Shape.SOURCE and self.field != "other_names"


def read_html(html: str, part: str, name: str) -> tuple[list[Passage], list[Image]]:
    """The passages of a rich text in reading order, and its pictures."""
    reader = _Reader(part, name)
    end = 0
    for tag in _TAG.finditer(html):
        reader.text(html[end : tag.start()])
        reader.tag(is_closing=bool(tag[1]), name=tag[2], attributes=tag[3])
        end = tag.end()
    reader.text(html[end:])
    reader.flush()
    return reader.passages, reader.images


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_BLOCKS = frozenset({"p", "h3", "h4", "li", "td", "th", "caption", "blockquote", "tr", "ul", "ol", "table"})
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"td", "th", "caption"})
_HEADINGS = {"h3": 3, "h4": 4}


@dataclass
class _Reader:
    part: str
    name: str
    passages: list[Passage] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _pieces: list[tuple[str, bool]] = field(default_factory=list)
    """Text, and whether it is bold."""
    _links: list[Link] = field(default_factory=list)
    _explained: list[str] = field(default_factory=list)
    _marks: list[tuple[str, str, int]] = field(default_factory=list)
    """Links and abbreviations that are open: the tag, its address or meaning, and the piece it starts with."""
    _bold: int = 0
    _block: int = 0

    def text(self, text: str) -> None:
        if text:
            self._pieces.append((unescape(text), self._bold > 0))

    def tag(self, *, is_closing: bool, name: str, attributes: str) -> None:
        if name in _BLOCKS:
            self._edge(name, is_closing=is_closing)
        elif name == "br":
            self.flush()
        elif name == "strong":
            self._bold += -1 if is_closing else 1
        elif name in ("a", "abbr"):
            self._mark(name, attributes, is_closing=is_closing)
        elif name == "img":
            found = _attributes(attributes)
            self.flush()
            self.images.append(Image(self.name, found.get("src", ""), found.get("alt")))
            self.passages.append(Passage(self.part, self.name, Shape.PICTURE, "", block=self._block))

    def _edge(self, name: str, *, is_closing: bool) -> None:
        had = len(self.passages)
        self.flush()
        if not is_closing:
            self._open.append(name)
        elif name in self._open:
            if name in _HEADINGS and len(self.passages) == had and not self._said_in_block():
                self.passages.append(self._passage(""))
            del self._open[len(self._open) - 1 - self._open[::-1].index(name) :]
        self._block += 1

    def _said_in_block(self) -> bool:
        return bool(self.passages) and self.passages[-1].block == self._block

    def _mark(self, name: str, attributes: str, *, is_closing: bool) -> None:
        if not is_closing:
            found = _attributes(attributes)
            value = found.get("href" if name == "a" else "title", "")
            self._marks.append((name, value, len(self._pieces)))
        elif self._marks and self._marks[-1][0] == name:
            _name, value, start = self._marks.pop()
            text = _spaced("".join(piece for piece, _bold in self._pieces[start:]))
            if name == "a":
                self._links.append(Link(text, value))
            elif value:
                self._explained.append(text)

    def flush(self) -> None:
        text = _spaced("".join(piece for piece, _bold in self._pieces))
        if text or self._links:
            self.passages.append(self._passage(text))
        self._pieces, self._links, self._explained = [], [], []
        self._marks = [(name, value, 0) for name, value, _start in self._marks]

    def _passage(self, text: str) -> Passage:
        shape, level = self._shape()
        bold = [bold for piece, bold in self._pieces if piece.strip()]
        marks = (tuple(self._links), tuple(self._explained))
        return Passage(
            self.part, self.name, shape, text, level, self._block, *marks, all(bold or [False]), any(bold[:1])
        )

    def _shape(self) -> tuple[Shape, int]:
        depth = sum(name in _LISTS for name in self._open)
        for name in reversed(self._open):
            if name in _HEADINGS:
                return Shape.HEADING, _HEADINGS[name]
            if name in _CELLS:
                return Shape.CELL, 0
            if name == "li":
                return Shape.ITEM, depth
            if name == "blockquote":
                return Shape.QUOTE, 0
        return Shape.PARAGRAPH, 0


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def _spaced(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())
