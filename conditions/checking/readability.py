"""How hard a text is to read, as a school grade. For English alone.

The same words score from grade 11 to 16 by preparation alone, so ours is fixed (`PREPARATION` says it to editors): each
heading and each point of a list is a sentence, whether or not a full stop ends it; cells of tables are left out; so are
the long words of the page's own names, which no rewriting can make shorter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from django.utils.translation import gettext_lazy as _

from conditions.checking.naming import singular, words_of
from conditions.checking.page import WORD, CheckedPage
from conditions.checking.passages import Passage, Shape
from conditions.checking.sentences import sentences_in
from conditions.checking.syllables import syllables

PREPARATION = _(
    "Headings and points of lists count as sentences; tables and the condition's own name are left out; syllables by "
    "the CMU dictionary."
)
ENOUGH_FOR_SMOG = 30
"""Sentences: SMOG was made for texts of thirty; with fewer it is an estimate."""
_LONG = 3
"""Syllables."""


@dataclass(frozen=True)
class Reading:
    """What was counted."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0
    long_words: int = 0

    def __add__(self, other: Reading) -> Reading:
        counts = zip(_counts(self), _counts(other), strict=True)
        return Reading(*(ours + theirs for ours, theirs in counts))

    @property
    def flesch_kincaid(self) -> float:
        """Kincaid and others, 1975."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def smog(self) -> float:
        """McLaughlin, 1969."""
        return 1.043 * sqrt(self.long_words * 30 / self.sentences) + 3.1291 if self.words else 0.0

    @property
    def is_smog_estimate(self) -> bool:
        return self.sentences < ENOUGH_FOR_SMOG


def read_passages(passages: Iterable[Passage], names: Collection[str]) -> Reading:
    left_out = long_words_of(names)
    read = (read_sentence(text, left_out) for one in passages for text in sentences_in(one.text) if _is_read(one))
    return sum(read, Reading())


def read_sentence(sentence: str, left_out: Collection[str] = ()) -> Reading:
    """One sentence; none where nothing but left-out words stands in it."""
    figures, lengths = 0, []
    for word in WORD.findall(sentence):
        if not word.isalpha() and any(map(str.isdigit, word)):
            figures += 1
        elif singular(word.casefold()) not in left_out:
            lengths.append(syllables(word))
    words = len(lengths) + figures
    if not words:
        return Reading()
    return Reading(1, words, sum(lengths) + figures, sum(length >= _LONG for length in lengths))


@lru_cache(maxsize=1)
def read_parts(page: CheckedPage) -> dict[str, Reading]:
    """By the key of the part; several rules ask."""
    return {part.key: read_passages(part.prose, page.names) for part in page.parts}


def read_page(page: CheckedPage) -> Reading:
    return sum(read_parts(page).values(), Reading())


def long_words_of(names: Iterable[str]) -> frozenset[str]:
    """The long words of a page's names, singular: those that families have to learn anyway."""
    return frozenset(singular(word) for name in names for word in words_of(name) if syllables(word) >= _LONG)


def _is_read(passage: Passage) -> bool:
    return passage.shape != Shape.CELL


def _counts(reading: Reading) -> tuple[int, int, int, int]:
    return reading.sentences, reading.words, reading.syllables, reading.long_words
