"""By what a page is found: its words by where they stand, and the lists it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from publishing.addresses import slug_from
from publishing.index.words import SILENT, stem, words

NAME_WEIGHT = 40
"""A word of at least so much weight stands in a title or another name."""

TITLE, NAME, SUMMARY, HEADING = 60, NAME_WEIGHT, 12, 8
LONGEST_LIST = 80
"""Characters of a list's name and of its address."""

MOST_IN_TEXT = 4
"""A word of the text weighs 1, and one more each time that it stands there twice as often, at most so much."""


@dataclass(frozen=True)
class Place:
    """A list that a page stands in: the way there (`area`), its name, and its place among the others."""

    way: str
    name: str
    place: int = 0

    @property
    def slug(self) -> str:
        return slug_from(self.name, longest=LONGEST_LIST, otherwise="other")


@dataclass(frozen=True)
class Findable:
    """What a page says, by where it stands; all of it is on the public page."""

    title: str
    names: Sequence[str] = ()
    summary: str = ""
    headings: Sequence[str] = ()
    text: str = ""
    language: str = "en"
    places: Sequence[Place] = field(default=())

    def weights(self) -> dict[str, int]:
        """Each word, without its ending, with what it weighs on this page."""
        found: Counter[str] = Counter()
        for text, weight in self._by_weight():
            for word in self._stems(text):
                found[word] = max(found[word], weight)
        for word, count in Counter(self._all_stems(self.text)).items():
            found[word] += min(count.bit_length(), MOST_IN_TEXT)
        return found

    def _by_weight(self) -> list[tuple[str, int]]:
        named = [(self.title, TITLE), *((name, NAME) for name in self.names), (self.summary, SUMMARY)]
        listed = [place.name for place in self.places]
        return named + [(heading, HEADING) for heading in (*self.headings, *listed)]

    def _stems(self, text: str) -> set[str]:
        return set(self._all_stems(text))

    def _all_stems(self, text: str) -> list[str]:
        return [stem(word, self.language) for word in words(text) if word not in SILENT]
