"""What somebody typed, and what they may have meant."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from portal.models import FamilyWords
from portal.searching.passages import Asked
from publishing.index.reading import Index, Slot
from publishing.index.vocabulary import Like
from publishing.index.words import FAMILIAR, SILENT, stems, words

MOST_WORDS = 8
MOST_CHARACTERS = 100
_MOST_BEGINNINGS = 30
_SHORTEST_BEGINNING = 3
_MOST_READINGS = 4
_SOUNDS_ALIKE = 50
"""Percent: how much a name counts that sounds as a typed word which is known itself."""
_BEGUN = 80
"""Percent: how much a word counts that only begins as what was typed."""


@dataclass(frozen=True)
class Reading:
    """One way to understand what was typed."""

    slots: list[Slot]
    meant: dict[str, list[str]]
    """For each typed word that stands on no page, the words that it was taken for."""
    missing: list[str]
    """Typed words that stand on no page and are like none."""

    @property
    def rarity(self) -> int:
        return sum(slot.rarity for slot in self.slots)

    @cached_property
    def asked(self) -> Asked:
        return Asked(
            {like.word: (number, slot.rarity) for number, slot in enumerate(self.slots) for like in slot.likes}
        )

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The typed words without their endings, and those that they were taken for."""
        typed = {word for slot in self.slots for word in stems(slot.typed)}
        return frozenset(typed.union(*self.meant.values()))


def asked_words(query: str) -> list[str]:
    """The words that matter: not those that say nothing, unless there are no others."""
    typed = words(query[:MOST_CHARACTERS])
    telling = [word for word in typed if word not in SILENT]
    return ([word for word in telling if word not in FAMILIAR] or telling)[:MOST_WORDS]


def readings(query: str, index: Index) -> list[Reading]:
    """As it stands; with neighbours that are one word on our pages; with what families' words mean."""
    typed = asked_words(query)
    spoken = [word for word in words(query[:MOST_CHARACTERS]) if word not in SILENT]
    ways = [typed, *_joined(typed, index), *_in_our_words(spoken)]
    different = list(dict.fromkeys(tuple(way[:MOST_WORDS]) for way in ways if way))
    return [_reading(way, index) for way in different[:_MOST_READINGS]]


def begun(query: str, index: Index) -> Reading:
    """What somebody who is still typing may be about to ask for: the last word is only begun."""
    typed = asked_words(query) or words(query[:MOST_CHARACTERS])[:MOST_WORDS]
    return _reading(typed, index, last_is_begun=True)


def _reading(typed: Sequence[str], index: Index, *, last_is_begun: bool = False) -> Reading:
    slots, meant, missing = [], {}, []
    for place, word in enumerate(typed):
        is_begun = last_is_begun and place == len(typed) - 1
        for part in [word] if is_begun else _parts(word, index):
            likes, is_known = _likes(part, index, is_begun=is_begun)
            slot = _slot(part, likes, index)
            slots.append(slot)
            if not slot.variants:
                missing.append(part)
            elif not is_known:
                meant[part] = [like.word for like in likes]
    return Reading(slots, meant, missing)


def _likes(word: str, index: Index, *, is_begun: bool) -> tuple[list[Like], bool]:
    """The words of the index that a typed one may mean, and whether it was known or well begun."""
    known = index.vocabulary
    found = {form: 100 for form in stems(word) if form in known.ids}
    if is_begun:
        starts = known.beginning(word, _MOST_BEGINNINGS, is_name=True)
        found = dict.fromkeys(starts, _BEGUN) | {form: percent for form, percent in found.items() if form in starts}
    elif _live(found, index):
        found = dict.fromkeys(known.sounding_like(word), _SOUNDS_ALIKE) | found
    elif len(word) >= _SHORTEST_BEGINNING:
        found = dict.fromkeys(known.beginning(word, _MOST_BEGINNINGS), _BEGUN)
    if found := _live(found, index):
        return [Like(*pair) for pair in found.items()], True
    likes: dict[str, int] = {}
    for form in stems(word):
        for like in known.like(form):
            likes[like.word] = max(like.percent, likes.get(like.word, 0))
    return [Like(*pair) for pair in _live(likes, index).items()], False


def _live(found: dict[str, int], index: Index) -> dict[str, int]:
    ids = index.vocabulary.ids
    seen = index.counts([ids[word] for word in found]) if found else {}
    return {word: percent for word, percent in found.items() if ids[word] in seen}


def _slot(word: str, likes: Sequence[Like], index: Index) -> Slot:
    variants = {index.vocabulary.ids[like.word]: like.percent for like in likes}
    counts = index.counts(variants) if variants else {}
    pages = min(sum(counts.values()), index.total)
    return Slot(word, likes, variants, round(100 * math.log(1 + (index.total + 1) / (pages + 0.5))))


def _is_known(word: str, index: Index) -> bool:
    return bool(_live({form: 100 for form in stems(word) if form in index.vocabulary.ids}, index))


def _parts(word: str, index: Index) -> list[str]:
    """A word that stands on no page, as two that do: `type1`, `headache`."""
    if _is_known(word, index):
        return [word]
    for cut in range(1, len(word)):
        first, second = word[:cut], word[cut:]
        is_number = first.isdigit() != second.isdigit()
        if (is_number or min(len(first), len(second)) >= 4) and _is_known(first, index) and _is_known(second, index):
            return [first, second]
    return [word]


def _joined(typed: Sequence[str], index: Index) -> Iterator[list[str]]:
    """`club foot` as `clubfoot`, where our pages write it so."""
    for place in range(len(typed) - 1):
        together = typed[place] + typed[place + 1]
        if _is_known(together, index):
            yield [*typed[:place], together, *typed[place + 2 :]]


def _in_our_words(spoken: Sequence[str]) -> Iterator[list[str]]:
    """With what families say replaced by what our pages say: the likeliest first, then the others."""
    known = {tuple(_forms(said)): meant for said, meant in FamilyWords.objects.values_list("said", "meant") if meant}
    forms = [stems(word)[0] for word in spoken]
    found: list[tuple[int, int, list[str]]] = []
    place = 0
    while place < len(forms):
        ends = [end for end in range(len(forms), place, -1) if tuple(forms[place:end]) in known]
        if ends:
            found.append((place, ends[0], known[tuple(forms[place : ends[0]])]))
        place = ends[0] if ends else place + 1
    for turn in range(max((len(meant) for _start, _end, meant in found), default=0)):
        yield asked_words(" ".join(_replaced(spoken, found, turn)))


def _replaced(spoken: Sequence[str], found: Sequence[tuple[int, int, list[str]]], turn: int) -> list[str]:
    said = list(spoken)
    for start, end, meant in reversed(found):
        said[start:end] = [meant[min(turn, len(meant) - 1)]]
    return said


def _forms(said: str) -> list[str]:
    return [stems(word)[0] for word in words(said) if word not in SILENT]
