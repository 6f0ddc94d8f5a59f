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

_TELLING = 4
"""By so many of what was asked for, the rarest, pages are chosen: what most pages hold tells little and costs most.
How well those answer is told by all of it."""

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

    def pages(self, ways: Sequence[Sequence[Slot]], most: int, *, is_name: bool = False) -> list[Pages]:
        """For each way to ask, the pages that hold most of it; in titles and other names alone, if `is_name`."""


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
        found = self._postings(words)
        rare = [pk for pk, count in found.items() if 0 < count < _SURELY_LIVE]
        # Two questions: in one, the database would go through all that is live.
        places = list(Posting.objects.filter(word__in=rare).values_list("word", "revision")) if rare else []
        live = self._live({revision for _word, revision in places})
        seen = {word for word, revision in places if revision in live}
        return {pk: count for pk, count in found.items() if count >= _SURELY_LIVE or pk in seen}

    def _postings(self, words: set[int]) -> dict[int, int]:
        """On how many pages, live or to come, each word stands; counted once while the vocabulary stands."""
        known = self.vocabulary.postings
        if new := words - known.keys():
            counted = Posting.objects.filter(word__in=new).values_list("word").annotate(pages=Count("*")).order_by()
            known |= dict.fromkeys(new, 0) | dict(counted)
        return {pk: known[pk] for pk in words}

    def _live(self, revisions: set[int]) -> set[int]:
        return set(Revision.objects.live(self._at).filter(pk__in=revisions).values_list("pk", flat=True))

    def pages(self, ways: Sequence[Sequence[Slot]], most: int, *, is_name: bool = False) -> list[Pages]:
        postings = Posting.objects.filter(weight__gte=NAME_WEIGHT) if is_name else Posting.objects.all()
        worths = [_worth(slots) for slots in ways]
        best = self._best_live([_by_score(postings, _worth(_telling(slots))) for slots in ways], most)
        rows = postings.filter(word__in=set().union(*worths), revision__in=set().union(*best))
        weights: Pages = {}
        for revision, word, weight in rows.values_list("revision", "word", "weight"):
            weights.setdefault(revision, {})[word] = weight
        return [
            {pk: {word: weight for word, weight in weights[pk].items() if word in worth} for pk in pks if pk in weights}
            for worth, pks in zip(worths, best, strict=True)
        ]

    def _best_live(self, ranked: Sequence[Any], most: int) -> list[list[int]]:
        """The first of each. What is not live is left out afterwards; where that was much, more are asked for."""
        asked = most
        while True:
            best = [list(one[:asked]) for one in ranked]
            live = self._live(set().union(*best))
            if all(len(live.intersection(pks)) >= most // 2 or len(pks) < asked for pks in best):
                return [[pk for pk in pks if pk in live] for pks in best]
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

    def pages(self, ways: Sequence[Sequence[Slot]], most: int, *, is_name: bool = False) -> list[Pages]:
        least = NAME_WEIGHT if is_name else 0
        return [self._best(slots, most, least) for slots in ways]

    def _best(self, slots: Sequence[Slot], most: int, least: int) -> Pages:
        worth, telling = _worth(slots), _worth(_telling(slots))
        found = {
            pk: {word: page[word] for word in worth.keys() & page.keys() if page[word] >= least}
            for pk, page in self._pages.items()
        }

        def score(pk: int) -> int:
            held = [(weight, *telling[word]) for word, weight in found[pk].items() if word in telling]
            return sum((weight * percent + FOR_BEING_THERE * 100) * rarity for weight, percent, rarity in held)

        scores = {pk: score(pk) for pk in found}
        best = sorted((pk for pk in found if scores[pk]), key=lambda pk: (-scores[pk], pk))
        return {pk: found[pk] for pk in best[:most]}


def index_of_now() -> Index:
    """What readers find at this moment, or at the one that is replayed."""
    at = clock.now()
    return PastIndex(at) if clock.is_set_to_another_moment() else LiveIndex(at)


def _telling(slots: Sequence[Slot]) -> Sequence[Slot]:
    return sorted(slots, key=lambda slot: -slot.rarity)[:_TELLING]


def _worth(slots: Sequence[Slot]) -> dict[int, tuple[int, int]]:
    """Percent and rarity of each word asked for; where two slots mean the same word, the better."""
    worth: dict[int, tuple[int, int]] = {}
    for slot in slots:
        for pk, percent in slot.variants.items():
            worth[pk] = max(worth.get(pk, (0, 0)), (percent, slot.rarity))
    return worth


def _by_score(postings: Any, worth: Mapping[int, tuple[int, int]]) -> Any:
    """The keys of the pages that hold any of these words, those with the highest sum first."""
    alike: dict[tuple[int, int], list[int]] = {}
    for word, factors in worth.items():
        alike.setdefault(factors, []).append(word)
    score = Case(
        *(
            When(word__in=words, then=(F("weight") * percent + FOR_BEING_THERE * 100) * rarity)
            for (percent, rarity), words in alike.items()
        ),
        output_field=IntegerField(),
    )
    found = postings.filter(word__in=list(worth)).values("revision").annotate(score=Sum(score))
    return found.order_by("-score", "revision").values_list("revision", flat=True)
