"""Headings keep their ids from one version of a page to the next, so that links to them go on working.

A heading is the same one while its words or the text below it stay, wherever it stands on the page. A link never leads
to another heading than the one that it was made for: in doubt the id is given up, and the caller says where it leads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from publishing.anchors import Anchors
from publishing.html import plain_text

_HEADING = re.compile(r"<(h[34])((?: [^>]*)?)>(.*?)</\1>", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_ALIKE = 0.5
"""Share of common words from which on two texts are versions of one."""

_MOST_COMPARED = 10_000
"""Pairs of headings; where there are more, those with changed texts are not looked for."""


class Heading(NamedTuple):
    """A heading of prepared HTML: the key of its text on the page, its words, and the words of what it stands above."""

    key: Hashable
    place: int
    words: str
    below: str
    id: str


class Kept(NamedTuple):
    """The texts with the ids that last, and by the keys of the earlier texts the ids whose headings are gone."""

    texts: dict[Hashable, str]
    gone: dict[Hashable, list[str]]


def _by_text_below(heading: Heading) -> Hashable:
    """A reworded heading. Says something only where one heading of each version stands above such a text."""
    return heading.below


_WAYS: tuple[Callable[[Heading], Hashable], ...] = (
    lambda heading: (heading.key, heading.words, heading.below),
    lambda heading: (heading.words, heading.below),
    _by_text_below,
    lambda heading: (heading.key, heading.words),
    lambda heading: heading.words,
)
"""Criteria by which two headings are the same one, the surest first."""


def keep_ids(now: Mapping[Hashable, str], before: Mapping[Hashable, str], taken: Collection[str]) -> Kept:
    """`now` and `before` are the prepared texts of a page by their keys; `taken` are ids that no heading may have."""
    old = list(_headings(before))
    new = list(_headings(now))
    same = _same(new, old)
    kept = {heading: match.id for heading, match in same.items() if match.id and match.id not in taken}
    anchors = Anchors([*taken, *kept.values()])
    kept |= {heading: anchors.claim_id(heading.id) for heading in new if heading not in kept}
    used = {*taken, *kept.values()}
    gone: dict[Hashable, list[str]] = defaultdict(list)
    for heading in old:
        if heading.id and heading.id not in used:
            gone[heading.key].append(heading.id)
    ids: dict[Hashable, list[str]] = defaultdict(list)
    for heading in new:
        ids[heading.key].append(kept[heading])
    return Kept({key: _with_ids(text, ids[key]) for key, text in now.items()}, dict(gone))


def _headings(texts: Mapping[Hashable, str]) -> Iterator[Heading]:
    for key, text in texts.items():
        matches = list(_HEADING.finditer(text))
        for place, match in enumerate(matches):
            ends = (later.start() for later in matches[place + 1 :] if later[1] <= match[1])
            below = plain_text(text[match.end() : next(ends, len(text))])
            found = _ID.search(match[2])
            yield Heading(key, place, plain_text(match[3]), below, found[1] if found else "")


def _with_ids(text: str, ids: Iterable[str]) -> str:
    """The text with these ids on its headings, in their order."""
    own = iter(ids)

    def written(match: re.Match[str]) -> str:
        rest = _ID.sub("", match[2])
        return f'<{match[1]} id="{next(own)}"{rest}>{match[3]}</{match[1]}>'

    return _HEADING.sub(written, text)


def _same(new: Iterable[Heading], old: Iterable[Heading]) -> dict[Heading, Heading]:
    """By a heading of now, the one of before that it is."""
    matched: dict[Heading, Heading] = {}
    left_new, left_old = list(new), list(old)
    for way in _WAYS:
        for mine, theirs in _groups(left_new, left_old, way):
            if way is not _by_text_below or (len(mine) == len(theirs) == 1 and mine[0].below):
                matched |= _paired(mine, theirs)
        left_new, left_old = _unmatched(left_new, left_old, matched)
    return matched | _alike(left_new, left_old)


def _groups(
    new: Iterable[Heading], old: Iterable[Heading], way: Callable[[Heading], Hashable]
) -> Iterator[tuple[list[Heading], list[Heading]]]:
    mine: dict[Hashable, list[Heading]] = defaultdict(list)
    theirs: dict[Hashable, list[Heading]] = defaultdict(list)
    for headings, groups in ((new, mine), (old, theirs)):
        for heading in headings:
            groups[way(heading)].append(heading)
    yield from ((mine[name], theirs[name]) for name in mine if name in theirs)


def _unmatched(
    new: list[Heading], old: list[Heading], matched: Mapping[Heading, Heading]
) -> tuple[list[Heading], list[Heading]]:
    gone = set(matched.values())
    return [heading for heading in new if heading not in matched], [heading for heading in old if heading not in gone]


def _paired(new: list[Heading], old: list[Heading]) -> dict[Heading, Heading]:
    """Headings that are equal in some way: those whose texts below are most alike first, then in their order."""
    if len(new) * len(old) > _MOST_COMPARED:
        return dict(zip(new, old, strict=False))
    scores = [(-_likeness(one.below, other.below), place) for place, (one, other) in enumerate(product(new, old))]
    return _best(list(product(new, old)), scores)


def _alike(new: list[Heading], old: list[Heading]) -> dict[Heading, Heading]:
    """Reworded headings above a changed text, each in the text where it was."""
    if len(new) * len(old) > _MOST_COMPARED:
        return {}
    pairs = [(one, other) for one, other in product(new, old) if one.key == other.key]
    likeness = [_likeness(one.below, other.below) for one, other in pairs]
    likely = [(pair, score) for pair, score in zip(pairs, likeness, strict=True) if score >= _ALIKE]
    return _best([pair for pair, _score in likely], [(-score, place) for place, (_pair, score) in enumerate(likely)])


def _best(pairs: list[tuple[Heading, Heading]], scores: list[tuple[float, int]]) -> dict[Heading, Heading]:
    """Each heading once, the lowest score first."""
    found: dict[Heading, Heading] = {}
    used: set[Heading] = set()
    for _score, place in sorted(scores):
        one, other = pairs[place]
        if one not in found and other not in used:
            found[one] = other
            used.add(other)
    return found


def _likeness(one: str, other: str) -> float:
    """The share of common words, from 0 to 1."""
    mine, theirs = set(one.casefold().split()), set(other.casefold().split())
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
