"""Edits of one side to a sequence of blocks, and overlaps of two sides. Knows no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from publishing.comparison.alignment import common
from publishing.merge.tree import Node, Nodes

RELATED = 0.3
"""The share of neighbouring word pairs that a block and a rewritten, split or joined version of it have in common."""

_SHORT = 4

MOST_PAIRS = 10_000
"""Beyond so many pairs of blocks a rewritten stretch of text is not looked into: it is one change."""


@dataclass(frozen=True)
class Hunk:
    """Blocks `start` to `end` of the base became `nodes`."""

    start: int
    end: int
    nodes: Nodes

    @property
    def is_insertion(self) -> bool:
        return self.start == self.end


@dataclass
class Region:
    """A stretch of the base, and what each side did to it."""

    start: int
    end: int
    mine: list[Hunk] = field(default_factory=list)
    theirs: list[Hunk] = field(default_factory=list)

    def touches(self, hunk: Hunk) -> bool:
        """Blocks that merely stand side by side do not touch; two insertions at one place do."""
        if hunk.start == hunk.end == self.start == self.end:
            return True
        return hunk.start < self.end and self.start < hunk.end

    def take(self, hunk: Hunk, *, is_mine: bool) -> None:
        self.start, self.end = min(self.start, hunk.start), max(self.end, hunk.end)
        (self.mine if is_mine else self.theirs).append(hunk)


def edits(base: Nodes, new: Nodes) -> list[Hunk]:
    """The changes from `base` to `new`, as small as they can be told apart."""
    hunks: list[Hunk] = []
    top = left = 0
    pairs = common([node.key for node in base], [node.key for node in new])
    for old, now in [*pairs, (len(base), len(new))]:
        hunks += _in_gap(base, new, _Gap(top, old, left, now))
        top, left = old + 1, now + 1
    return hunks


def applied(base: Nodes, hunks: Sequence[Hunk], start: int, end: int) -> list[Node]:
    """A stretch of the base with one side's changes."""
    nodes: list[Node] = []
    for hunk in hunks:
        nodes += [*base[start : hunk.start], *hunk.nodes]
        start = hunk.end
    return [*nodes, *base[start:end]]


def regions(mine: Sequence[Hunk], theirs: Sequence[Hunk]) -> list[Region]:
    """Changes in order; those of both sides that touch each other are one region."""
    ordered = sorted(
        [(hunk, True) for hunk in mine] + [(hunk, False) for hunk in theirs],
        key=lambda one: (one[0].start, one[0].end),
    )
    found: list[Region] = []
    for hunk, is_mine in ordered:
        if not found or not found[-1].touches(hunk):
            found.append(Region(hunk.start, hunk.end))
        found[-1].take(hunk, is_mine=is_mine)
    return found


@dataclass(frozen=True)
class _Gap:
    """A stretch of the base and the stretch of the new text in its place."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def is_one_sided(self) -> bool:
        return self.top == self.bottom or self.left == self.right


def _in_gap(base: Nodes, new: Nodes, gap: _Gap) -> Iterator[Hunk]:
    if gap.is_one_sided:
        if gap.top < gap.bottom or gap.left < gap.right:
            yield Hunk(gap.top, gap.bottom, new[gap.left : gap.right])
        return
    top, left = gap.top, gap.left
    for group in _groups(base, new, gap):
        yield from _by_place(base, new, _Gap(top, group.top, left, group.left))
        yield Hunk(group.top, group.bottom, new[group.left : group.right])
        top, left = group.bottom, group.right
    yield from _by_place(base, new, _Gap(top, gap.bottom, left, gap.right))


def _by_place(base: Nodes, new: Nodes, gap: _Gap) -> Iterator[Hunk]:
    """The n-th block is the n-th one rewritten, where there are as many of the same kinds."""
    old, now = base[gap.top : gap.bottom], new[gap.left : gap.right]
    if [node.tag for node in old] == [node.tag for node in now]:
        yield from (Hunk(gap.top + place, gap.top + place + 1, [node]) for place, node in enumerate(now))
    else:
        yield Hunk(gap.top, gap.bottom, now)


def _groups(base: Nodes, new: Nodes, gap: _Gap) -> list[_Gap]:
    """Stretches that belong together by their words: a rewritten block, one that was split, two that were joined."""
    groups: list[_Gap] = []
    for old, now in _links(base, new, gap):
        group = _Gap(old, old + 1, now, now + 1)
        while groups and (groups[-1].bottom > group.top or groups[-1].right > group.left):
            last = groups.pop()
            group = _Gap(
                min(last.top, group.top),
                max(last.bottom, group.bottom),
                min(last.left, group.left),
                max(last.right, group.right),
            )
        groups.append(group)
    return groups


def _links(base: Nodes, new: Nodes, gap: _Gap) -> list[tuple[int, int]]:
    """For each block the one of the other text that it shares most with."""
    if (gap.bottom - gap.top) * (gap.right - gap.left) > MOST_PAIRS:
        return [(gap.top, gap.left), (gap.bottom - 1, gap.right - 1)]
    olds, news = range(gap.top, gap.bottom), range(gap.left, gap.right)
    scores = {(old, now): _shared(base[old].words, new[now].words) for old in olds for now in news}
    best = {max(((old, now) for now in news), key=scores.__getitem__) for old in olds}
    best |= {max(((old, now) for old in olds), key=scores.__getitem__) for now in news}
    return sorted(pair for pair in best if scores[pair] >= RELATED)


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the shorter text that the longer one has: in pairs of words, or in words where it is very short."""
    size = 1 if min(len(one), len(other)) < _SHORT else 2
    few, many = sorted((_runs(one, size), _runs(other, size)), key=Counter.total)
    return (few & many).total() / few.total() if few else 0.0


def _runs(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[start:] for start in range(size)), strict=False))
