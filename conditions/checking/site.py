"""What rules know of everything else: other pages, addresses, programs, and the lists that editors keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from publishing import clock


class Recalled(NamedTuple):
    """A sentence that names a recalled product, as the page shows it."""

    sentence: str
    name: str
    headline: str


class ProgramFacts(NamedTuple):
    title: str
    phone: str
    text: str


class Elsewhere(NamedTuple):
    """Where else the same words stand."""

    title: str
    """Of one of the other pages."""
    others: int
    """How many other pages say it, as far as `MANY_OTHERS`."""


MANY_OTHERS = 4
"""Nobody counts further: a line that stands on five pages may stand on all."""


def _nothing(_asked: object) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Site:
    """Built once for a run. What grows with the site is asked page by page, so that memory does not."""

    today: date
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The titles and other names of all conditions, folded (`naming.folded`), with the slugs of their pages."""
    terms: frozenset[str] = frozenset()
    """The words of the glossary and their other forms, folded."""
    plainer: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language: words that families stumble over, folded, with plainer ones."""
    emergencies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language: symptoms that cannot wait, folded, as they are written."""
    elsewhere: Callable[[str, Collection[int]], Mapping[int, Elsewhere]] = lambda _slug, _digests: {}
    """The other pages on which sentences or lines of these digests stand too; the slug is this page's."""
    fates: Callable[[Collection[str]], Mapping[str, str]] = _nothing
    """For paths of this site without a live page: “never”, “draft”, “retired” or “moved” (readers are sent on)."""
    broken: Callable[[Collection[str]], Mapping[str, str]] = _nothing
    """For addresses of other sites that did not answer when they were last tried: what came instead."""
    programs: Callable[[Collection[int]], Iterable[ProgramFacts]] = lambda _pks: ()
    recalled: Callable[[str], Iterable[Recalled]] = lambda _text: ()
    """The sentences of a text, one passage a line, that name a product of a live recall."""

    @classmethod
    def empty(cls, today: date | None = None) -> Site:
        """A site without any other page."""
        return cls(today or clock.today())
