"""A rule, and the list of all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise

from conditions.checking.finding import Finding, Level
from conditions.checking.page import CheckedPage, CheckedPart
from conditions.checking.passages import Passage
from conditions.checking.site import Site

Text = str | Promise


class Problem(NamedTuple):
    """What a rule yields: the place, and what to do about it."""

    part: str
    field: str
    quote: str
    message: str
    word: str = ""


def at(passage: Passage, message: str, quote: str | None = None, word: str = "") -> Problem:
    """A problem of a passage, or of the words of it that are quoted."""
    return Problem(passage.part, passage.field, passage.text if quote is None else quote, message, word)


def about(part: CheckedPart, message: str, field: str = "", quote: str = "") -> Problem:
    """A problem of a part as a whole, or of one of its fields."""
    return Problem(part.key, field, quote, message)


Check = Callable[[CheckedPage, Site], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    id: str
    level: Level
    title: Text
    """What it looks for, in a few words."""
    why: Text
    """Why it matters to a family."""
    source: str
    """Where that comes from: a name, and an address where there is one."""
    look: Check

    def findings(self, page: CheckedPage, site: Site) -> Iterator[Finding]:
        for problem in self.look(page, site):
            yield Finding(self.id, self.level, *problem)


RULES: dict[str, Rule] = {}
"""By id, in the order in which they are told. `conditions.checking.run` brings them all together."""


def rule(id: str, *, level: Level, title: Text, why: Text, source: str) -> Callable[[Check], Check]:  # noqa: A002
    """Put a function among the rules."""

    def register(look: Check) -> Check:
        assert id not in RULES, f"two rules are called {id}"  # noqa: S101 - a mistake of ours, found at the start
        RULES[id] = Rule(id, level, title, why, source, look)
        return look

    return register
