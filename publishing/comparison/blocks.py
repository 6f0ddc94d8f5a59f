"""Rich text as a list of blocks of words, in a form in which what looks the same is the same.

Entity spelling, the order of attributes, the amount of white space, neighbouring tags that say the same, and the ids
and boxes that `publishing.anchors` adds leave no trace in it.
"""

import re
import unicodedata
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import NamedTuple

CELL = "\x1f"
"""The word that begins a cell of a table. Clean text holds no control characters."""

BREAK = "\x1e"
"""A line break inside a block."""

PICTURE = "\x1d"
"""Begins the word that stands for a picture; its address follows, and its mark holds the text in its place."""

UNDECIDED = "\x1d"
"""What the mark of a picture holds where nobody has said what stands in its place."""

_MARKED_BY = {"a": "href", "abbr": "title"}
_INLINE = {"a", "strong", "em", "sub", "sup", "abbr"}
_FRAMES = {"ul", "ol", "blockquote", "table"}
_BLOCKS = {"p", "h3", "h4", "li", "caption", "tr"} | _FRAMES
_IN_CELL = {"p", "h3", "h4", "li"}
_INVISIBLE = {ord(character): None for character in "\u00ad\u200b\u2060"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WORD = re.compile(r"\s+|\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’\u2011-][^\W\d_]+)*|\S")


class Mark(NamedTuple):
    """An inline tag around a word, with what matters of it: a link's address, an abbreviation's full words."""

    tag: str
    value: str = ""


class Word(NamedTuple):
    """A word, a number, a sign, `CELL` or `BREAK`, and whether a space stands before it."""

    text: str
    spaced: bool
    marks: tuple[Mark, ...] = ()


class Block(NamedTuple):
    """A paragraph, heading, item, row, caption or line, and the lists, quotes and tables around it."""

    kind: str
    words: tuple[Word, ...]
    frame: tuple[str, ...] = ()


Run = tuple[str, tuple[Mark, ...]]


def rich_blocks(html: str) -> tuple[Block, ...]:
    """The blocks of clean HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return tuple(reader.blocks)


def line_block(text: str, kind: str = "line") -> Block:
    return Block(kind, _words([(_CONTROL.sub(" ", text), ())]))


class _Reader(HTMLParser):
    """Walks through clean HTML and ends a block wherever a browser would."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._open: list[str] = []
        self._begun: list[bool] = []
        self._marks: list[Mark] = []
        self._runs: list[Run] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _INLINE:
            self._marks.append(Mark(tag, dict(attrs).get(_MARKED_BY.get(tag, "")) or ""))
        elif tag in ("td", "th"):
            size = " ".join(f"{name}={value}" for name, value in sorted(attrs))
            self._runs.append((CELL, (Mark(tag, size),)))
        elif tag == "img":
            own = dict(attrs)
            mark = Mark("img", own.get("alt") or ("" if "alt" in own else UNDECIDED))
            self._runs.append((PICTURE + (own.get("src") or ""), (*sorted(set(self._marks)), mark)))
        elif tag == "br" or (tag in _IN_CELL and "tr" in self._open):
            self._runs.append((BREAK, ()))
        elif tag in _BLOCKS and "tr" not in self._open:
            self.end_block()
            self._open.append(tag)
            self._begun.append(False)

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE:
            last = next((at for at in reversed(range(len(self._marks))) if self._marks[at].tag == tag), None)
            if last is not None:
                del self._marks[last]
        elif tag in self._open and (tag == "tr" or "tr" not in self._open):
            self.end_block()
            place = len(self._open) - 1 - self._open[::-1].index(tag)
            del self._open[place:], self._begun[place:]

    def handle_data(self, data: str) -> None:
        marks = tuple(sorted(set(self._marks)))
        if self._runs and self._runs[-1][1] == marks and not _is_sign(self._runs[-1][0]):
            data = self._runs.pop()[0] + data
        self._runs.append((data, marks))

    def end_block(self) -> None:
        words = _words(self._runs)
        self._runs = []
        if words:
            frame = tuple(tag for tag in self._open if tag in _FRAMES)
            self.blocks.append(Block(self._kind(), words, frame))

    def _kind(self) -> str:
        """The innermost tag; in an item, the item for its first words, and what goes on with it after that."""
        kind = next((tag for tag in reversed(self._open) if tag not in _FRAMES), "p")
        if "li" not in self._open or kind not in ("p", "li"):
            return kind
        item = len(self._open) - 1 - self._open[::-1].index("li")
        begun, self._begun[item] = self._begun[item], True
        return "more" if begun else "li"


def _is_sign(text: str) -> bool:
    return text.startswith((CELL, BREAK, PICTURE))


def _words(runs: Iterable[Run]) -> tuple[Word, ...]:
    words: list[Word] = []
    space = False
    for text, marks in runs:
        if _is_sign(text):
            words.append(Word(text, False, marks))
            space = False
            continue
        for found in _WORD.findall(unicodedata.normalize("NFC", text.translate(_INVISIBLE))):
            if found.isspace():
                space = bool(words) and words[-1].text not in (CELL, BREAK)
            else:
                words.append(Word(found, space, marks))
                space = False
    return tuple(_without_idle_breaks(words))


def _without_idle_breaks(words: list[Word]) -> Iterable[Word]:
    """A break shows only between words."""
    kept: list[Word] = []
    for word in words:
        if word.text == CELL and kept and kept[-1].text == BREAK:
            kept.pop()
        if word.text == BREAK and (not kept or kept[-1].text in (CELL, BREAK)):
            continue
        kept.append(word)
    if kept and kept[-1].text == BREAK:
        kept.pop()
    return kept
