"""A condition page as readers get it, from a revision or, for a preview, from the working copy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conditions.glossary.entries import Entry, Glossary
from conditions.glossary.live import glossary_at, glossary_in
from conditions.glossary.marking import Explainer
from conditions.importing.language import language_of_name
from conditions.kinds import SectionKind
from conditions.lists import Listed, listed
from conditions.models import Condition, Program
from conditions.names import Names, live_names, names_in
from conditions.reading_time import minutes_to_read
from conditions.ways import places_in
from publishing import clock
from publishing.alphabet import sort_key
from publishing.html import is_blank
from publishing.languages import Words
from publishing.models import Publishable, Revision, Subject
from publishing.moves import address_of
from publishing.pages import Found, Row, live_page_and_mentioned
from publishing.review_line import ReviewLine, review_line
from publishing.translating import behind, original_gone_since

PROGRAMS_TITLE = gettext_noop("Programs & Services")


@dataclass(frozen=True)
class Card:
    """What a page shows of another one."""

    kind: str
    pk: int
    slug: str
    title: str
    facts: dict[str, Any]
    language: str

    @classmethod
    def of(cls, row: Revision) -> Card:
        return cls(row.kind, row.subject_id, row.slug, row.title, row.card, row.language)

    @classmethod
    def of_row(cls, row: Row) -> Card:
        return cls(row.kind, row.subject_id, row.slug, row.title, json.loads(row.card), row.language)

    @property
    def address(self) -> str:
        return address_of(self.kind, self.slug, self.language)


@dataclass(frozen=True)
class Tab:
    """A section that has something to say."""

    anchor: str
    title: str
    body: str
    former_anchors: list[str] = field(default_factory=list)
    programs: list[Card] = field(default_factory=list)
    behind_since: datetime | None = None
    """Of a translation: since when the original says something else here."""


@dataclass(frozen=True)
class Source:
    name: str
    url: str
    language: str


@dataclass(frozen=True)
class News:
    """A sentence for families about what is new on the page, and the day when readers first saw it."""

    on: date
    sentence: str


@dataclass(frozen=True)
class ConditionPage:
    subject: Subject
    slug: str
    title: str
    content: dict[str, Any]
    tabs: list[Tab]
    programs: list[Card]
    related: list[Card]
    has_lapsed: bool | None = None
    """Whether its review is overdue; None: that depends on when somebody asks."""

    translations: list[Card] = field(default_factory=list)
    """The same page in other languages, its original among them."""

    original: Card | None = None
    """What this page translates, where that is live."""

    words: list[Entry] = field(default_factory=list)
    """The terms that its text has marked."""

    names: Names = field(default_factory=dict)
    """What lists are called in the page's language."""

    behind_since: datetime | None = None
    """Of a translation: since when the original says something else around the tabs, or in a tab that is not here."""

    original_gone_since: datetime | None = None
    """Of a translation: since when its original is off the public site."""

    @property
    def language(self) -> str:
        return str(self.content["language"])

    @property
    def original_subject(self) -> Subject:
        """By which alerts name the page: one for a page is for all its languages."""
        return Subject(self.subject.kind, self.content.get("original") or self.subject.pk)

    @property
    def addresses(self) -> dict[str, str]:
        """In which languages the page is there, and where."""
        own = {self.language: address_of(self.subject.kind, self.slug, self.language)}
        return own | {card.language: card.address for card in self.translations}

    @property
    def sources(self) -> list[Source]:
        lines = [line.rsplit(" ", 1) for line in self.content["sources"]]
        return [Source(name, url, language_of_name(name, self.language)) for name, url in lines]

    @property
    def news(self) -> list[News]:
        """What is new, newest first."""
        days = self.content.get("news_on", {})
        news = [News(date.fromisoformat(days[line]), line) for line in self.content.get("news", [])]
        return sorted(news, key=attrgetter("on"), reverse=True)

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return minutes_to_read(self.content)

    @property
    def help_levels(self) -> list[tuple[str, list[str]]]:
        """The levels that have points, calmest first: `us`, `today`, `911`."""
        levels = [(level, self.content[f"call_{level}_when"]) for level in ("us", "today", "911")]
        return [(level, points) for level, points in levels if points]

    @property
    def lists(self) -> list[Listed]:
        """Where a reader finds more like it: its body areas, specialties and ages."""
        return listed(places_in(self.content), self.names, self.language)

    @property
    def review(self) -> ReviewLine:
        return review_line(self.content, self.has_lapsed)

    @property
    def calls_program(self) -> Words | None:
        """The name of the program whose phone the call button dials."""
        return next((Words(card.title, card.language) for card in self.programs if card.facts["phone"]), None)

    @property
    def phone(self) -> str:
        return next((card.facts["phone"] for card in self.programs if card.facts["phone"]), "")

    @property
    def description(self) -> str:
        """50 to 160 characters for search engines: the summary, or what the page holds."""
        if summary := self.content["summary"]:
            return _shortened(summary)
        if not self.tabs:
            about = _(
                "Plain, checked information for families about children's health conditions, what helps, "
                "and who treats them here."
            )
            return _shortened(f"{self.title}. {about}")
        tabs = ", ".join(tab.title.lower() for tab in self.tabs)
        return _shortened(_("%(title)s, explained for families: %(tabs)s.") % {"title": self.title, "tabs": tabs})


def live_page(slug: str, at: datetime | None = None) -> ConditionPage | None:
    """The page that readers see under an address at a moment, with all it mentions, in one query."""
    found = live_page_and_mentioned(Condition, slug, at)
    if found is None:
        return None
    language, version = found.page.language, found.site_version
    return page_from(found, glossary_in(language, version), live_names(language, version))


def page_from(found: Found, glossary: Glossary, names: Names) -> ConditionPage:
    """A live page as a function of what the database holds of it, and of terms and the names of lists then."""
    own = found.page
    return _page(
        Subject(own.kind, own.subject_id),
        own.slug,
        json.loads(own.content),
        [Card.of_row(row) for row in found.mentioned],
        [Card.of_row(row) for row in found.translations],
        glossary,
        names,
        has_lapsed=bool(own.has_lapsed),
        gone_since=found.original_gone_since,
    )


def draft_page(condition: Condition) -> ConditionPage:
    """The page as it would be, were the working copy published now. For staff alone."""
    last = condition.last_public()
    content = condition.carry_over(condition.content(), last.content if last else None, clock.now())
    facts = condition.review_facts()
    mentioned = _live(condition.references(), condition.language)
    glossary = glossary_in(condition.language)
    others, names = live_translations(condition), live_names(condition.language)
    gone_since = original_gone_since(condition)
    return _page(
        condition.subject, condition.slug, content | facts, mentioned, others, glossary, names, gone_since=gone_since
    )


def past_page(revision: Revision) -> ConditionPage:
    """The page as it looked at the moment when the revision went live. For staff alone."""
    mentioned = _live(revision.references.values_list("kind", "subject_id"), revision.language, revision.live_from)
    others = Revision.objects.live(revision.live_from).translations_of(revision)
    subject = Subject(revision.kind, revision.subject_id)
    glossary = glossary_at(revision.language, revision.live_from)
    cards, names = [Card.of(row) for row in others], names_in(revision.language, revision.live_from, is_past=True)
    gone_since = original_gone_since(revision, revision.live_from)
    return _page(subject, revision.slug, revision.content, mentioned, cards, glossary, names, gone_since=gone_since)


def live_translations(page: Publishable) -> list[Card]:
    """What readers see now of the page that a working copy belongs to in other languages."""
    stored = Revision(kind=page.kind(), subject_id=page.pk, original_id=page.original_id)
    return [Card.of(row) for row in Revision.objects.live().translations_of(stored)]


def _live(subjects: Iterable[tuple[str, int]], language: str, at: datetime | None = None) -> list[Card]:
    found: dict[tuple[str, int], Card] = {}
    for kind, pk in subjects:
        wanted = Revision.objects.live(at).filter(kind=kind)
        row = wanted.filter(original_id=pk, language=language).first() or wanted.filter(subject_id=pk).first()
        if row:
            found[row.kind, row.subject_id] = Card.of(row)
    return list(found.values())


def _page(
    subject: Subject,
    slug: str,
    content: dict[str, Any],
    mentioned: list[Card],
    translations: list[Card],
    glossary: Glossary,
    names: Names,
    *,
    has_lapsed: bool | None = None,
    gone_since: datetime | None = None,
) -> ConditionPage:
    cards = sorted(mentioned, key=_place_among_cards(content["language"]))
    original = next((card for card in translations if card.pk == content.get("original")), None)
    since = behind(content, original.facts) if original else {}
    programs = [card for card in cards if card.kind == Program.kind()]
    explainer = Explainer(glossary, [content["title"], *content["other_names"]])
    content = _explained(content, explainer)
    return ConditionPage(
        subject=subject,
        slug=slug,
        title=content["title"],
        content=content,
        tabs=_tabs(content["sections"], programs, since),
        programs=programs,
        related=[card for card in cards if card.kind == Condition.kind()],
        has_lapsed=has_lapsed,
        translations=translations,
        original=original,
        words=explainer.words,
        names=names,
        behind_since=max((since[key] for key in since.keys() - _tabs_translated(content)), default=None),
        original_gone_since=gone_since,
    )


def _place_among_cards(language: str) -> Callable[[Card], tuple[bool, str]]:
    """Conditions in the page's language first, each group from A to Z."""
    return lambda card: (card.language != language, sort_key(card.title, card.language))


def _explained(content: dict[str, Any], explainer: Explainer) -> dict[str, Any]:
    """The content with the terms marked in its introduction and in each tab."""
    sections = [section | {"body": explainer.mark(section["body"])} for section in content["sections"]]
    return content | {"introduction": explainer.mark(content["introduction"]), "sections": sections}


def _key_of_original(section: dict[str, Any]) -> str:
    return f"tab-{section['original']}" if "original" in section else ""


def _tabs_translated(content: dict[str, Any]) -> set[str]:
    """The keys of the original's tabs that this translation has."""
    return {_key_of_original(section) for section in content["sections"]}


def _tabs(sections: list[dict[str, Any]], programs: list[Card], since: dict[str, datetime]) -> list[Tab]:
    """The sections that have words; the programs fill theirs, and stand last where no section is theirs."""
    tabs = []
    placed = False
    for section in sections:
        is_theirs = section["kind"] == SectionKind.PROGRAMS_SERVICES and not placed
        placed = placed or is_theirs
        shown = programs if is_theirs else []
        if shown or not is_blank(section["body"]):
            tab = Tab(section["anchor"], section["title"], section["body"], section["former_anchors"], shown)
            tabs.append(replace(tab, behind_since=since.get(_key_of_original(section))))
    if programs and not placed:
        tabs.append(Tab(_free_anchor("programs-services", sections), _(PROGRAMS_TITLE), "", programs=programs))
    return tabs


def _free_anchor(wanted: str, sections: list[dict[str, Any]]) -> str:
    taken = {section["anchor"] for section in sections}
    return wanted if wanted not in taken else f"{wanted}-{len(taken) + 1}"


def _shortened(text: str, most: int = 160) -> str:
    """At most so many characters, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= most else re.sub(r"\W*\s\S*$", "", text[: most - 1]) + "…"
