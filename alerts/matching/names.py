"""The names of a recalled product, from the words of a record or an alert."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from django.utils.translation import gettext_lazy

from alerts.matching.vocabulary import AUDIENCES, FORMS, ORDINARY, QUALIFIERS, RELEASES, ROUTES, SALTS, SPELLINGS, UNITS

_LIQUIDS = frozenset({"solution", "suspension"})
_POWDER = frozenset({"powder"})
"""“For oral solution” is a powder until the pharmacy or the family dissolves it."""
LONGEST_NAME = 8
"""Words; a longer run of them is a sentence, and no name."""

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?(?:-[^\W_]+)*")
_HEAD_END = re.compile(r"[,;:(\[®™]|\.(?!\d)|\s-\s")
_IN_PARENTHESES = re.compile(r"\(([^()]{3,80})\)")
_LOCANT = re.compile(r"\d{1,2}(?:-[^\W\d_]+)*-[^\W\d_]{10,}|\d{1,2}-(?:cis|trans)-[^\W\d_]+")
"""A number that belongs to a chemical name: “6-mercaptopurine”, “13-cis-retinoic”."""
_STRENGTH = re.compile(r"\d[\d.,]*\s*%\s*")
"""Before the name: “0.9% sodium chloride”."""
_MORE_INGREDIENTS = re.compile(r"\d[^,/+&]*[,/+&]\s*[^\W\d_]{5,}")
"""A strength, and then another ingredient: a combination, which none of them names."""
_LONG_ENOUGH = 4
"""Letters of the longest word: “(NDC …)” and “(per mL)” name no product."""
_AND = re.compile(r"\s*(?:/|\+|&|\band\b|\bwith\b)\s*")


@dataclass(frozen=True)
class Part:
    """One ingredient, or a brand: its words, and the salts that may follow."""

    words: tuple[str, ...]
    salts: tuple[str, ...] = ()

    @property
    def needs_salt(self) -> bool:
        """“Potassium” alone names no product; “amlodipine” does."""
        return len(self.words) == 1 and self.words[0] in ORDINARY


class AliasKind(Enum):
    BRAND = gettext_lazy("%(name)s is a brand of %(of)s")
    OTHER_NAME = gettext_lazy("%(name)s is another name for %(of)s")
    LOOSE = gettext_lazy("%(name)s may mean %(of)s")


@dataclass(frozen=True)
class Alias:
    """Why a page that does not use the name of the record may mean the product."""

    name: str
    of: str
    kind: AliasKind

    def __str__(self) -> str:
        return str(self.kind.value) % {"name": self.name, "of": self.of}


@dataclass(frozen=True)
class Name:
    """What a page would call the product. Several parts are a combination, which takes them all."""

    parts: tuple[Part, ...]
    forms: frozenset[str] = frozenset()
    """The dose forms that were recalled; none where nobody says."""
    releases: frozenset[str] = frozenset()
    is_loose: bool = False
    """A less exact name (“potassium”), which counts only beside the form, and the release, of the product."""
    alias: Alias | None = field(default=None, compare=False)

    @property
    def needs_form(self) -> bool:
        return self.is_loose or (len(self.parts) == 1 and self.parts[0].needs_salt and not self.parts[0].salts)

    @property
    def sure_letters(self) -> str:
        """Letters that stand in every text with this name, whatever its number and hyphens."""
        longest = max(self.parts[0].words[0].split("-"), key=len)
        return singular(longest).removesuffix("y")


def names_in(text: str, *, firm: str = "", is_drug: bool = True) -> list[Name]:
    """The names at the head of a description, and those it gives in parentheses."""
    text = _DASHES.sub("-", text)
    head = _STRENGTH.sub("", _HEAD_END.split(text.strip(), maxsplit=1)[0])
    heads = [head, *(found[1] for found in _IN_PARENTHESES.finditer(text[:300]) if _may_name(found[1]))]
    rest = _forms_and_releases(_words(text[:300]))
    names = (_name(head, firm, is_drug, rest) for head in heads)
    return list(dict.fromkeys(name for name in names if name))


def _may_name(inner: str) -> bool:
    """Words in parentheses: for whom it is made, codes and combinations that are not read are no name."""
    words, _form_words = _cut(_words(inner))
    longest = max((len(word) for word in words), default=0)
    return longest >= _LONG_ENOUGH and not AUDIENCES & set(words) and not _MORE_INGREDIENTS.search(inner)


def merged(names: Iterable[Name]) -> list[Name]:
    """One name for each product, with all the forms that any of its tellings has."""
    by_parts: dict[tuple[tuple[Part, ...], bool], Name] = {}
    for name in names:
        before = by_parts.setdefault((name.parts, name.is_loose), name)
        both = replace(before, forms=before.forms | name.forms, releases=before.releases | name.releases)
        by_parts[name.parts, name.is_loose] = both
    return list(by_parts.values())


def singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _name(head: str, firm: str, is_drug: bool, otherwise: tuple[frozenset[str], frozenset[str]]) -> Name | None:
    words = _words(head)
    named, form_words = _cut(words) if is_drug else (words, [])
    named = _without_audience(_without_firm(named, firm)) if is_drug else named
    if not 0 < len(named) <= LONGEST_NAME or (not is_drug and len(named) < 2):
        return None
    forms, releases = _forms_and_releases(form_words) if form_words else otherwise
    parts = tuple(_parts(" ".join(named), is_drug))
    return Name(parts, forms or otherwise[0], releases or otherwise[1]) if parts else None


def _words(text: str) -> list[str]:
    joined = re.sub(r"\s*([/+&])\s*", r" \1 ", text.casefold())
    found = re.findall(r"[/+&]|" + _WORD.pattern, joined)
    return [SPELLINGS.get(word, word) for run in found for word in _apart(run)]


def _apart(run: str) -> list[str]:
    """`extended-release` is two words; `klor-con` is one."""
    if _LOCANT.fullmatch(run):
        return [run]
    pieces = run.split("-")
    return pieces if any(_is_about_form(piece) for piece in pieces) else [run]


def _cut(words: list[str]) -> tuple[list[str], list[str]]:
    """The name, and the words of form, release and strength that follow it."""
    for place, word in enumerate(words):
        if _is_about_form(word):
            return words[:place], words[place:]
    return words, []


def _is_about_form(word: str) -> bool:
    return (word[0].isdigit() and not _LOCANT.fullmatch(word)) or any(
        singular(word) in known or word in known for known in (FORMS, ROUTES, RELEASES, QUALIFIERS, UNITS)
    )


def _without_firm(words: list[str], firm: str) -> list[str]:
    """“Kelpway albuterol” of the firm Kelpway is albuterol; a name that is the firm's alone stays."""
    own = set(_words(firm)) - ORDINARY - SALTS
    rest = [word for word in words if word not in own]
    return rest if rest and words[: len(words) - len(rest)] != rest else words


def _without_audience(words: list[str]) -> list[str]:
    """“Children's ibuprofen” is ibuprofen; whoever it is made for, the medicine is the same."""
    return [word for word in words if word not in AUDIENCES] if len(words) > 1 else words


def _parts(name: str, is_drug: bool) -> Iterator[Part]:
    pieces = _AND.split(name) if is_drug else [name]
    for piece in pieces:
        words = piece.split()
        end = len(words)
        while is_drug and end > 1 and words[end - 1] in SALTS:
            end -= 1
        if words:
            yield Part(tuple(words[:end]), tuple(words[end:]))


def forms_told(words: Sequence[str]) -> frozenset[str]:
    """The forms that the first word for one may mean, by its route where that is told too: an oral solution."""
    place = next((place for place, word in enumerate(words) if singular(word) in FORMS), None)
    forms = FORMS[singular(words[place])] if place is not None else frozenset[str]()
    routes = next((ROUTES[word] for word in words if word in ROUTES), frozenset[str]())
    told = (forms & routes) or forms or routes
    return told | _POWDER if place is not None and told & _LIQUIDS and "for" in words[:place] else told


def _forms_and_releases(words: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    return forms_told(words), frozenset(RELEASES[word] for word in words if word in RELEASES)
