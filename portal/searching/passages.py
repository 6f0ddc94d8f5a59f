"""The passage of a page that shows why it was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from publishing.index.words import plain, stem, tokens

LONGEST_PASSAGE = 220
_BEFORE = 60
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

_Hint = Callable[[str], object]


class Piece(NamedTuple):
    """Words of a passage, and whether they are what was asked for."""

    text: str
    is_asked: bool


class Passage(NamedTuple):
    pieces: list[Piece]
    share: float
    """How much of what was asked for stands in this one sentence, from 0 to 1."""


class Asked:
    """What was asked for: for each word of the index the number of its slot, and how much that is worth."""

    def __init__(self, rarities: Mapping[str, tuple[int, int]]) -> None:
        self._rarities = rarities
        self._total = sum(dict(rarities.values()).values())
        self._hints: dict[tuple[int, int], list[_Hint]] = {}
        for word, slot in rarities.items():
            self._hints.setdefault(slot, []).append(_hint(word))

    def __contains__(self, word: object) -> bool:
        return word in self._rarities

    def best_passage(self, texts: Sequence[str], language: str) -> Passage:
        """The sentence that holds most of it, the first of equals; the first text where none holds any."""
        best, worth = "", 0
        for line in chain.from_iterable(text.split("\n") for text in texts):
            # Most lines hold none of it, and few a sentence with more than was found before.
            for sentence in _SENTENCE_END.split(line) if self._at_most(line) > worth else ():
                if self._at_most(sentence) > worth and (found := self._worth_of(sentence, language)) > worth:
                    best, worth = sentence, found
            if worth == self._total:
                break
        return Passage(_pieces(best or texts[0], self, language), worth / self._total if self._total else 0)

    def _at_most(self, sentence: str) -> int:
        """What a sentence may hold, by how words begin: found sooner than what it does hold."""
        said = plain(sentence)
        return sum(worth for (_number, worth), hints in self._hints.items() if any(hint(said) for hint in hints))

    def _worth_of(self, sentence: str, language: str) -> int:
        forms = (stem(token.word, language) for token in tokens(sentence))
        return sum(dict(self._rarities[form] for form in forms if form in self._rarities).values())


def _hint(word: str) -> _Hint:
    """Whether a text may hold a word of the index: by how it begins, or by the whole of a letter or two."""
    if len(word) < 3 and word.isascii():
        return re.compile(rf"\b{word}s?\b").search
    beginning = word[:4]
    return lambda said: beginning in said


def marked(text: str, asked: Container[str], language: str) -> list[Piece]:
    """The whole text, with the words that were asked for apart."""
    pieces, end = [], 0
    for token in tokens(text):
        if stem(token.word, language) in asked:
            pieces += [Piece(text[end : token.start], False), Piece(text[token.start : token.end], True)]
            end = token.end
    pieces.append(Piece(text[end:], False))
    return [piece for piece in pieces if piece.text]


def _pieces(sentence: str, asked: Container[str], language: str) -> list[Piece]:
    places = [token.start for token in tokens(sentence) if stem(token.word, language) in asked]
    return marked(_shortened(sentence, places[0] if places else 0), asked, language)


def _shortened(sentence: str, around: int) -> str:
    """At most so many characters, cut between words, with the first that was asked for among them."""
    if len(sentence) <= LONGEST_PASSAGE:
        return sentence
    start = 0 if around < LONGEST_PASSAGE - _BEFORE else sentence.rfind(" ", 0, around - _BEFORE) + 1
    end = sentence.rfind(" ", start, start + LONGEST_PASSAGE)
    end = end if end > start else start + LONGEST_PASSAGE
    return ("…" if start else "") + sentence[start:end].rstrip(" ,;:") + ("…" if end < len(sentence) else "")
