"""A condition page as readers get it, from a revision or, for a preview, from the working copy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from conditions.kinds import SectionKind
from conditions.lists import Listed, listed
from conditions.models import Condition, Program
from conditions.ways import places_in
from publishing.html import is_blank
from publishing.models import Revision, Subject
from publishing.pages import Found, live_page_and_mentioned
from publishing.review_line import ReviewLine, review_line

PROGRAMS_TITLE = "Programs & Services"


@dataclass(frozen=True)
class Card:
    """What a page shows of another one."""

    kind: str
    pk: int
    slug: str
    title: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Tab:
    """A section that has something to say."""

    anchor: str
    title: str
    body: str
    former_anchors: list[str] = field(default_factory=list)
    programs: list[Card] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    name: str
    url: str


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

    @property
    def sources(self) -> list[Source]:
        return [Source(*line.rsplit(" ", 1)) for line in self.content["sources"]]

    @property
    def help_levels(self) -> list[tuple[str, list[str]]]:
        """The levels that have points, calmest first: `us`, `today`, `911`."""
        levels = [(level, self.content[f"call_{level}_when"]) for level in ("us", "today", "911")]
        return [(level, points) for level, points in levels if points]

    @property
    def lists(self) -> list[Listed]:
        """Where a reader finds more like it: its body areas, specialties and ages."""
        return listed(places_in(self.content))

    @property
    def review(self) -> ReviewLine:
        return review_line(self.content, self.has_lapsed)

    @property
    def calls_program(self) -> str:
        """The name of the program whose phone the call button dials; empty where none has one."""
        return next((card.title for card in self.programs if card.facts["phone"]), "")

    @property
    def phone(self) -> str:
        return next((card.facts["phone"] for card in self.programs if card.facts["phone"]), "")

    @property
    def description(self) -> str:
        """50 to 160 characters for search engines: the summary, or what the page holds."""
        if summary := self.content["summary"]:
            return _shortened(summary)
        tabs = ", ".join(tab.title.lower() for tab in self.tabs)
        return _shortened(_("%(title)s, explained for families: %(tabs)s.") % {"title": self.title, "tabs": tabs})


def live_page(slug: str, at: datetime | None = None) -> ConditionPage | None:
    """The page that readers see under an address at a moment, with all it mentions, in one query."""
    found = live_page_and_mentioned(Condition, slug, at)
    return found and page_from(found)


def page_from(found: Found) -> ConditionPage:
    """A live page as a function of what the database holds of it."""
    own = found.page
    cards = [Card(row.kind, row.subject_id, row.slug, row.title, json.loads(row.card)) for row in found.mentioned]
    return _page(Subject(own.kind, own.subject_id), own.slug, json.loads(own.content), cards, bool(own.has_lapsed))


def draft_page(condition: Condition) -> ConditionPage:
    """The page as it would be, were the working copy published now. For staff alone."""
    live = condition.revisions().live().first()
    content = condition.carry_over(condition.content(), live.content) if live else condition.content()
    facts = condition.review_facts()
    return _page(condition.subject, condition.slug, content | facts, _live(condition.references()))


def past_page(revision: Revision) -> ConditionPage:
    """The page as it looked at the moment when the revision went live. For staff alone."""
    mentioned = _live(revision.references.values_list("kind", "subject_id"), revision.live_from)
    return _page(Subject(revision.kind, revision.subject_id), revision.slug, revision.content, mentioned)


def _live(subjects: Iterable[tuple[str, int]], at: datetime | None = None) -> list[Card]:
    found = [row for kind, pk in subjects for row in Revision.objects.live(at).filter(kind=kind, subject_id=pk)]
    return [Card(row.kind, row.subject_id, row.slug, row.title, row.card) for row in found]


def _page(
    subject: Subject, slug: str, content: dict[str, Any], cards: list[Card], has_lapsed: bool | None = None
) -> ConditionPage:
    cards = sorted(cards, key=lambda card: card.title.casefold())
    programs = [card for card in cards if card.kind == Program.kind()]
    return ConditionPage(
        subject=subject,
        slug=slug,
        title=content["title"],
        content=content,
        tabs=_tabs(content["sections"], programs),
        programs=programs,
        related=[card for card in cards if card.kind == Condition.kind()],
        has_lapsed=has_lapsed,
    )


def _tabs(sections: list[dict[str, Any]], programs: list[Card]) -> list[Tab]:
    """The sections that have words; the programs fill theirs, and stand last where no section is theirs."""
    tabs = []
    placed = False
    for section in sections:
        is_theirs = section["kind"] == SectionKind.PROGRAMS_SERVICES and not placed
        placed = placed or is_theirs
        shown = programs if is_theirs else []
        if shown or not is_blank(section["body"]):
            tabs.append(Tab(section["anchor"], section["title"], section["body"], section["former_anchors"], shown))
    if programs and not placed:
        tabs.append(Tab(_free_anchor("programs-services", sections), PROGRAMS_TITLE, "", programs=programs))
    return tabs


def _free_anchor(wanted: str, sections: list[dict[str, Any]]) -> str:
    taken = {section["anchor"] for section in sections}
    return wanted if wanted not in taken else f"{wanted}-{len(taken) + 1}"


def _shortened(text: str, most: int = 160) -> str:
    """At most so many characters, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= most else re.sub(r"\W*\s\S*$", "", text[: most - 1]) + "…"
