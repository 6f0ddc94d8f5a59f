"""What is asked for once and holds while the site's version stands and no scheduled moment has passed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.utils.translation import get_language

from publishing import clock
from publishing.models import SiteVersion, Timed

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Known(Generic[Answer]):
    site_version: int
    since: datetime
    until: datetime | None
    answer: Answer

    def holds(self, site_version: int, now: datetime) -> bool:
        is_before_the_next = self.until is None or now < self.until
        return self.site_version == site_version and self.since <= now and is_before_the_next


class Standing(Generic[Answer]):
    """The answer to one question about what is public, kept in memory for each language.

    `ask` is given the moment for which to answer, and `of` is the model whose moments may change the answer.
    """

    # Every one of the process, for forgetting.
    _all: list[Standing[object]] = []

    def __init__(self, ask: Callable[[datetime], Answer], of: type[Timed]) -> None:
        self._ask = ask
        self._of = of
        self._known: dict[str | None, _Known[Answer]] = {}
        Standing._all.append(self)  # type: ignore[arg-type]

    def at(self, now: datetime, site_version: int | None = None) -> Answer:
        """The answer now; `site_version` where somebody has asked for it already. Another moment is asked for anew."""
        if clock.is_set_to_another_moment():
            return self._ask(now)
        if site_version is None:
            site_version = SiteVersion.current()
        language = get_language()
        known = self._known.get(language)
        if known is None or not known.holds(site_version, now):
            # The end is asked for first: what begins meanwhile then counts as known too early, not too late.
            until = self._of.next_change(now)
            known = self._known[language] = _Known(site_version, now, until, self._ask(now))
        return known.answer

    @classmethod
    def forget_all(cls) -> None:
        """Let every answer go; for what no version tells, such as another database."""
        for one in cls._all:
            one._known.clear()
