"""All words of the index in memory: what somebody types is compared here, and never reaches the database."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from publishing.index.words import sound
from publishing.models.index import Word
from publishing.models.revision import Revision
from publishing.models.version import SiteVersion

_SHORTEST_MISSPELT = 4


class Like(NamedTuple):
    """A word of the index, and how much like the typed one it is, in percent."""

    word: str
    percent: int


class Vocabulary:
    def __init__(self, rows: Iterable[tuple[str, int, bool]]) -> None:
        ordered = sorted(rows)
        self.words = [text for text, _pk, _is_name in ordered]
        self.names = [text for text, _pk, is_name in ordered if is_name]
        self.ids = {text: pk for text, pk, _is_name in ordered}
        self.pages = 0
        """On how many pages these words stood when they were read."""
        self.postings: dict[int, int] = {}
        """On how many pages, live or to come, a word stands, by its key: of those words that were asked for so far."""

    def beginning(self, start: str, most: int, *, is_name: bool = False) -> list[str]:
        """Words that begin so, in order."""
        known = self.names if is_name else self.words
        first = bisect_left(known, start)
        return [word for word in known[first : first + most] if word.startswith(start)]

    def like(self, typed: str, most: int = 3) -> list[Like]:
        """The words that somebody may have meant, likeliest first: names before other words."""
        if len(typed) < _SHORTEST_MISSPELT or typed.isdigit():
            return []
        edits = _edits(len(typed))
        near = process.extract(typed, self.words, scorer=OSA.distance, score_cutoff=edits, limit=20)
        distances = {word: float(distance) for word, distance, _place in near}
        for word in self._by_sound.get(sound(typed), ()):
            distances[word] = min(OSA.distance(typed, word), distances.get(word, edits)) - 0.5
        names = self._known_names
        ranked = sorted((distance - 0.75 * (word in names), word) for word, distance in distances.items())
        return [Like(word, _percent(distance, typed)) for distance, word in ranked[:most]]

    def sounding_like(self, typed: str) -> list[str]:
        """Names that sound as what was typed: `asthma` for `asma`, which is a word too, in Spanish."""
        return [word for word in self._by_sound.get(sound(typed), ()) if word != typed]

    @cached_property
    def _known_names(self) -> frozenset[str]:
        return frozenset(self.names)

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.names:
            if len(word) >= _SHORTEST_MISSPELT:
                found.setdefault(sound(word), []).append(word)
        return found


def _edits(length: int) -> int:
    """How many letters may be wrong, too many, missing or swapped in a word of so many."""
    return 1 if length < 6 else 2 if length < 10 else 3


def _percent(distance: float, typed: str) -> int:
    return max(40, round(95 - 60 * max(distance, 0) / len(typed)))


_kept: tuple[object, Vocabulary] | None = None


def vocabulary() -> Vocabulary:
    """The words of now: read again when the site has changed."""
    global _kept
    state = (SiteVersion.current(), Word.objects.order_by("-pk").values_list("pk", "text").first())
    kept = _kept
    if kept is None or kept[0] != state:
        kept = (state, Vocabulary(Word.objects.values_list("text", "pk", "is_name")))
        kept[1].pages = Revision.objects.live().count()
        _kept = kept
    return kept[1]


def forget() -> None:
    """Let the words go; for what no version tells, such as another database."""
    global _kept
    _kept = None
