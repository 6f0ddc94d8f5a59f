"""Rich text as a list of blocks of words, in a form in which what looks the same is the same.

Entity spelling, the order of attributes, the amount of white space, neighbouring tags that say the same, and the ids
and boxes that `publishing.anchors` adds leave no trace in it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count, pairwise
from typing import NamedTuple

CELL = "\x1f"
"""The word that begins a cell of a table. Clean text holds no control characters."""

BREAK = "\x1e"
"""A line break inside a block."""

PICTURE = "\x1d"
"""Begins the word that stands for a picture; its address follows, and its mark holds the text in its place."""

UNDECIDED = "\x1d"
"""What the mark of a picture holds where nobody has said what stands in its place."""

LIST_ITEM = "item"
"""The mark of the break that begins an item of a list in a cell; its value is the bullet or number that is seen."""

_MARKED_BY = {"a": "href", "abbr": "title"}
_INLINE = {"a", "strong", "em", "sub", "sup", "abbr"}
_LISTS = {"ul", "ol"}
_FRAMES = {"ul", "ol", "blockquote", "table"}
_BLOCKS = {"p", "h3", "h4", "li", "caption", "tr"} | _FRAMES
_IN_PATH = _FRAMES | {"li"}
_IN_CELL = {"p", "h3", "h4"}
_SPANS = ("colspan", "rowspan")
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


class Opened(NamedTuple):
    """An element around a block: its tag, its place among all of the text, and the number of an item of a list."""

    tag: str
    place: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, item, row, caption or line, and the lists, quotes and tables around it."""

    kind: str
    words: tuple[Word, ...]
    frame: tuple[str, ...] = ()
    """The tags around it; that of a list that does not begin with 1, or goes on with another number, says so."""

    path: tuple[Opened, ...] = field(default=(), compare=False)
    """The same elements one by one, to build the text again from its blocks."""

    @property
    def cells(self) -> list[tuple[Word, ...]]:
        """The words of a row, cell by cell; each begins with `CELL`."""
        starts = [place for place, word in enumerate(self.words) if word.text == CELL]
        return [self.words[start:end] for start, end in pairwise([*starts, len(self.words)])]


Run = tuple[str, tuple[Mark, ...]]


def rich_blocks(html: str) -> tuple[Block, ...]:
    """The blocks of clean HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return tuple(reader.blocks)


def line_block(text: str, kind: str = "line", path: tuple[Opened, ...] = ()) -> Block:
    return Block(kind, _words([(_CONTROL.sub(" ", text), ())]), path=path)


@dataclass(slots=True)
class _Element:
    """An element that is open while the reader walks through it."""

    opened: Opened
    label: str
    has_begun: bool = False
    next_number: int | None = None
    """The number of the next item of a numbered list."""

    @property
    def tag(self) -> str:
        return self.opened.tag


class _Reader(HTMLParser):
    """Walks through clean HTML and ends a block wherever a browser would."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._open: list[_Element] = []
        self._row: _Element | None = None
        self._tables_in_cell = 0
        self._lists_in_cell: list[_Element] = []
        self._marks: list[Mark] = []
        self._runs: list[Run] = []
        self._places = count()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if tag in _INLINE:
            self._marks.append(Mark(tag, own.get(_MARKED_BY.get(tag, "")) or ""))
        elif tag == "img":
            mark = Mark("img", own.get("alt") or ("" if "alt" in own else UNDECIDED))
            self._runs.append((PICTURE + (own.get("src") or ""), (*sorted(set(self._marks)), mark)))
        elif tag == "br":
            self._runs.append((BREAK, ()))
        elif self._row:
            self._start_in_row(tag, own)
        elif tag in _BLOCKS:
            self.end_block()
            self._open.append(self._element(tag, own, self._open))
            self._row = self._open[-1] if tag == "tr" else None

    def _start_in_row(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Blocks of a cell are lines of their own; a table in a cell is told in its lines."""
        if tag == "table":
            self._tables_in_cell += 1
        elif tag in ("td", "th") and not self._tables_in_cell:
            spans = {name: _whole_number(attrs.get(name), 1) for name in _SPANS}
            size = " ".join(f"{name}={many}" for name, many in spans.items() if many > 1)
            self._runs.append((CELL, (Mark(tag, size),)))
        elif tag in ("td", "th"):
            self._runs.append((" | ", ()))
        elif tag in _LISTS:
            self._lists_in_cell.append(self._element(tag, attrs, self._lists_in_cell))
        elif tag == "li":
            self._runs.append((BREAK, (Mark(LIST_ITEM, self._bullet(attrs)),)))
        elif tag in _IN_CELL or tag == "tr":
            self._runs.append((BREAK, ()))

    def _bullet(self, attrs: dict[str, str | None]) -> str:
        item = self._element("li", attrs, self._lists_in_cell).opened
        depth = max(1, len(self._lists_in_cell))
        return "\u2003" * (depth - 1) + ("•" if item.number is None else f"{item.number}.")

    def _element(self, tag: str, attrs: dict[str, str | None], around: list[_Element]) -> _Element:
        place = next(self._places)
        if tag == "ol":
            start = _whole_number(attrs.get("start"), 1)
            return _Element(Opened(tag, place), tag if start == 1 else f"{tag} {start}", next_number=start)
        if tag == "li" and around and around[-1].next_number is not None:
            expected = around[-1].next_number
            number = _whole_number(attrs.get("value"), expected)
            around[-1].next_number = number + 1
            return _Element(Opened(tag, place, number), tag if number == expected else f"{tag} {number}")
        return _Element(Opened(tag, place), tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE:
            last = next((at for at in reversed(range(len(self._marks))) if self._marks[at].tag == tag), None)
            if last is not None:
                del self._marks[last]
        elif self._tables_in_cell:
            self._tables_in_cell -= tag == "table"
        elif self._row and tag in _LISTS:
            del self._lists_in_cell[-1:]
        elif tag == "tr" or not self._row:
            self._close(tag)

    def _close(self, tag: str) -> None:
        last = next((at for at in reversed(range(len(self._open))) if self._open[at].tag == tag), None)
        if last is not None:
            self.end_block()
            del self._open[last:]
            self._row = None
            self._lists_in_cell.clear()

    def handle_data(self, data: str) -> None:
        marks = tuple(sorted(set(self._marks)))
        if self._runs and self._runs[-1][1] == marks and not _is_sign(self._runs[-1][0]):
            data = self._runs.pop()[0] + data
        self._runs.append((data, marks))

    def end_block(self) -> None:
        words = _words(self._runs)
        self._runs = []
        if words:
            frame = tuple(one.label for one in self._open if one.tag in _FRAMES or one.label != one.tag)
            path = tuple(one.opened for one in self._open if one.tag in _IN_PATH)
            self.blocks.append(Block(self._kind(), words, frame, path))

    def _kind(self) -> str:
        """The innermost tag; in an item, the item for its first words, and what goes on with it after that."""
        kind = next((one.tag for one in reversed(self._open) if one.tag not in _FRAMES), "p")
        item = next((one for one in reversed(self._open) if one.tag == "li"), None)
        if item is None or kind not in ("p", "li"):
            return kind
        has_begun, item.has_begun = item.has_begun, True
        return "more" if has_begun else "li"


def _whole_number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise


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
    """A break shows only between words, or before the bullet of an item."""
    kept: list[Word] = []
    for word in words:
        if word.text == CELL and kept and kept[-1].text == BREAK:
            kept.pop()
        if word.text == BREAK and kept and kept[-1].text == BREAK and word.marks:
            kept.pop()
        if word.text == BREAK and not word.marks and (not kept or kept[-1].text in (CELL, BREAK)):
            continue
        kept.append(word)
    if kept and kept[-1].text == BREAK:
        kept.pop()
    return kept
