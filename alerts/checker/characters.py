"""Characters as they are compared: case, separators, look-alikes, and the difference between two numbers."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from typing import NamedTuple

from rapidfuzz.distance import OSA

_OTHER_SCRIPTS = str.maketrans("АВЕЗКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABE3KMHOPCTYXIJSABEZHIKMNOPTYX")  # noqa: RUF001
"""Cyrillic and Greek capitals that look like Latin ones, and the letters they look like."""

_LOOK_ALIKES = str.maketrans("OQDILSZBGTV", "0001152867U")
"""One character for each group that people take for one another: O Q D 0, I L 1, S 5, Z 2, B 8, G 6, T 7, U V."""

_GROUP = 4


class Piece(NamedTuple):
    """A run of characters of a number, and whether the other number has others there."""

    text: str
    is_different: bool


def plain(text: str) -> str:
    """Compatibility forms (full-width letters) as ordinary ones, without invisible characters and outer spaces.

    The separator of GS1 element strings (U+001D) stays.
    """
    usual = unicodedata.normalize("NFKC", text)
    kept = (character for character in usual if unicodedata.category(character) not in {"Cf", "Cs"})
    return " ".join("".join(kept).replace("\x00", " ").split(" ")).strip(" \t\r\n")


def latin(text: str) -> str:
    """Latin capitals and ASCII digits for letters and digits of any script that look like them or mean the same."""
    return "".join(map(_ascii_digit, plain(text))).upper().translate(_OTHER_SCRIPTS)


def fold(text: str) -> str:
    """As `latin`, letters and digits alone: every kind of separator is left out."""
    return "".join(character for character in latin(text) if character.isalnum())


def skeleton(folded: str) -> str:
    """A folded number with one character for each group of look-alikes."""
    return folded.translate(_LOOK_ALIKES)


def is_slip(one: str, other: str) -> bool:
    """True where two skeletons differ by one wrong, missing, extra or swapped character, or contain each other."""
    shorter, longer = sorted((one, other), key=len)
    return shorter in longer or OSA.distance(one, other, score_cutoff=1) <= 1


def groups_of(text: str) -> list[str]:
    """A number in groups of four characters, for reading it again character by character."""
    folded = fold(text)
    return [folded[start : start + _GROUP] for start in range(0, len(folded), _GROUP)]


def difference(typed: str, listed: str) -> tuple[list[Piece], list[Piece]]:
    """Both numbers in pieces, with those marked in which they differ; case and separators are no difference."""
    one, other = fold(typed), fold(listed)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for action, start, end, other_start, other_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for side, text in zip(pieces, (one[start:end], other[other_start:other_end]), strict=True):
            if text:
                side.append(Piece(text, action != "equal"))
    return pieces


def _ascii_digit(character: str) -> str:
    """The digit of any script as an ASCII digit: Arabic keyboards have their own."""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
