"""The reason of a recall in words for parents, where it is one of FDA's usual ones."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from django.utils.text import get_text_list

_DATA = tomllib.loads(Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8"))
_RULES: list[tuple[list[str], str]] = [(rule["says"], rule["plain"]) for rule in _DATA["reason"]]
_DENIAL = re.compile(r"\b(?:no|not|without|negative)\b[^,:]{0,40}\Z")
_ALLERGENS: dict[str, str] = _DATA["allergens"]
_ALLERGEN = "|".join(sorted(map(re.escape, _ALLERGENS), key=len, reverse=True))
_UNDECLARED = re.compile(
    r"\bundeclared (?:food )?(?:allergens?)?[\s:(-]{0,3}"
    rf"(?P<items>(?:{_ALLERGEN})(?:(?:\s?,\s?(?:and |or )?|\s?/\s?| and | or | & | and/or )(?:{_ALLERGEN}))*)\b",
)
_SEPARATOR = re.compile(r"\s?,\s?(?:and |or )?|\s?/\s?| and/or | and | or | & ")
_FIRST_SENTENCE = re.compile(r"[.;]\s")
_MOST_REASONS = 2


class Subject(NamedTuple):
    """Subject of the reason: “the capsules”, with the words that agree with it."""

    name: str
    is_plural: bool


def plain_reason(reason: str, subject: Subject) -> str:
    """A clause such as “the capsules may not dissolve as they should”; empty where the reason is not a usual one."""
    text = " ".join(_FIRST_SENTENCE.split(reason.casefold() + " ", maxsplit=1)[0].split())
    places = [(place, plain) for says, plain in _RULES if (place := _place(text, says)) >= 0]
    allergens = _UNDECLARED.search(text)
    if allergens:
        places.append((allergens.start(), _undeclared(allergens["items"])))
    chosen = list(dict.fromkeys(plain for _place, plain in sorted(places)))[:_MOST_REASONS]
    they, them, was = ("they", "them", "were") if subject.is_plural else ("it", "it", "was")
    return f"{subject.name} {' and '.join(chosen)}".format(they=they, them=them, was=was) if chosen else ""


def _place(text: str, phrases: list[str]) -> int:
    """Where one of the phrases stands first, unless the text denies it; -1 where none does."""
    places = (text.find(phrase) for phrase in phrases)
    return min((place for place in places if place >= 0 and not _DENIAL.search(text, 0, place)), default=-1)


def _undeclared(items: str) -> str:
    names = list(dict.fromkeys(_ALLERGENS[item.strip()] for item in _SEPARATOR.split(items)))
    return f"may contain {get_text_list(names, 'and')}, not named on the label"
