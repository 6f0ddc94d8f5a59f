"""What the form of a condition shows of its problems, each beside the text that it concerns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions.checking.finding import Level
from conditions.checking.rule import RULES
from conditions.problems.models import Answer, Problem

PAGE = "page"
"""The place of what concerns the page as a whole."""

_LONGEST_QUOTE = 240
_SIGNS = {Level.ERROR: "✕", Level.WARNING: "!", Level.ADVICE: "i"}


@dataclass(frozen=True)
class Shown:
    """One problem as the form tells it."""

    problem: Problem
    field_name: str
    target: str
    """The id of the field it is in; empty where it is in none."""

    url: str
    """Where it is answered; empty where the person may not, or where the page is not stored yet."""

    term_url: str = ""
    """Where its word is written into the glossary; empty where that is no answer, or where the person may not."""

    @property
    def level(self) -> Level:
        return Level(self.problem.level)

    @property
    def sign(self) -> str:
        return _SIGNS[self.level]

    @property
    def title(self) -> str:
        return str(RULES[self.problem.rule].title)

    @property
    def why(self) -> str:
        return str(RULES[self.problem.rule].why)

    @property
    def source(self) -> str:
        return str(RULES[self.problem.rule].source)

    @property
    def short_quote(self) -> str:
        return Truncator(self.problem.quote).chars(_LONGEST_QUOTE)

    @property
    def answer(self) -> Answer | None:
        return self.problem.answer

    @property
    def is_error(self) -> bool:
        return self.level == Level.ERROR


@dataclass
class Place:
    """What was found in one tab, or in one group of fields around the tabs."""

    key: str
    title: str
    anchor: str
    pressing: list[Shown] = field(default_factory=list)
    """Errors and warnings that nobody answered."""

    advice: list[Shown] = field(default_factory=list)
    answered: list[Shown] = field(default_factory=list)

    def add(self, shown: Shown) -> None:
        if shown.answer:
            self.answered.append(shown)
        elif shown.level == Level.ADVICE:
            self.advice.append(shown)
        else:
            self.pressing.append(shown)

    @property
    def summary(self) -> str:
        """“1 error, 2 warnings”."""
        return counted(shown.problem for shown in [*self.pressing, *self.advice])


class Layout:
    """Where the form has its fields: each group around the tabs by its number, each tab by its prefix."""

    def __init__(self, groups: list[tuple[str, list[str]]], prefixes: Mapping[str, str], page_title: str) -> None:
        self._groups, self._prefixes, self.page_title = groups, prefixes, page_title

    def place_of(self, problem: Problem) -> Place:
        """An empty place of the problem's text in the form."""
        if prefix := self._prefixes.get(problem.part):
            return Place(prefix, problem.part_title, f"problems-{prefix}")
        for number, (title, names) in enumerate(self._groups):
            if problem.field in names:
                return Place(f"fields-{number}", title, f"problems-fields-{number}")
        return Place(PAGE, self.page_title, f"problems-{PAGE}")

    def target_of(self, problem: Problem) -> str:
        if not problem.field:
            return ""
        prefix = self._prefixes.get(problem.part)
        return f"id_{prefix}-{problem.field}" if prefix else f"id_{problem.field}"


def places(
    problems: Iterable[Problem],
    layout: Layout,
    label: Callable[[Problem], str],
    url: Callable[[Problem], str],
    term_url: Callable[[Problem], str],
) -> dict[str, Place]:
    """The page as a whole, then the places that have problems; errors come first."""
    found = {PAGE: Place(PAGE, layout.page_title, f"problems-{PAGE}")}
    for problem in problems:
        place = layout.place_of(problem)
        shown = Shown(problem, label(problem), layout.target_of(problem), url(problem), term_url(problem))
        found.setdefault(place.key, place).add(shown)
    for place in found.values():
        place.pressing.sort(key=lambda shown: not shown.is_error)
    return found


def counted(problems: Iterable[Problem]) -> str:
    """How many of each level, in words; empty where there is none."""
    levels = Counter(problem.level for problem in problems)
    errors, warnings, advice = (levels[level] for level in (Level.ERROR, Level.WARNING, Level.ADVICE))
    texts = [
        ngettext("%(count)s error", "%(count)s errors", errors) % {"count": errors} if errors else "",
        ngettext("%(count)s warning", "%(count)s warnings", warnings) % {"count": warnings} if warnings else "",
        ngettext("%(count)s piece of advice", "%(count)s pieces of advice", advice) % {"count": advice}
        if advice
        else "",
    ]
    return ", ".join(text for text in texts if text)


def status(problems: list[Problem]) -> str:
    """The sentence that is announced: what is open, and how much was answered."""
    still_open = counted(problem for problem in problems if problem.answer is None)
    answered = sum(problem.answer is not None for problem in problems)
    said = _("The checks find nothing.")
    if still_open:
        said = _("The checks find %(problems)s.") % {"problems": still_open}
    if answered:
        more = ngettext("%(count)s is dismissed or overridden.", "%(count)s are dismissed or overridden.", answered)
        said = f"{said} {more % {'count': answered}}"
    return said


def may_see(user: User) -> bool:
    return user.has_perm("conditions.view_problem")
