"""Which live pages answer a question, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conditions.glossary.models import Term
from portal.searching.passages import Passage
from portal.searching.typed import Reading, begun, readings
from publishing.index.reading import FOR_BEING_THERE, Index
from publishing.index.words import SILENT, stem, tokens, words
from publishing.models import Revision
from publishing.moves import address_of

MOST_FOUND = 20
MOST_SUGGESTED = 6
_CANDIDATES = 80
_LOOKED_INTO = 20
"""So many of the best are read for the sentence that shows why, which also says how well they answer."""
_LEAST_SHARE = 0.5
"""A page must hold half of what the best one holds of the question."""
_LABELS = {"conditions.condition": _("Condition"), "conditions.program": _("Program"), "conditions.term": _("Word")}
_OF_A_TERM = 0.45
"""A word's explanation counts less than a page about the thing itself."""
_HIGHEST = 80
"""About what a word weighs in a title."""


@dataclass
class Found:
    """A page that answers."""

    pk: int
    kind: str
    slug: str
    language: str
    title: str
    card: dict[str, Any]
    score: float
    share: float
    reading: Reading
    passage: Passage = field(default_factory=lambda: Passage([], 0))

    @property
    def url(self) -> str:
        return address_of(self.kind, self.slug, self.language)

    @property
    def label(self) -> str:
        return str(_LABELS.get(self.kind) or capfirst(str(apps.get_model(self.kind)._meta.verbose_name)))


class Answer(NamedTuple):
    pages: list[Found]
    instead: str
    """The question in the spelling that was answered, where some word of it stands on no page."""
    missing: list[str]


def find(query: str, index: Index) -> Answer:
    """The pages that answer, by what they hold of the question, where it stands, and how closely together."""
    ways = readings(query, index)
    if not ways:
        return Answer([], "", [])
    best: dict[int, Found] = {}
    for place, found in enumerate(_ranked(ways, index)):
        for page in found:
            page.score *= 1 - 0.05 * place
            if page.pk not in best or best[page.pk].score < page.score:
                best[page.pk] = page
    ordered = sorted(best.values(), key=_order)[:_LOOKED_INTO]
    _look_into(ordered)
    ordered.sort(key=_order)
    shown = [page for page in ordered if page.share >= _LEAST_SHARE * max(other.share for other in ordered)]
    answered = shown[0].reading if shown else ways[0]
    return Answer(shown[:MOST_FOUND], _instead(query, answered, shown), answered.missing)


def suggest(query: str, index: Index) -> list[Found]:
    """Pages whose name holds the words that were typed so far."""
    reading = begun(query, index)
    (pages,) = _ranked([reading], index, is_name=True)
    whole = [page for page in pages if page.share >= 0.999]
    return sorted(whole, key=_order)[:MOST_SUGGESTED]


def _order(page: Found) -> tuple[bool, float, str, str, str]:
    """Those in the reader's language first."""
    return (page.language != get_language(), -round(page.score, 6), page.title.casefold(), page.kind, page.slug)


def _ranked(ways: Sequence[Reading], index: Index, *, is_name: bool = False) -> list[list[Found]]:
    """For each reading the pages that hold most of it."""
    asked = [[slot for slot in way.slots if slot.variants] for way in ways]
    weighed = index.pages(asked, _CANDIDATES, is_name=is_name)
    held = Revision.objects.filter(pk__in=set().union(*weighed))
    rows = {row["pk"]: row for row in held.values("pk", "kind", "slug", "language", "title", "card")}
    return [
        [_found(way, weights, rows[pk]) for pk, weights in pages.items() if pk in rows]
        for way, pages in zip(ways, weighed, strict=True)
    ]


def _found(way: Reading, weights: Mapping[int, int], row: Mapping[str, Any]) -> Found:
    """A page with how well it answers, and how much of the question it holds."""
    total = way.rarity or 1
    values = [(slot.rarity, slot.value(weights)) for slot in way.slots]
    share = sum(rarity for rarity, value in values if value) / total
    sum_ = sum(rarity * (value + FOR_BEING_THERE) for rarity, value in values if value) / total / _HIGHEST
    worth = _OF_A_TERM if row["kind"] == Term.kind() else 1
    score = sum_ * worth * share**2 * _likeness(way.wanted, row)
    return Found(score=score, share=share, reading=way, **row)


def _likeness(wanted: frozenset[str], row: Mapping[str, Any]) -> float:
    """From 1 to 3: how much of a name of the page was asked for; 3 for the whole of its title."""
    names = [(row["title"], 2.0), *((name, 1.8) for name in row["card"].get("other_names", []))]
    own = [(_stems(name, row["language"]), worth) for name, worth in names]
    return 1 + max(worth * len(words & wanted) / len(words) if words else 0 for words, worth in own)


@lru_cache(maxsize=20_000)
def _stems(name: str, language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in words(name) if word not in SILENT)


def _look_into(pages: Sequence[Found]) -> None:
    """Find in each page the sentence that shows why; those that say it in one sentence answer better."""
    texts = dict(Revision.objects.filter(pk__in=[page.pk for page in pages]).values_list("pk", "text"))
    for page in pages:
        summary = page.card.get("summary", "")
        page.passage = page.reading.asked.best_passage([summary, texts[page.pk]], page.language)
        page.score *= 1 + 0.5 * page.passage.share


def _instead(query: str, reading: Reading, pages: Sequence[Found]) -> str:
    """The question with each word that stands on no page as the pages spell what it was taken for."""
    corrected = query
    for typed, meant in reading.meant.items():
        spelling = next((found for page in pages if (found := _spelling(page, set(meant)))), "")
        if not spelling:
            return ""
        written = next(token for token in tokens(corrected) if typed in token.word)
        corrected = corrected[: written.start] + spelling + corrected[written.end :]
    return corrected if reading.meant else ""


def _spelling(page: Found, meant: set[str]) -> str:
    texts = [page.title, *page.card.get("other_names", []), *(piece.text for piece in page.passage.pieces)]
    return next(
        (token.word for text in texts for token in tokens(text) if stem(token.word, page.language) in meant), ""
    )
