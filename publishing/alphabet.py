"""The order of titles from A to Z, and the letter that each stands under, as the language of the page has them.

One key for every list. It is written in the digits and letters `0-9a-f`, so that each database puts keys in the same
order, whatever its own collation.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from anyascii import anyascii

from publishing.addresses import spelled_greek

NO_LETTER = "#"
"""Where titles stand that begin with a digit, or have no letter at all."""

LONGEST_KEY = 480

_COLLATIONS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("collation.toml").read_text("utf-8"))
_APOSTROPHE = re.compile("['\u2018\u2019\u02bc]")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_MANY_DIGITS = ":"
"""Sorts after the digits, which say how long a number is."""

_AFTER = "\U0010fffd"
"""Behind a letter it makes another one, which sorts after all that begins with the first."""

_END = "\x01"
"""Sorts before a space, so that a title comes before a longer one."""


@dataclass(frozen=True)
class Collation:
    """Rules of a language's collation beyond the letters themselves."""

    same: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    article: str = ""
    kept: frozenset[str] = frozenset()

    def without_article(self, word: str) -> str:
        """A title's first word without the article; two letters at least are left."""
        if not self.article or word in self.kept or len(word) < len(self.article) + 2:
            return word
        return word.removeprefix(self.article)

    def letters(self, word: str) -> str:
        return "".join(self._letter(character) for character in word)

    def _letter(self, character: str) -> str:
        if character.isascii():
            return character
        if before := self.after.get(character):
            return before + _AFTER
        if other := self.same.get(character):
            return other
        plain = unicodedata.normalize("NFKD", character)[0]
        is_latin = not plain.isascii() and unicodedata.name(plain, "").startswith("LATIN")
        return anyascii(plain).lower() if is_latin else plain


def letter_of(title: str, language: str = "en") -> str:
    """The letter under which a list of this language shows a title; `NO_LETTER` for a figure or nothing."""
    words = _words(title, language)
    if not words[:1].isalpha():
        return NO_LETTER
    own = (letter for letter, before in _collation(language).after.items() if words.startswith(before + _AFTER))
    return next(own, words[0]).upper()[:1]


def sort_key(title: str, language: str = "en") -> str:
    """The place of a title among others of this language: word by word, figures by their value, then by accents."""
    key = _words(title, language) + _END + unicodedata.normalize("NFC", title.casefold())
    return key.encode("utf-8", "replace").hex()[:LONGEST_KEY]


@cache
def _collation(language: str) -> Collation:
    facts = _COLLATIONS.get(language, {})
    kept = facts.get("kept", {})
    words = frozenset(word + ending for word in kept.get("words", ()) for ending in kept.get("endings", ()))
    return Collation(facts.get("same", {}), facts.get("after", {}), facts.get("article", ""), words)


def _words(title: str, language: str) -> str:
    """Letters and figures of a title, with single spaces; accents and signs are left out."""
    collation = _collation(language)
    text = unicodedata.normalize("NFKC", spelled_greek(unicodedata.normalize("NFKC", title)).casefold())
    text = "".join(character for character in text if unicodedata.category(character) != "Mn").replace("\u0640", "")
    words = _WORD.findall(_APOSTROPHE.sub("", text))
    if words:
        words[0] = collation.without_article(words[0])
    return " ".join(_number(word) if word[0].isdigit() else collation.letters(word) for word in words)


def _number(word: str) -> str:
    digits = "".join(str(unicodedata.decimal(digit)) for digit in word).lstrip("0") or "0"
    length = str(len(digits)) if len(digits) < 10 else f"{_MANY_DIGITS}{len(digits):04}"
    return length + digits
