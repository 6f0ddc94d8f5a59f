"""Two versions of a page, part by part and block by block."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from publishing.comparison.alignment import in_turn, rising
from publishing.comparison.blocks import Block, Opened, line_block, rich_blocks
from publishing.comparison.matching import matched
from publishing.comparison.wording import Fate, Piece, Shown, pieces_of, pieces_of_cells

FEWEST_WORDS_MOVED = 4
"""Shorter blocks, “Yes.” say, are the same by chance in two parts of a page."""


@dataclass(frozen=True)
class Part:
    """A field or a tab of a page. Parts with the same key are the same part, whatever they are called."""

    key: str
    label: str
    blocks: tuple[Block, ...]

    @classmethod
    def plain(cls, key: str, label: object, value: object) -> Part:
        """A value, or text without tags, one block a line."""
        text = "" if value is None else str(value)
        return cls._of(key, label, (line_block(line) for line in text.splitlines()))

    @classmethod
    def lines(cls, key: str, label: object, lines: Sequence[object]) -> Part:
        """A list of lines, one block an item."""
        around = Opened("ul", -1)
        items = enumerate(map(str, lines))
        return cls._of(key, label, (line_block(line, path=(around, Opened("li", place))) for place, line in items))

    @classmethod
    def _of(cls, key: str, label: object, blocks: Iterable[Block]) -> Part:
        return cls(key, str(label), tuple(block for block in blocks if block.words))

    @classmethod
    def rich(cls, key: str, label: object, html: str) -> Part:
        return cls(key, str(label), rich_blocks(html))

    @classmethod
    def tab(cls, key: str, title: str, kind: object, html: str) -> Part:
        """A part whose own title and kind may change."""
        return cls(key, title, (line_block(title, "title"), line_block(str(kind), "kind"), *rich_blocks(html)))


class Change(StrEnum):
    NONE = "none"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    LEFT = "left"
    """The place from which a block moved away. It is shown, and not counted again."""


@dataclass(frozen=True)
class Row:
    """A block as it was and as it is, side by side."""

    change: Change
    before: Block | None
    after: Block | None
    pieces: tuple[Piece, ...] = ()
    number: int = 0
    """Its place among the changes of the page; 0 where it is none."""

    elsewhere: str = ""
    """The part that it moved from or to, where that is another one."""

    @property
    def risks(self) -> list[Shown]:
        return [shown for piece in self.pieces for shown in piece.risks]

    @property
    def is_reworded(self) -> bool:
        return any(piece.fate != Fate.SAME for piece in self.pieces)


@dataclass(frozen=True)
class ComparedPart:
    key: str
    label: str
    change: Change
    rows: tuple[Row, ...]
    number: int = 0

    @property
    def is_changed(self) -> bool:
        return self.change != Change.NONE


@dataclass(frozen=True)
class Comparison:
    parts: tuple[ComparedPart, ...]

    @property
    def changes(self) -> list[tuple[ComparedPart, Row]]:
        return [(part, row) for part in self.parts for row in part.rows if row.number]

    @property
    def count(self) -> int:
        return len(self.changes) + sum(1 for part in self.parts if part.number)

    @property
    def risky(self) -> list[tuple[ComparedPart, Row]]:
        return [(part, row) for part, row in self.changes if row.risks]


def compare(before: Sequence[Part], after: Sequence[Part], medicines: Collection[str] = frozenset()) -> Comparison:
    """What became of each part; an empty sequence stands for a page that was not there.

    `medicines` are the names the site knows, in lower case; others are recognised by their stems.
    """
    pairs = _same_parts(before, after)
    steady = {new for _old, new in rising(pairs)}
    former = {new: before[old] for old, new in pairs}
    gone = [part for place, part in enumerate(before) if place not in {old for old, _new in pairs}]
    parts = [
        _compared(part, former.get(place), part, medicines, is_moved=place in former and place not in steady)
        for place, part in enumerate(after)
    ]
    parts += [_compared(part, part, None, medicines) for part in gone]
    return Comparison(tuple(_numbered(_with_moves_between(parts))))


def _same_parts(before: Sequence[Part], after: Sequence[Part]) -> list[tuple[int, int]]:
    """By key; and of what is left by name, for a tab that was deleted and made again."""
    by_key = {part.key: place for place, part in enumerate(before)}
    pairs = [(by_key[part.key], place) for place, part in enumerate(after) if part.key in by_key]
    old, new = {old for old, _new in pairs}, {new for _old, new in pairs}
    by_name = {part.label: place for place, part in enumerate(before) if place not in old}
    for place, part in enumerate(after):
        if place not in new and part.label in by_name:
            pairs.append((by_name.pop(part.label), place))
    return pairs


def _compared(
    named: Part, before: Part | None, after: Part | None, medicines: Collection[str], is_moved: bool = False
) -> ComparedPart:
    old = before.blocks if before else ()
    new = after.blocks if after else ()
    rows = tuple(_rows(old, new, medicines))
    return ComparedPart(named.key, named.label, _change_of(before, after, rows, is_moved), rows)


def _change_of(before: Part | None, after: Part | None, rows: Sequence[Row], is_moved: bool) -> Change:
    if all(row.change == Change.NONE for row in rows):
        return Change.MOVED if is_moved and rows else Change.NONE
    if before is None:
        return Change.ADDED
    if after is None:
        return Change.REMOVED
    return Change.MOVED if is_moved else Change.CHANGED


def _rows(before: Sequence[Block], after: Sequence[Block], medicines: Collection[str]) -> Iterator[Row]:
    """Both texts from top to bottom; what moved stands where it is now."""
    pairs = matched(before, after)
    former = {new: old for old, new in pairs}
    steady = dict(rising(pairs))
    moved = {old for old, _new in pairs if old not in steady}
    old = new = 0
    for stop, place in [*sorted(steady.items()), (len(before), len(after))]:
        for left in range(old, stop):
            yield _lone_row(before[left], medicines, Change.LEFT if left in moved else Change.REMOVED)
        for came in range(new, place):
            if came in former:
                yield _pair_row(before[former[came]], after[came], medicines, Change.MOVED)
            else:
                yield _lone_row(after[came], medicines, Change.ADDED)
        if stop < len(before):
            yield _pair_row(before[stop], after[place], medicines, Change.CHANGED)
        old, new = stop + 1, place + 1


def _with_moves_between(parts: list[ComparedPart]) -> list[ComparedPart]:
    """A block that left one part and came to another unchanged has moved."""
    rows = [(part.label, row) for part in parts for row in part.rows]
    left = [(place, row.before) for place, (_label, row) in enumerate(rows) if row.change == Change.REMOVED]
    came = [(place, row.after) for place, (_label, row) in enumerate(rows) if row.change == Change.ADDED]
    told = dict(enumerate(row for _label, row in rows))
    for old, new in in_turn(left, came):
        block = rows[new][1].after
        if block is None or len(block.words) < FEWEST_WORDS_MOVED:
            continue
        told[old] = Row(Change.LEFT, block, None, elsewhere=rows[new][0])
        told[new] = Row(Change.MOVED, block, block, pieces_of(block.words, block.words, ()), elsewhere=rows[old][0])
    places = iter(range(len(rows)))
    return [replace(part, rows=tuple(told[next(places)] for _row in part.rows)) for part in parts]


def _lone_row(block: Block, medicines: Collection[str], change: Change) -> Row:
    if change == Change.ADDED:
        return Row(change, None, block, pieces_of((), block.words, medicines))
    if change == Change.LEFT:
        return Row(change, block, None)
    return Row(change, block, None, pieces_of(block.words, (), medicines))


def _pair_row(before: Block, after: Block, medicines: Collection[str], change: Change) -> Row:
    is_same = before == after and change == Change.CHANGED
    if before.cells and len(before.cells) == len(after.cells):
        pieces = pieces_of_cells(before.cells, after.cells, medicines)
    else:
        pieces = pieces_of(before.words, after.words, medicines)
    return Row(Change.NONE if is_same else change, before, after, pieces)


def _numbered(parts: Sequence[ComparedPart]) -> Iterator[ComparedPart]:
    """Each change with its number, from top to bottom."""
    number = 0
    for part in parts:
        rows = []
        if part.change == Change.MOVED:
            number += 1
            part = replace(part, number=number)
        for row in part.rows:
            if row.change not in (Change.NONE, Change.LEFT):
                number += 1
                row = replace(row, number=number)
            rows.append(row)
        yield replace(part, rows=tuple(rows))
