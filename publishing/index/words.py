"""What counts as the same word: without capitals, accents and endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import snowballstemmer

LONGEST_WORD = 40
LANGUAGES = {"en": "english", "es": "spanish", "ar": "arabic"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")

_SILENT = """
a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my of on or
our so than that the their them then there they this to us was we what when where which who why will with would you your
he she her his him not no al de del el en es la las los lo mi mis o para por que se su sus un una y
"""
SILENT = frozenset(_SILENT.split())
"""Words that say nothing of what a page is about, in English and Spanish."""

_FAMILIAR = """
child children childs kid kids son daughter sons daughters girl boy nino nina ninos ninas hijo hija help about please
information info get gets getting got keep keeps keeping feel feels feeling very really always often having
"""
FAMILIAR = frozenset(_FAMILIAR.split())
"""Words of a question that count only where nothing else is asked."""


class Token(NamedTuple):
    """A word of a text, as it is compared, and where it stands."""

    word: str
    start: int
    end: int


def plain(text: str) -> str:
    """Lower case, without accents."""
    text = text.casefold()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def tokens(text: str) -> Iterator[Token]:
    for found in _WORD.finditer(text):
        yield Token(_plain_word(found.group()), found.start(), found.end())


@lru_cache(maxsize=100_000)
def _plain_word(word: str) -> str:
    word = plain(_POSSESSIVE.sub("", word))
    return word.replace("'", "").replace("’", "")[:LONGEST_WORD]


def words(text: str) -> list[str]:
    return [token.word for token in tokens(text) if token.word]


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The word without its ending: `seizures` and `seizure` are both `seizur`."""
    with _lock:  # A stemmer keeps the word that it works on.
        return str(_stemmer(language).stemWord(word))[:LONGEST_WORD]


@lru_cache(maxsize=100_000)
def stems(word: str) -> tuple[str, ...]:
    """A word that somebody typed, in whichever language: without the ending that it would have in each."""
    return tuple(dict.fromkeys(stem(word, language) for language in LANGUAGES))


_lock = Lock()


@lru_cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(LANGUAGES.get(language, LANGUAGES["en"]))


_SPELLINGS = [
    *[("sthm", "sm"), ("sch", "sk"), ("ph", "f"), ("th", "t"), ("gh", "g"), ("ae", "e"), ("oe", "e"), ("ck", "k")],
    *[("sc", "s"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s")],
    *[("h", ""), ("w", "u")],
]
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Roughly how a word sounds: `eppilepsee` as `epilepsy`. For telling which name somebody meant."""
    for spelt, sounds in _SPELLINGS:
        word = word.replace(spelt, sounds)
    heard = [character for place, character in enumerate(word) if place == 0 or character not in _VOWELS]
    once = [character for place, character in enumerate(heard) if place == 0 or heard[place - 1] != character]
    return "".join(once[:-1] if len(once) > 3 and once[-1] == "s" else once)
