"""Which live pages answer a question, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conditions.glossary.models import Term
from portal.searching.passages import Passage, best_passage
from portal.searching.typed import Reading, begun, readings
from publishing.index.reading import FOR_BEING_THERE, Index, Pages
from publishing.index.words import SILENT, stem, stems, tokens, words
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
    for place, way in enumerate(ways):
        for page in _ranked(way, index, penalty=1 - 0.05 * place):
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
    pages = _ranked(reading, index, is_name=True)
    whole = [page for page in pages if page.share >= 0.999]
    return sorted(whole, key=_order)[:MOST_SUGGESTED]


def _order(page: Found) -> tuple[bool, float, str, str, str]:
    """Those in the reader's language first."""
    return (page.language != get_language(), -round(page.score, 6), page.title.casefold(), page.kind, page.slug)


def _ranked(reading: Reading, index: Index, *, penalty: float = 1.0, is_name: bool = False) -> list[Found]:
    slots = [slot for slot in reading.slots if slot.variants]
    weights = index.pages(slots, _CANDIDATES, is_name=is_name) if slots else {}
    rows = Revision.objects.filter(pk__in=weights).values("pk", "kind", "slug", "language", "title", "card")
    found = []
    for row in rows:
        score, share = _score(reading, weights, row)
        found.append(Found(score=score * penalty, share=share, reading=reading, **row))
    return found


def _score(reading: Reading, weights: Pages, row: Mapping[str, Any]) -> tuple[float, float]:
    """How well a page answers, and how much of the question it holds."""
    total = reading.rarity or 1
    values = [(slot.rarity, slot.value(weights[row["pk"]])) for slot in reading.slots]
    share = sum(rarity for rarity, value in values if value) / total
    sum_ = sum(rarity * (value + FOR_BEING_THERE) for rarity, value in values if value) / total / _HIGHEST
    worth = _OF_A_TERM if row["kind"] == Term.kind() else 1
    return sum_ * worth * share**2 * _likeness(reading, row), share


def _likeness(reading: Reading, row: Mapping[str, Any]) -> float:
    """From 1 to 3: how much of a name of the page was asked for; 3 for the whole of its title."""
    wanted = {word for slot in reading.slots for word in stems(slot.typed)}
    wanted |= {word for meant in reading.meant.values() for word in meant}
    shares = []
    for name, worth in [(row["title"], 2.0), *((name, 1.8) for name in row["card"].get("other_names", []))]:
        own = {stem(word, row["language"]) for word in words(name) if word not in SILENT}
        shares.append(worth * len(own & wanted) / len(own) if own else 0)
    return 1 + max(shares)


def _look_into(pages: Sequence[Found]) -> None:
    """Find in each page the sentence that shows why; those that say it in one sentence answer better."""
    texts = dict(Revision.objects.filter(pk__in=[page.pk for page in pages]).values_list("pk", "text"))
    for page in pages:
        asked = page.reading.asked()
        summary = page.card.get("summary", "")
        page.passage = best_passage([summary, texts[page.pk]], asked, page.language)
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
