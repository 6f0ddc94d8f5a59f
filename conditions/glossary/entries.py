"""A term as readers get it, and finding terms in running text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import chain, pairwise
from typing import NamedTuple

from conditions.checking.naming import singular
from publishing.alphabet import sort_key

_WORD = re.compile(r"&#?\w+;|([^\W_](?:[^\W_]|[\u0300-\u036f\u0640\u064b-\u0652\u0670])*)")
"""Letters and figures, with the accents and vowel signs that may follow them. What HTML writes as `&nbsp;` is none."""

_JOINED = "-\u2010\u2011'’@._"
"""Between two words they make one: “cell” is no word of “T-cell”, nor “biopsy” of “biopsy.example.org”."""

_POSSESSIVE = re.compile(r"['’]s(?![^\W_])")
_GAP = re.compile(r"[\s\u2010\u2011-]+")
_TELLING_ACCENTS = {"es"}
"""Languages in which an accent makes another word: “papa” is a potato."""


class Entry(NamedTuple):
    """What is public of a term at a moment."""

    pk: int
    slug: str
    title: str
    definition: str
    pronunciation: str
    other_forms: tuple[str, ...]
    language: str

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.title, *self.other_forms)


class Found(NamedTuple):
    start: int
    end: int
    entry: Entry


class _Form(NamedTuple):
    """One way to write a term, word by word."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    gaps: tuple[str, ...]
    entry: Entry


@dataclass(frozen=True)
class Glossary:
    """The terms of one language, ready to be found: the first word of each way to write one leads to it."""

    language: str
    entries: tuple[Entry, ...]
    version: str
    _by_first: dict[str, list[_Form]] = field(repr=False)

    @classmethod
    def of(cls, language: str, entries: Iterable[Entry]) -> Glossary:
        ordered = tuple(sorted(entries, key=lambda entry: (sort_key(entry.title, entry.language), entry.pk)))
        by_first: dict[str, list[_Form]] = {}
        for entry in ordered:
            for form in _forms(entry):
                by_first.setdefault(form.keys[0], []).append(form)
        for forms in by_first.values():
            forms.sort(key=lambda form: -len(form.words))  # Stable: of two terms, the first of the alphabet.
        return cls(language, ordered, _digest(ordered), by_first)

    def find(self, text: str) -> Iterator[Found]:
        """Terms in the text of clean HTML, from the left, the longest at each place; none inside another."""
        words = words_in(text)
        place = 0
        while place < len(words):
            form = self._at(text, words, place)
            if form:
                last = place + len(form.words) - 1
                yield Found(words[place].start(), words[last].end(), form.entry)
                place = last
            place += 1

    def whole(self, text: str) -> Entry | None:
        """The term that the whole text is a form of."""
        return next((found.entry for found in self.find(text) if found.end - found.start == len(text)), None)

    def _at(self, text: str, words: list[re.Match[str]], place: int) -> _Form | None:
        word = words[place][0]
        keys = dict.fromkeys((_key(word, self.language), _last_key(word, self.language)))
        candidates = chain.from_iterable(self._by_first.get(key, ()) for key in keys)
        for form in candidates:
            found = words[place : place + len(form.words)]
            if _is_written(form, text, found, self.language):
                return form
        return None


def words_in(text: str) -> list[re.Match[str]]:
    return [match for match in _WORD.finditer(text) if match[1]]


@lru_cache(maxsize=20_000)
def _forms(entry: Entry) -> tuple[_Form, ...]:
    """Kept, as most terms stay when one changes."""
    return tuple(_form(written, matches, entry) for written in entry.forms if (matches := words_in(written)))


def _form(written: str, matches: list[re.Match[str]], entry: Entry) -> _Form:
    words = tuple(unicodedata.normalize("NFC", match[0]) for match in matches)
    keys = (*(_key(word, entry.language) for word in words[:-1]), _last_key(words[-1], entry.language))
    return _Form(words, keys, _gaps(written, matches), entry)


def _is_written(form: _Form, text: str, found: list[re.Match[str]], language: str) -> bool:
    if len(found) < len(form.words) or _gaps(text, found) != form.gaps or not _stands_alone(text, found):
        return False
    last = len(form.words) - 1
    for number, (match, word, key) in enumerate(zip(found, form.words, form.keys, strict=True)):
        written = unicodedata.normalize("NFC", match[0])
        own = _last_key(written, language) if number == last else _key(written, language)
        if own != key or not _has_case_of(written, word, len(found)):
            return False
    return True


def _has_case_of(written: str, word: str, words: int) -> bool:
    """“ALL” is a leukemia and “all” is not; “Spleen” is the spleen, and “SPLEEN” may be anything."""
    if _is_abbreviation(word) or (words == 1 and len(word) == 1):
        return written in (word, f"{word}s")
    return not (len(written) > 1 and written.isupper())


def _is_abbreviation(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:])


def _stands_alone(text: str, found: list[re.Match[str]]) -> bool:
    start, end = found[0].start(), found[-1].end()
    if start > 1 and text[start - 1] in _JOINED and text[start - 2].isalnum():
        return False
    is_joined = text[end : end + 1] in tuple(_JOINED) and text[end + 1 : end + 2].isalnum()
    return not is_joined or bool(_POSSESSIVE.match(text, end))


def _gaps(text: str, found: list[re.Match[str]]) -> tuple[str, ...]:
    """What stands between the words: a hyphen is as good as a space, a straight apostrophe as a curly one."""
    between = (text[one.end() : two.start()] for one, two in pairwise(found))
    return tuple(gap if gap == " " else _GAP.sub(" ", unescape(gap)).replace("’", "'") for gap in between)


def _key(word: str, language: str) -> str:
    if word.isascii():
        return word.casefold()
    if language in _TELLING_ACCENTS:
        return unicodedata.normalize("NFC", word).casefold()
    plain = unicodedata.normalize("NFKD", word).replace("\u0640", "")
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def _last_key(word: str, language: str) -> str:
    """As `_key`, and in English the same for one and many: “biopsies” and “biopsy”, “MRIs” and “MRI”."""
    if language != "en":
        return _key(word, language)
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        return _key(word[:-1], language)
    return singular(_key(word, language))


def _digest(entries: tuple[Entry, ...]) -> str:
    return hashlib.blake2b(repr(entries).encode(), digest_size=12).hexdigest()
