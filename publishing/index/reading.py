"""Asking the index: which live pages hold which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db.models import Case, Count, F, IntegerField, Sum, When

from publishing import clock
from publishing.index.findable import NAME_WEIGHT
from publishing.index.vocabulary import Like, Vocabulary, vocabulary
from publishing.index.writing import findable_of
from publishing.models.index import Posting
from publishing.models.revision import Revision

FOR_BEING_THERE = 20
"""What a word counts for standing on a page at all, beside what it weighs there."""
_SURELY_LIVE = 50
"""A word of so many pages stands on a live one; of a rarer one it is asked."""

Pages = dict[int, dict[int, int]]
"""What each asked word (by its key) weighs on each revision (by its key) that has any."""


class Slot(NamedTuple):
    """One word that was asked for, and the words of the index that it may mean: `variants` has their keys."""

    typed: str
    likes: Sequence[Like]
    variants: Mapping[int, int]
    rarity: int

    def value(self, weights: Mapping[int, int]) -> float:
        """What the slot finds on a page with these weights; zero where it finds nothing."""
        return max((weights[pk] * percent / 100 for pk, percent in self.variants.items() if pk in weights), default=0)


class Index(Protocol):
    """What is live at a moment, by its words."""

    vocabulary: Vocabulary
    total: int

    def counts(self, words: Iterable[int]) -> dict[int, int]:
        """On how many pages each of these words stands; those that stand on none that readers see are left out."""

    def pages(self, slots: Sequence[Slot], most: int, *, is_name: bool = False) -> Pages:
        """The pages that hold most of what was asked for; in titles and other names alone, if `is_name`."""


class LiveIndex:
    """The index as it is kept in the database."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self.vocabulary = vocabulary()
        self.total = self.vocabulary.pages
        self._counted: dict[int, int] = {}

    def counts(self, words: Iterable[int]) -> dict[int, int]:
        wanted = set(words)
        if new := wanted - self._counted.keys():
            self._counted |= dict.fromkeys(new, 0) | self._count(new)
        return {pk: self._counted[pk] for pk in wanted if self._counted[pk]}

    def _count(self, words: set[int]) -> dict[int, int]:
        postings = Posting.objects.filter(word__in=words)
        found = dict(postings.values_list("word").annotate(pages=Count("pk")).order_by())
        rare = [pk for pk, count in found.items() if count < _SURELY_LIVE]
        places = list(Posting.objects.filter(word__in=rare).values_list("word", "revision")) if rare else []
        live = self._live(revision for _word, revision in places)
        seen = {word for word, revision in places if revision in live}
        return {pk: count for pk, count in found.items() if count >= _SURELY_LIVE or pk in seen}

    def _live(self, revisions: Iterable[int]) -> set[int]:
        known = set(revisions)
        return (
            set(Revision.objects.live(self._at).filter(pk__in=known).values_list("pk", flat=True)) if known else set()
        )

    def pages(self, slots: Sequence[Slot], most: int, *, is_name: bool = False) -> Pages:
        worth = _worth(slots)
        postings = Posting.objects.filter(word__in=list(worth))
        if is_name:
            postings = postings.filter(weight__gte=NAME_WEIGHT)
        live = self._best_live(postings, worth, most)
        found: Pages = {}
        rows = postings.filter(revision__in=live).values_list("revision", "word", "weight")
        for revision, word, weight in rows:
            found.setdefault(revision, {})[word] = weight
        return found

    def _best_live(self, postings: Any, worth: Mapping[int, tuple[int, int]], most: int) -> list[int]:
        """Those with the best sum. What is not live is left out afterwards; where that was much, more are asked for."""
        score = Case(
            *(
                When(word=pk, then=(F("weight") * percent + FOR_BEING_THERE * 100) * rarity)
                for pk, (percent, rarity) in worth.items()
            ),
            output_field=IntegerField(),
        )
        ranked = postings.values("revision").annotate(score=Sum(score)).order_by("-score", "revision")
        asked = most
        while True:
            best = list(ranked.values_list("revision", flat=True)[:asked])
            live = self._live(best)
            if len(live) >= most // 2 or len(best) < asked:
                return [pk for pk in best if pk in live]
            asked *= 4


class PastIndex:
    """The pages of another moment, read through one by one: slow, and the same answers."""

    def __init__(self, at: datetime) -> None:
        rows = Revision.objects.live(at).values_list("pk", "kind", "content")
        pages = {pk: findable_of(kind, content).weights() for pk, kind, content in rows}
        highest: Counter[str] = Counter()
        for page in pages.values():
            highest |= Counter(page)
        words = sorted(highest)
        self.vocabulary = Vocabulary((word, pk, highest[word] >= NAME_WEIGHT) for pk, word in enumerate(words))
        self.vocabulary.pages = self.total = len(pages)
        ids = self.vocabulary.ids
        self._pages = {pk: {ids[word]: weight for word, weight in page.items()} for pk, page in pages.items()}

    def counts(self, words: Iterable[int]) -> dict[int, int]:
        wanted = set(words)
        return dict(Counter(word for page in self._pages.values() for word in wanted & page.keys()))

    def pages(self, slots: Sequence[Slot], most: int, *, is_name: bool = False) -> Pages:
        worth = _worth(slots)
        least = NAME_WEIGHT if is_name else 0
        found = {
            pk: {word: page[word] for word in worth.keys() & page.keys() if page[word] >= least}
            for pk, page in self._pages.items()
        }

        def score(pk: int) -> int:
            sums = (
                (weight * worth[word][0] + FOR_BEING_THERE * 100, worth[word][1]) for word, weight in found[pk].items()
            )
            return sum(value * rarity for value, rarity in sums)

        best = sorted((pk for pk in found if found[pk]), key=lambda pk: (-score(pk), pk))
        return {pk: found[pk] for pk in best[:most]}


def index_of_now() -> Index:
    """What readers find at this moment, or at the one that is replayed."""
    at = clock.now()
    return PastIndex(at) if clock.is_set_to_another_moment() else LiveIndex(at)


def _worth(slots: Sequence[Slot]) -> dict[int, tuple[int, int]]:
    """Percent and rarity of each word asked for; where two slots mean the same word, the better."""
    worth: dict[int, tuple[int, int]] = {}
    for slot in slots:
        for pk, percent in slot.variants.items():
            worth[pk] = max(worth.get(pk, (0, 0)), (percent, slot.rarity))
    return worth
