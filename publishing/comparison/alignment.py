"""Which members of two sequences belong together, in time that stays near the length of the sequences."""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Sequence

Pair = tuple[int, int]
Members = Sequence[Hashable]

MOST_STEPS = 5_000
"""How many members are compared with each other where none is unique; beyond it the n-th is taken for the n-th."""


def common(before: Members, after: Members) -> list[Pair]:
    """Places of equal members, rising on both sides: unique ones first (“patience”), then what stands between them."""
    found: list[Pair] = []
    waiting = [(0, len(before), 0, len(after))]
    while waiting:
        top, bottom, left, right = waiting.pop()
        while top < bottom and left < right and before[top] == after[left]:
            found.append((top, left))
            top, left = top + 1, left + 1
        while top < bottom and left < right and before[bottom - 1] == after[right - 1]:
            bottom, right = bottom - 1, right - 1
            found.append((bottom, right))
        if top == bottom or left == right:
            continue
        anchors = _unique(before, after, top, bottom, left, right)
        if not anchors:
            found += _between(before[top:bottom], after[left:right], top, left)
        for old, new in anchors:
            waiting.append((top, old, left, new))
            top, left = old, new
        if anchors:
            waiting.append((top, bottom, left, right))
    return sorted(found)


def rising(pairs: Iterable[Pair]) -> list[Pair]:
    """The longest run of pairs that rises on both sides: what keeps its order. The others have moved."""
    ordered = sorted(pairs)
    ends: list[int] = []
    last: list[int] = []
    came_from: list[int] = []
    for place, (_old, new) in enumerate(ordered):
        length = bisect_left(ends, new)
        came_from.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [new]
        last[length : length + 1] = [place]
    run: list[Pair] = []
    place = last[-1] if last else -1
    while place >= 0:
        run.append(ordered[place])
        place = came_from[place]
    return run[::-1]


def in_turn(before: Iterable[tuple[int, Hashable]], after: Iterable[tuple[int, Hashable]]) -> list[Pair]:
    """Pairs of equal members by turn: the first with the first, the second with the second."""
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for place, member in before:
        waiting[member].append(place)
    return [(waiting[member].popleft(), place) for place, member in after if waiting.get(member)]


def _unique(before: Members, after: Members, top: int, bottom: int, left: int, right: int) -> list[Pair]:
    old = Counter(before[top:bottom])
    new = Counter(after[left:right])
    places = {after[place]: place for place in range(left, right) if new[after[place]] == 1}
    pairs = [
        (place, places[before[place]])
        for place in range(top, bottom)
        if old[before[place]] == 1 and before[place] in places
    ]
    return rising(pairs)


def _between(before: Members, after: Members, top: int, left: int) -> list[Pair]:
    if len(before) * len(after) > MOST_STEPS:
        pairs = rising(in_turn(enumerate(before), enumerate(after)))
    else:
        pairs = _longest_common(before, after)
    return [(top + old, left + new) for old, new in pairs]


def _longest_common(before: Members, after: Members) -> list[Pair]:
    lengths = [[0] * (len(after) + 1) for _row in range(len(before) + 1)]
    for old in reversed(range(len(before))):
        row, below = lengths[old], lengths[old + 1]
        for new in reversed(range(len(after))):
            row[new] = below[new + 1] + 1 if before[old] == after[new] else max(below[new], row[new + 1])
    pairs: list[Pair] = []
    old = new = 0
    while old < len(before) and new < len(after):
        if before[old] == after[new]:
            pairs.append((old, new))
            old, new = old + 1, new + 1
        elif lengths[old + 1][new] >= lengths[old][new + 1]:
            old += 1
        else:
            new += 1
    return pairs
