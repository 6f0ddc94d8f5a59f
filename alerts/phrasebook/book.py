"""The phrase book of alert templates, read from `phrases.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from publishing.languages import Language, other_languages

PHRASES = Path(__file__).with_name("phrases.toml")
FIELDS = ("label", "headline", "what_happened", "what_to_do", "whom_to_call", "link_text")
"""The fields of an alert that a template may write, in the order in which staff read them."""
BLANK = re.compile(r"\{(\w+)\}")

Texts = dict[str, str]
"""A text by its language."""


class BlankType(StrEnum):
    PHRASE = "phrase"
    NAME = "name"
    MOMENT = "moment"
    NUMBER = "number"
    PHONE = "phone"
    HOSPITAL_PHONE = "hospital phone"


@dataclass(frozen=True)
class Phrase:
    key: str
    texts: Texts


@dataclass(frozen=True)
class Blank:
    """A gap in the texts of a template."""

    key: str
    type: BlankType
    label: str
    help: str = ""
    sets: str = ""
    """The field of the alert that takes the value, too."""
    example: str = ""
    phrases: tuple[Phrase, ...] = ()
    may_be_typed: bool = False
    """Staff may type a phrase that the list lacks, once for each language."""
    starts_with_hospital_phone: bool = False
    least: int = 0
    most: int = 0
    filled: Texts = field(default_factory=dict)
    empty: Texts = field(default_factory=dict)
    reviewed: Texts = field(default_factory=dict)

    @property
    def is_optional(self) -> bool:
        return bool(self.empty)

    @property
    def is_asked(self) -> bool:
        return self.type != BlankType.HOSPITAL_PHONE

    def phrase(self, key: str) -> Phrase | None:
        return next((phrase for phrase in self.phrases if phrase.key == key), None)


@dataclass(frozen=True)
class AlertTemplate:
    """One kind of alert with its texts, by field and language, and the blanks they contain."""

    key: str
    kind: str
    name: str
    texts: dict[str, Texts]
    blanks: tuple[Blank, ...]
    """Blanks that staff fill in, in the order in which they are asked."""
    help: str = ""
    reviewed: Texts = field(default_factory=dict)

    @property
    def asked(self) -> list[Blank]:
        return [blank for blank in self.blanks if blank.is_asked]

    def unreviewed(self) -> list[str]:
        """The offered languages in which a fluent speaker has not yet read every word of it."""
        worded = [blank.reviewed for blank in self.blanks if blank.reviewed]
        reviews = [self.reviewed, *worded]
        return [code for code in other_languages() if any(not review.get(code) for review in reviews)]


@dataclass(frozen=True)
class PhraseBook:
    blanks: tuple[Blank, ...]
    templates: tuple[AlertTemplate, ...]

    def template(self, key: str) -> AlertTemplate | None:
        return next((template for template in self.templates if template.key == key), None)


@cache
def phrase_book() -> PhraseBook:
    return parsed(tomllib.loads(PHRASES.read_text(encoding="utf-8")))


def parsed(values: Mapping[str, Any]) -> PhraseBook:
    """The book from the values of its file. A missing key or an unknown one raises `KeyError` or `TypeError`."""
    blanks = tuple(_blank(entry) for entry in values["blank"])
    by_key = {blank.key: blank for blank in blanks}
    return PhraseBook(blanks, tuple(_template(entry, by_key) for entry in values["template"]))


def _blank(entry: Mapping[str, Any]) -> Blank:
    plain = {name: value for name, value in entry.items() if name not in ("type", "phrases")}
    phrases = tuple(
        Phrase(phrase["key"], {name: text for name, text in phrase.items() if name != "key"})
        for phrase in entry.get("phrases", [])
    )
    return Blank(**plain, type=BlankType(entry["type"]), phrases=phrases)


def _template(entry: Mapping[str, Any], blanks: Mapping[str, Blank]) -> AlertTemplate:
    plain = {name: value for name, value in entry.items() if name not in (*FIELDS, "blanks")}
    template = AlertTemplate(
        **plain,
        texts={name: _trimmed(entry[name]) for name in FIELDS if name in entry},
        blanks=tuple(blanks[key] for key in entry["blanks"]),
    )
    listed = {blank.key for blank in template.blanks}
    unasked = [blanks[key] for key in _used(template) if key not in listed and not blanks[key].is_asked]
    return replace(template, blanks=(*template.blanks, *unasked))


def _trimmed(texts: Texts) -> Texts:
    return {language: text.strip() for language, text in texts.items()}


def _used(template: AlertTemplate) -> Iterator[str]:
    """The blanks of the English texts, each once."""
    texts = (texts.get(Language.ENGLISH, "") for texts in template.texts.values())
    yield from dict.fromkeys(key for text in texts for key in BLANK.findall(text))
