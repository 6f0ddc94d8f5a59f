"""Which block of one text is which of the other: the same, the same with other words, or none."""

from collections import Counter
from collections.abc import Sequence

from publishing.comparison.alignment import Pair, common, in_turn, rising
from publishing.comparison.blocks import Block

ALIKE = 0.45
"""The share of words that two blocks at the same place have in common, to be one block with some words changed."""

ALIKE_ELSEWHERE = 0.6
"""The same for blocks at different places: moved and changed."""

MOST_WORDS_COMPARED = 1_000_000
"""Beyond it only blocks with the same number at the same place are compared; about a second's work."""

Places = list[int]


def matched(before: Sequence[Block], after: Sequence[Block]) -> list[Pair]:
    """Places that belong together. They need not rise: what does not keep its order has moved."""
    pairs = common(before, after)
    old, new = _left_over(before, after, pairs)
    pairs += in_turn([(place, before[place]) for place in old], [(place, after[place]) for place in new])
    old, new = _left_over(before, after, pairs)
    return pairs + _similar(before, after, old, new, rising(pairs))


def _left_over(before: Sequence[Block], after: Sequence[Block], pairs: list[Pair]) -> tuple[Places, Places]:
    used_before = {old for old, _new in pairs}
    used_after = {new for _old, new in pairs}
    return (
        [place for place in range(len(before)) if place not in used_before],
        [place for place in range(len(after)) if place not in used_after],
    )


def _similar(
    before: Sequence[Block], after: Sequence[Block], old: Places, new: Places, steady: list[Pair]
) -> list[Pair]:
    """The most alike first; each block once."""
    gap_before = _gaps(old, [pair[0] for pair in steady])
    gap_after = _gaps(new, [pair[1] for pair in steady])
    bags = {place: _bag(before[place]) for place in old}
    other_bags = {place: _bag(after[place]) for place in new}
    scores: list[tuple[float, int, int, int]] = []
    for one, other in _candidates(before, after, old, new, gap_before, gap_after):
        here = gap_before[one] == gap_after[other]
        score = _likeness(bags[one], other_bags[other]) + (0.1 if before[one].kind == after[other].kind else 0)
        if score >= (ALIKE if here else ALIKE_ELSEWHERE + 0.1):
            scores.append((-score - (0.2 if here else 0), abs(one - other), one, other))
    return _best(scores)


def _candidates(
    before: Sequence[Block],
    after: Sequence[Block],
    old: Places,
    new: Places,
    gap_before: dict[int, int],
    gap_after: dict[int, int],
) -> list[Pair]:
    words = sum(len(before[place].words) for place in old), sum(len(after[place].words) for place in new)
    if len(new) * words[0] + len(old) * words[1] <= MOST_WORDS_COMPARED:
        return [(one, other) for one in old for other in new]
    return in_turn([(place, gap_before[place]) for place in old], [(place, gap_after[place]) for place in new])


def _gaps(places: Places, steady: list[int]) -> dict[int, int]:
    """For each place, how many blocks that keep their order stand before it."""
    gaps: dict[int, int] = {}
    passed = 0
    for place in places:
        while passed < len(steady) and steady[passed] < place:
            passed += 1
        gaps[place] = passed
    return gaps


def _bag(block: Block) -> Counter[str]:
    return Counter(word.text.casefold() for word in block.words)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient: 1 for the same words, 0 for none in common."""
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    shared = sum(min(count, many[word]) for word, count in few.items() if word in many)
    return 2 * shared / max(1, one.total() + other.total())


def _best(scores: list[tuple[float, int, int, int]]) -> list[Pair]:
    taken_before: set[int] = set()
    taken_after: set[int] = set()
    pairs = []
    for _score, _distance, one, other in sorted(scores):
        if one not in taken_before and other not in taken_after:
            taken_before.add(one)
            taken_after.add(other)
            pairs.append((one, other))
    return pairs
