"""A page as the rules read it: passages in reading order, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from conditions.checking.passages import Image, Link, Passage, Shape, read_html
from conditions.checking.sentences import sentences_in

PAGE = "page"
_LINE_FIELDS = ("other_names", "call_us_when", "call_today_when", "call_911_when", "questions_to_ask", "news")
_ID = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True)
class CheckedPart:
    """A tab, or all that stands around the tabs."""

    key: str
    title: str
    kind: str
    """The kind of tab; empty for what stands around the tabs."""
    passages: tuple[Passage, ...]
    images: tuple[Image, ...] = ()

    @property
    def is_tab(self) -> bool:
        return self.key != PAGE

    @cached_property
    def prose(self) -> list[Passage]:
        """What is read as running text: no names, no sources, no empty headings."""
        return [passage for passage in self.passages if passage.is_prose]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Those of paragraphs and list items; headings and cells of tables are no sentences."""
        return [
            Sentence(passage, text)
            for passage in self.prose
            if passage.shape not in (Shape.HEADING, Shape.CELL)
            for text in sentences_in(passage.text)
        ]


@dataclass(frozen=True)
class Sentence:
    passage: Passage
    text: str

    @cached_property
    def words(self) -> list[str]:
        return WORD.findall(self.text)


WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")


@dataclass(frozen=True, eq=False)
class CheckedPage:
    """What `Condition.content()` says, with the facts of its review where they are known. Equal to itself alone."""

    slug: str
    title: str
    other_names: tuple[str, ...]
    language: str
    parts: tuple[CheckedPart, ...]
    content: dict[str, Any] = field(repr=False)
    """As it was given: for the facts that are no text."""

    @classmethod
    def of(cls, content: dict[str, Any]) -> CheckedPage:
        """Also of a page that is not saved yet: sections without a key are counted from 1."""
        tabs = (_tab(number, section) for number, section in enumerate(content.get("sections", []), start=1))
        return cls(
            slug=content.get("slug", ""),
            title=content.get("title", ""),
            other_names=tuple(content.get("other_names", ())),
            language=content.get("language", "en"),
            parts=(_around(content), *tabs),
            content=content,
        )

    @property
    def around(self) -> CheckedPart:
        """What stands around the tabs."""
        return self.parts[0]

    @property
    def tabs(self) -> tuple[CheckedPart, ...]:
        return self.parts[1:]

    @property
    def is_english(self) -> bool:
        return self.language.split("-")[0] == "en"

    @cached_property
    def passages(self) -> list[Passage]:
        return [passage for part in self.parts for passage in part.passages]

    @cached_property
    def prose(self) -> list[Passage]:
        return [passage for part in self.parts for passage in part.prose]

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [sentence for part in self.parts for sentence in part.sentences]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The title and the other names."""
        return tuple(name for name in (self.title, *self.other_names) if name)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The places of the page that a link may lead to."""
        sections = self.content.get("sections", [])
        bodies = [self.content.get("introduction", ""), *(section["body"] for section in sections)]
        ids = {found for body in bodies for found in _ID.findall(body)}
        named = {name for section in sections for name in (section.get("anchor"), *section.get("former_anchors", ()))}
        return frozenset(name for name in ids | named if name)


def _around(content: dict[str, Any]) -> CheckedPart:
    introduction, images = read_html(content.get("introduction", ""), PAGE, "introduction")
    passages = [
        *_plain(content.get("summary", ""), "summary"),
        *introduction,
        *(Passage(PAGE, name, Shape.LINE, line) for name in _LINE_FIELDS for line in content.get(name, ())),
        *_sources(content.get("sources", ())),
    ]
    return CheckedPart(PAGE, content.get("title", ""), "", tuple(passages), tuple(images))


def _plain(text: str, name: str) -> Iterator[Passage]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return (Passage(PAGE, name, Shape.PARAGRAPH, line, block=number) for number, line in enumerate(lines) if line)


def _sources(lines: list[str]) -> Iterator[Passage]:
    for line in lines:
        name, _space, address = line.rpartition(" ")
        yield Passage(PAGE, "sources", Shape.SOURCE, line, links=(Link(name, address),))


def _tab(number: int, section: dict[str, Any]) -> CheckedPart:
    key = f"tab-{section.get('key', number)}"
    passages, images = read_html(section.get("body", ""), key, "body")
    return CheckedPart(key, section.get("title", ""), str(section.get("kind", "")), tuple(passages), tuple(images))
