"""Lists from A to Z, in pages that stay small however much is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language

from conditions.models import Condition
from publishing.alphabet import NO_LETTER, letter_of, sort_key
from publishing.models import Revision
from publishing.standing import Standing

PAGE = 100
"""So many titles a page lists at most; a site with no more conditions has all of them on one page."""
_LAST_PAGE = 10_000
_NO_LETTER_ADDRESS = "0-9"


class Letter(NamedTuple):
    """A letter of the list, and where its titles are."""

    name: str
    titles: int
    address: str

    @property
    def pages(self) -> int:
        return -(-self.titles // PAGE)


@dataclass(frozen=True)
class Letters:
    """The letters under which there are live conditions, in order."""

    letters: tuple[Letter, ...]

    @property
    def fit_one_page(self) -> bool:
        return sum(letter.titles for letter in self.letters) <= PAGE

    def called(self, address: str) -> Letter | None:
        return next((letter for letter in self.letters if address_part(letter.name) == address), None)


@dataclass(frozen=True)
class Slice:
    """Some rows of a long list, and the addresses of those before and after; empty where there are none."""

    rows: list[Any]
    number: int
    earlier: str
    later: str


def slice_of(rows: QuerySet[Any, Any], number: int, address: Callable[[int], str]) -> Slice:
    """The page of that number, the first being 1. Raises `Http404` where there is none."""
    first = (number - 1) * PAGE
    found = list(rows[first : first + PAGE + 1]) if 1 <= number <= _LAST_PAGE else []
    if not found and number != 1:
        raise Http404
    earlier, later = number > 1, len(found) > PAGE
    return Slice(found[:PAGE], number, address(number - 1) if earlier else "", address(number + 1) if later else "")


def letter_address(letter: str, number: int = 1) -> str:
    """Where a page of a letter's titles is."""
    arguments = [address_part(letter), *([number] if number > 1 else [])]
    return reverse("condition_letter", args=arguments)


def address_part(letter: str) -> str:
    return _NO_LETTER_ADDRESS if letter == NO_LETTER else letter.lower()


def by_letter(rows: Iterable[Mapping[str, Any]], language: str) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Rows with a `title` in this language, under their letters."""
    ordered = sorted(rows, key=lambda row: sort_key(row["title"], language))
    return [
        (letter, list(group)) for letter, group in groupby(ordered, key=lambda row: letter_of(row["title"], language))
    ]


def _count(now: datetime) -> Letters:
    live = Revision.objects.live(now).of(Condition).spoken()
    language = get_language() or ""
    counted = live.order_by().values_list("letter").annotate(Count("id"))
    rows = sorted(counted, key=lambda row: sort_key(row[0], language))
    letters = Letters(tuple(Letter(name, count, letter_address(name)) for name, count in rows))
    if not letters.fit_one_page:
        return letters
    whole = reverse("condition_list")
    return Letters(tuple(letter._replace(address=f"{whole}#_{letter.name}") for letter in letters.letters))


live_letters = Standing(_count, Revision)
