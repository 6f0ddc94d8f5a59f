"""The passage of a page that shows why it was found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from publishing.index.words import plain, stem, tokens

LONGEST_PASSAGE = 220
_BEFORE = 60
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")


class Piece(NamedTuple):
    """Words of a passage, and whether they are what was asked for."""

    text: str
    is_asked: bool


class Passage(NamedTuple):
    pieces: list[Piece]
    share: float
    """How much of what was asked for stands in this one sentence, from 0 to 1."""


def best_passage(texts: Sequence[str], rarities: Mapping[str, tuple[int, int]], language: str) -> Passage:
    """The sentence that holds most of what was asked for, the first of equals; the first text where none holds any.

    `rarities`: for each word of the index the number of its slot and how much that is worth.
    """
    total = sum(dict(rarities.values()).values())
    hint = re.compile("|".join(sorted({re.escape(word[:4]) for word in rarities})) or "(?!)")
    best, worth = "", 0
    for text in texts:
        for sentence in _SENTENCE_END.split(text):
            if hint.search(plain(sentence)):
                found = sum(_slots_in(sentence, rarities, language).values())
                if found > worth:
                    best, worth = sentence, found
    return Passage(_pieces(best or texts[0], rarities, language), worth / total if total else 0)


def marked(text: str, asked: Mapping[str, tuple[int, int]], language: str) -> list[Piece]:
    """The whole text, with the words that were asked for apart."""
    pieces, end = [], 0
    for token in tokens(text):
        if stem(token.word, language) in asked:
            pieces += [Piece(text[end : token.start], False), Piece(text[token.start : token.end], True)]
            end = token.end
    pieces.append(Piece(text[end:], False))
    return [piece for piece in pieces if piece.text]


def _slots_in(sentence: str, rarities: Mapping[str, tuple[int, int]], language: str) -> dict[int, int]:
    forms = (stem(token.word, language) for token in tokens(sentence))
    return dict(rarities[form] for form in forms if form in rarities)


def _pieces(sentence: str, asked: Mapping[str, tuple[int, int]], language: str) -> list[Piece]:
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
