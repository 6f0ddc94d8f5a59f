"""Three-way merge of texts, block by block. Knows no database.

A block is a paragraph, a heading, a list item, a table row, or a line of plain text. Blocks that one side changed are
taken. A block that both changed, or that one removed and the other changed, is a collision and needs an answer.
Words of two people are never mixed inside one block.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from publishing.comparison.alignment import common
from publishing.merge.edits import Hunk, Region, applied, edits, regions
from publishing.merge.tree import TEXT, Node, Nodes, blocks_of, lines_of

_CELL = re.compile(r'<t[dh](?=[ >])(?:[^<>"]|"[^"]*")*>')
_COLSPAN = re.compile(r' colspan="(\d{1,3})"')

ALIKE = 0.6
"""The share of common words from which two new blocks at one place are two versions of one block."""


class Choice(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Collision:
    """Blocks that both sides changed, each side as a tuple of HTML blocks or lines. Empty: removed, or not there."""

    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    def chosen(self, choice: Choice) -> tuple[str, ...]:
        if choice == Choice.BOTH:
            return self.mine + self.theirs
        return self.mine if choice == Choice.MINE else self.theirs


Part = str | Collision


@dataclass(frozen=True)
class TextMerge:
    """The merged text in pieces, with a collision wherever an answer is needed."""

    parts: tuple[Part, ...]
    joiner: str = ""

    @property
    def collisions(self) -> list[Collision]:
        return [part for part in self.parts if isinstance(part, Collision)]

    def resolved(self, choices: Sequence[Choice] = ()) -> str:
        """The text with the n-th choice for the n-th collision; both versions, mine first, where there is none."""
        answers = iter(choices)
        pieces: list[str] = []
        for part in self.parts:
            pieces += (part,) if isinstance(part, str) else part.chosen(next(answers, Choice.BOTH))
        return self.joiner.join(pieces)

    def as_json(self) -> dict[str, Any]:
        parts = [part if isinstance(part, str) else [part.base, part.mine, part.theirs] for part in self.parts]
        return {"parts": parts, "joiner": self.joiner}

    @classmethod
    def from_json(cls, stored: Any) -> TextMerge:
        """Raises `ValueError`, `TypeError` or `KeyError` where it is not what `as_json` wrote."""
        parts: list[Part] = []
        for part in stored["parts"]:
            if isinstance(part, str):
                parts.append(part)
            else:
                base, mine, theirs = (tuple(str(piece) for piece in side) for side in part)
                parts.append(Collision(base, mine, theirs))
        return cls(tuple(parts), str(stored["joiner"]))


def merge_rich(base: str, mine: str, theirs: str) -> TextMerge:
    """Merge clean HTML."""
    items = _merged(blocks_of(base), blocks_of(mine), blocks_of(theirs))
    return TextMerge(tuple(_parts(items)))


def merge_lines(base: str, mine: str, theirs: str) -> TextMerge:
    """Merge plain text line by line."""
    items = _merged(lines_of(base), lines_of(mine), lines_of(theirs))
    return TextMerge(tuple(_parts(items)), joiner="\n")


@dataclass(frozen=True)
class _Clash:
    base: Nodes
    mine: Nodes
    theirs: Nodes


@dataclass(frozen=True)
class _Nested:
    """A container both sides changed, with its own merged contents."""

    opening: str
    items: list[_Item]
    closing: str


_Item = Node | _Clash | _Nested


def _parts(items: Sequence[_Item]) -> Iterator[Part]:
    """Inline text that would touch other inline text becomes a paragraph, so that no two words join."""
    for place, item in enumerate(items):
        if isinstance(item, _Clash):
            yield Collision(*(tuple(_as_block(node) for node in side) for side in (item.base, item.mine, item.theirs)))
        elif isinstance(item, _Nested):
            yield from (item.opening, *_parts(item.items), item.closing)
        elif _is_text(item) and any(_is_text(other) for other in _neighbours(items, place)):
            yield _as_block(item)
        else:
            yield item.html


def _neighbours(items: Sequence[_Item], place: int) -> list[_Item]:
    return [*items[max(0, place - 1) : place], *items[place + 1 : place + 2]]


def _is_text(item: _Item) -> bool:
    return isinstance(item, Node) and item.tag == TEXT


def _as_block(node: Node) -> str:
    return f"<p>{node.html}</p>" if node.tag == TEXT else node.html


def _merged(base: Nodes, mine: Nodes, theirs: Nodes) -> list[_Item]:
    own, others = edits(base, mine), edits(base, theirs)
    others = _without_second_move(base, mine, theirs, own, others)
    items: list[_Item] = []
    place = 0
    for region in regions(own, others):
        items += base[place : region.start]
        items += _of_region(base, region)
        place = region.end
    items += base[place:]
    return items if _keeps_count(items, base, mine, theirs) else _clash(base, mine, theirs)


def _keeps_count(items: Sequence[_Item], base: Nodes, mine: Nodes, theirs: Nodes) -> bool:
    """True where each block that all three have equally often stands as often outside questions.

    It does not where both moved blocks in ways that do not fit together: then all of it is asked about.
    """
    before, now, then = (Counter(node.key for node in nodes) for nodes in (base, mine, theirs))
    found = Counter(item.key for item in items if isinstance(item, Node))
    asked = {node.key for item in items if isinstance(item, _Clash) for node in (*item.base, *item.mine, *item.theirs)}
    return all(
        found[key] == count for key, count in before.items() if key not in asked and count == now[key] == then[key]
    )


def _without_second_move(base: Nodes, mine: Nodes, theirs: Nodes, own: list[Hunk], others: list[Hunk]) -> list[Hunk]:
    """A block that both moved, to different places, stands once: where I put it."""
    before, now, then = (Counter(node.key for node in nodes) for nodes in (base, mine, theirs))
    put = {node.key: hunk.start for hunk in own if hunk.is_insertion for node in hunk.nodes}
    kept = []
    for hunk in others:
        nodes = [
            node
            for node in hunk.nodes
            if not hunk.is_insertion
            or put.get(node.key, hunk.start) == hunk.start
            or not (before[node.key] == now[node.key] == then[node.key])
        ]
        kept.append(Hunk(hunk.start, hunk.end, nodes))
    return [hunk for hunk in kept if hunk.nodes or not hunk.is_insertion]


def _of_region(base: Nodes, region: Region) -> list[_Item]:
    before = base[region.start : region.end]
    mine = applied(base, region.mine, region.start, region.end)
    theirs = applied(base, region.theirs, region.start, region.end)
    if not region.theirs or _keys(mine) == _keys(theirs):
        return list(mine)
    if not region.mine:
        return list(theirs)
    if not before:
        return _both_inserted(mine, theirs)
    if len(before) == len(mine) == len(theirs) == 1:
        nested = _nested(before[0], mine[0], theirs[0])
        if nested is not None:
            return [nested]
    return _clash(before, mine, theirs)


def _keys(nodes: Nodes) -> list[str]:
    return [node.key for node in nodes]


def _clash(base: Nodes, mine: Nodes, theirs: Nodes) -> list[_Item]:
    """Blocks at the edges that all three or both sides share are no part of the question."""
    top = 0
    while top < min(len(mine), len(theirs)) and mine[top].key == theirs[top].key:
        top += 1
    bottom = 0
    while bottom < min(len(mine), len(theirs)) - top and mine[-1 - bottom].key == theirs[-1 - bottom].key:
        bottom += 1
    shared = {node.key for node in (*mine[:top], *mine[len(mine) - bottom :])}
    asked = _Clash(
        [node for node in base if node.key not in shared],
        mine[top : len(mine) - bottom],
        theirs[top : len(theirs) - bottom],
    )
    return [*mine[:top], asked, *mine[len(mine) - bottom :]]


def _both_inserted(mine: Nodes, theirs: Nodes) -> list[_Item]:
    """Different new blocks are both kept. Two versions of one new block are asked about."""
    items: list[_Item] = []
    left = right = 0
    for one, other in [*common(_keys(mine), _keys(theirs)), (len(mine), len(theirs))]:
        own, others = mine[left:one], theirs[right:other]
        if any(_is_alike(node, another) for node in own for another in others):
            items.append(_Clash((), own, others))
        else:
            items += [*own, *others]
        items += mine[one : one + 1]
        left, right = one + 1, other + 1
    return items


def _is_alike(one: Node, other: Node) -> bool:
    own, others = Counter(one.words), Counter(other.words)
    total = own.total() + others.total()
    return one.tag == other.tag and total > 0 and 2 * (own & others).total() / total >= ALIKE


def _nested(base: Node, mine: Node, theirs: Node) -> _Nested | None:
    """The merged contents of one container; None where only the whole of it can be asked about."""
    if base.children is None or mine.children is None or theirs.children is None:
        return None
    opening = _opening(base, mine, theirs)
    if opening is None or not base.tag == mine.tag == theirs.tag:
        return None
    if base.tag == "table":
        items = _table(base, mine, theirs)
    else:
        items = _merged(base.children, mine.children, theirs.children)
        if base.tag == "li" and _mixes_text(items):
            return None
    return None if items is None else _Nested(opening, items, mine.closing)


def _opening(base: Node, mine: Node, theirs: Node) -> str | None:
    """The start tag, whose attributes at most one side changed."""
    if mine.opening in (base.opening, theirs.opening):
        return theirs.opening
    return mine.opening if theirs.opening == base.opening else None


def _mixes_text(items: Sequence[_Item]) -> bool:
    """True where words of both would stand in one list item: then the whole item is asked about."""
    for place, item in enumerate(items):
        if isinstance(item, _Clash) and any(node.tag == TEXT for node in (*item.mine, *item.theirs)):
            return True
        if _is_text(item) and any(_is_text(other) for other in _neighbours(items, place)):
            return True
    return False


def _table(base: Node, mine: Node, theirs: Node) -> list[_Item] | None:
    """Row by row while all three have the same columns."""
    tables = [table.children or () for table in (base, mine, theirs)]
    shapes = [_shape(table) for table in (base, mine, theirs)]
    if len({tuple(node.tag for node in table) for table in tables}) > 1 or shapes.count(shapes[0]) < 3:
        return None
    if "tr" in {node.tag for node in tables[0]}:
        return _merged(*tables)
    items: list[_Item] = []
    for before, own, other in zip(*tables, strict=True):
        if other.key in (before.key, own.key):
            items.append(own)
        elif own.key == before.key:
            items.append(other)
        elif (nested := _nested(before, own, other)) is not None:
            items.append(nested)
        else:
            return None
    return items


def _shape(table: Node) -> object:
    """The numbers of columns of its rows; a table with cells over several rows has a shape of its own."""
    if " rowspan=" in table.html:
        return table.key
    return {sum(_width(cell[0]) for cell in _CELL.finditer(row.html)) for row in _rows(table)}


def _width(cell: str) -> int:
    found = _COLSPAN.search(cell)
    return int(found[1]) if found else 1


def _rows(table: Node) -> Iterator[Node]:
    for child in table.children or ():
        yield from (child,) if child.tag == "tr" else _rows(child)
