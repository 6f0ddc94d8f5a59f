"""Where a passage names a recalled product."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from alerts.matching.names import Alias, Name, Part, forms_told, singular
from alerts.matching.vocabulary import FORMS, ORDINARY, QUALIFIERS, RELEASES, ROUTES, SALTS, SPELLINGS, UNITS

_HYPHEN = r"[-\u2010\u2011]"
_GAP = rf"(?:\s+|\s?{_HYPHEN}\s?)"
_BETWEEN_PARTS = rf"(?:\s*(?:,|/|\+|&|{_HYPHEN}|\b(?:and|with|plus)\b)\s*)+"
_START = r"(?:(?<![\w/\u2010\u2011-])|(?<=\b\d-))"
_END = r"(?:['’]s)?(?!\w)"
_JOINED = re.compile(rf"(?:{_HYPHEN}|/)(\w+)")
_NEXT_WORD = re.compile(rf"[\s()]*{_HYPHEN}?([^\W_]+)")
_WORDS_BEFORE = re.compile(rf"(?:([^\W_]+)(?:\s|{_HYPHEN}))?([^\W_]+)(?:\s+of)?\s+\Z")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*\s+(?=[\"“‘(]?[^\W_a-z])")
_MOST_WORDS_AFTER = 8
_FAR_ENOUGH = 80
"""Characters before a name: two words fit."""


class Mention(NamedTuple):
    """A sentence that names the product: the words before the name, the name as it stands there, the words after."""

    before: str
    name: str
    after: str
    alias: Alias | None = None
    """Why the name means the product, where the record does not use it."""

    @property
    def sentence(self) -> str:
        return self.before + self.name + self.after


def mentions_in(passage: str, names: Sequence[Name]) -> list[Mention]:
    """One for each sentence. Whatever its white space, the passage is one run of words."""
    text = " ".join(_HIDDEN.sub("", passage).split())
    named = {span: name.alias for name in reversed(names) for span in _spans(text, name)}
    spans = sorted(named)
    edges = [0, *(edge.end() for edge in _SENTENCE_END.finditer(text)), len(text)] if spans else []
    found: dict[tuple[int, int], Mention] = {}
    for start, end in spans:
        first, last = edges[bisect_right(edges, start) - 1], edges[bisect_left(edges, end)]
        mention = Mention(text[first:start], text[start:end], text[end:last].rstrip(), named[start, end])
        found.setdefault((first, last), mention)
    return list(found.values())


def _spans(text: str, name: Name) -> Iterator[tuple[int, int]]:
    for match in _pattern(name.parts).finditer(text):
        if _is_the_product(name, text[: match.start()], text[match.end() :]):
            yield match.span()


@lru_cache(maxsize=4096)
def _pattern(parts: tuple[Part, ...]) -> re.Pattern[str]:
    orders = permutations(parts) if len(parts) <= 3 else [parts]
    ways = (_BETWEEN_PARTS.join(_part(part) for part in order) for order in orders)
    return re.compile(f"{_START}(?:{'|'.join(ways)}){_END}", re.IGNORECASE)


def _part(part: Part) -> str:
    *words, last = part.words
    named = _GAP.join([*(_hyphened(word) for word in words), _any_number(last)])
    if not part.salts:
        return named
    salts = _GAP.join(_any_spelling(salt) for salt in part.salts)
    return f"{named}{_GAP}{salts}" if part.needs_salt else f"{named}(?:{_GAP}{salts})?"


def _hyphened(word: str) -> str:
    """“Klor-Con” is also written “Klor Con” and “KlorCon”."""
    return rf"(?:\s?{_HYPHEN}\s?|\s+)?".join(re.escape(piece) for piece in word.split("-"))


def _any_number(word: str) -> str:
    """Singular and plural."""
    one = singular(word)
    if len(one) <= 2:
        return _hyphened(word)
    return _hyphened(one[:-1]) + "(?:y|ies)" if one.endswith("y") else _hyphened(one) + "(?:s|es)?"


def _any_spelling(salt: str) -> str:
    return "(?:" + "|".join([salt, *(other for other, usual in SPELLINGS.items() if usual == salt)]) + ")"


def _is_the_product(name: Name, before: str, after: str) -> bool:
    joined = _JOINED.match(after)
    if joined and not _means_form(joined[1].casefold()):
        return False
    words = list(_words_after(after))
    if words and words[0] in SALTS and (name.is_loose or _may_have_salt(name, before)):
        return False
    forms, releases = _told(words)
    earlier = _WORDS_BEFORE.search(before[-_FAR_ENOUGH:])
    if earlier:
        one_before, directly_before = ((word or "").casefold() for word in earlier.groups())
        forms = forms or _told([directly_before])[0]
        releases |= _told([one_before, directly_before])[1]
    if (name.needs_form and not forms) or (name.is_loose and name.releases and not releases):
        return False
    return _agree(name.forms, forms) and _has_release(name, releases)


def _may_have_salt(name: Name, before: str) -> bool:
    """Another salt after the ingredient is another medicine."""
    return not before.endswith("/") and name.parts[-1].words[-1] not in ORDINARY


def _words_after(after: str) -> Iterator[str]:
    """The words that go on telling of the product: strength, release, form; the last may be any."""
    place = 0
    for _number in range(_MOST_WORDS_AFTER):
        found = _NEXT_WORD.match(after, place)
        if not found:
            return
        word = SPELLINGS.get(found[1].casefold(), found[1].casefold())
        yield word
        if not (word[0].isdigit() or word in QUALIFIERS or word in UNITS or word in RELEASES or word in ROUTES):
            return
        place = found.end()


def _told(words: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    return forms_told(words), frozenset(RELEASES[word] for word in words if word in RELEASES)


def _means_form(word: str) -> bool:
    return singular(word) in FORMS or word in RELEASES


def _agree(recalled: frozenset[str], told: frozenset[str]) -> bool:
    return not recalled or not told or bool(recalled & told)


def _has_release(name: Name, told: frozenset[str]) -> bool:
    """An extended-release tablet is another product than the plain one, and the other way round where it is said."""
    return not told or bool(name.releases & told) or (not name.releases and (not name.forms or told == {"immediate"}))
