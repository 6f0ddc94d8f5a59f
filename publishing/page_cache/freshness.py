"""Whether what is kept is still what the public should see."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from threading import Event, Lock, Thread
from typing import NamedTuple

from django.apps import apps
from django.db import DatabaseError, InterfaceError, connection

from publishing import clock
from publishing.models import SiteVersion, Timed

logger = logging.getLogger(__name__)

FOREVER = float("inf")
UNSETTLED = -1
"""For the version, where the next scheduled moment is not known yet."""


class Known(NamedTuple):
    """What this process knows of the site."""

    generation: int
    """Rises when the version changes and when a scheduled moment passes. What is kept is good for one generation."""
    version: int
    since: float
    """The moment for which this was learned, in seconds since the epoch: the clock may be set back."""
    next_change: float
    """The next scheduled moment, in seconds since the epoch."""
    asked_at: float
    """When the question was put that the database answered last, by `time.monotonic()`."""

    @property
    def is_settled(self) -> bool:
        """False for the blink between a change and knowing the next scheduled moment."""
        return self.version != UNSETTLED

    def holds_at(self, moment: float) -> bool:
        """Nothing begins or ends by itself between when this was learned and the moment given."""
        return self.since <= moment < self.next_change


def next_change(after: datetime) -> float:
    """The next moment at which anything public begins or ends by itself, in seconds since the epoch."""
    models = [model for model in apps.get_models() if issubclass(model, Timed)]
    moments = [moment for model in models if (moment := model.next_change(after))]
    return min(moments).timestamp() if moments else FOREVER


class Freshness:
    """Asks for the site's version from one thread with one connection; nobody asks per request.

    `interval` is in seconds. `changed` is called by that thread whenever pages are no longer what they were, the
    first answer included. The thread starts with the first question, so that it belongs to the worker that asks and
    not to the process that forked it.
    """

    def __init__(self, interval: float, changed: Callable[[], None] | None = None) -> None:
        self.interval = interval
        self._longest_silence = max(1.0, 5 * interval)
        self._changed = changed
        self._known: Known | None = None
        self._lock = Lock()
        self._wake = Event()
        self._has_tried = Event()
        self._is_over = False
        self._has_failed = False
        self._thread: Thread | None = None

    def now(self) -> Known | None:
        """What is known; None where the database never answered. Takes no lock while nothing changes."""
        known = self._known
        if known is None:
            return self._first()
        if not known.holds_at(clock.seconds()):
            return self._pass_moment()
        return known

    def certain(self) -> Known | None:
        """What is known, where it holds now beyond doubt: neither has a moment passed nor is the database away."""
        known = self._known
        if known is None or not known.since <= clock.seconds() < known.next_change:
            return None
        return known if time.monotonic() - known.asked_at <= self._longest_silence else None

    def is_away(self, known: Known) -> bool:
        """The database has not answered for longer than a slow answer takes."""
        return time.monotonic() - known.asked_at > self._longest_silence

    def is_silent(self) -> bool:
        """The database, which has answered before, is away. It asks nothing, so that any thread may look."""
        return self._known is not None and self.is_away(self._known)

    def begin(self) -> None:
        """Start asking, where nobody has asked yet."""
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._watch, name="site-version", daemon=True)
                self._thread.start()

    def hurry(self) -> None:
        """Ask at once: this process has just handled something that may have changed the site."""
        self._wake.set()

    def stop(self) -> None:
        self._is_over = True
        self._wake.set()
        if self._thread:
            self._thread.join(timeout=5)

    def _first(self) -> Known | None:
        """Wait for the first answer of all, but not for a second try."""
        self.begin()
        self._has_tried.wait(timeout=1)
        return self._known

    def _pass_moment(self) -> Known:
        """A scheduled moment has come, or the clock was set: what is kept is not good, and the thread will look."""
        with self._lock:
            known = self._known
            assert known is not None  # noqa: S101 - only now() calls this, and it has looked
            if not known.holds_at(clock.seconds()):
                generation = known.generation + 1
                known = known._replace(generation=generation, version=UNSETTLED, since=0.0, next_change=FOREVER)
                self._known = known
                self._wake.set()
            return known

    def _watch(self) -> None:
        try:
            while not self._is_over:
                self._wake.clear()
                self._try()
                self._has_tried.set()
                self._wake.wait(self.interval)
        finally:
            connection.close()

    def _try(self) -> None:
        try:
            self._ask()
        except Exception as error:
            # Whatever it is, the thread goes on: without it no change would ever show.
            is_usual = isinstance(error, (DatabaseError, InterfaceError))
            if not self._has_failed:
                logger.warning(
                    "The database does not answer (%s): pages in memory go on being served.",
                    str(error).strip(),
                    exc_info=not is_usual,
                )
            self._has_failed = True
            connection.close()
            time.sleep(0.2)
        else:
            self._has_failed = False

    def _ask(self) -> None:
        asked_at = time.monotonic()
        version = SiteVersion.current()
        known = self._known
        if known and known.version == version and known.holds_at(clock.seconds()):
            with self._lock:
                self._known = self._known._replace(asked_at=asked_at) if self._known else None
            return
        self._learn(version, asked_at)
        if self._changed:
            self._changed()

    def _learn(self, version: int, asked_at: float) -> None:
        """A new generation at once, for the change is public; then, which takes longer, the next scheduled moment."""
        since = clock.now()
        with self._lock:
            before = self._known
            known = Known(1, UNSETTLED, since.timestamp(), FOREVER, asked_at)
            if before:
                known = known._replace(generation=before.generation + 1, next_change=before.next_change)
                self._known = known
        upcoming = next_change(since)
        with self._lock:
            # Should the moment have come meanwhile, `now` sees it, as it holds for no moment after that.
            latest = self._known or known
            self._known = latest._replace(version=version, since=since.timestamp(), next_change=upcoming)
