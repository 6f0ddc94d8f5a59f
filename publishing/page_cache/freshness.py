"""Whether what is kept is still what the public should see."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from threading import Event, Lock, Thread
from typing import NamedTuple

from django.apps import apps
from django.db import DatabaseError, InterfaceError, connection

from publishing import clock
from publishing.models import SiteVersion, Timed

logger = logging.getLogger(__name__)

FOREVER = float("inf")


class Known(NamedTuple):
    """What this process knows of the site."""

    generation: int
    """Rises when the version changes and when a scheduled moment passes. What is kept is good for one generation."""
    version: int
    next_change: float
    """The next scheduled moment, in seconds since the epoch."""
    asked_at: float
    """When the database last answered, by `time.monotonic()`."""

    @property
    def is_settled(self) -> bool:
        """False for the blink between a scheduled moment and the next look at the database."""
        return self.version >= 0


def next_change(after: datetime) -> float:
    """The next moment at which anything public begins or ends by itself, in seconds since the epoch."""
    models = [model for model in apps.get_models() if issubclass(model, Timed)]
    moments = [moment for model in models if (moment := model.next_change(after))]
    return min(moments).timestamp() if moments else FOREVER


class Freshness:
    """Asks for the site's version from one thread with one connection; nobody asks per request.

    `interval` is in seconds. The thread starts with the first question, so that it belongs to the worker that asks
    and not to the process that forked it.
    """

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self._known: Known | None = None
        self._lock = Lock()
        self._wake = Event()
        self._is_over = False
        self._has_failed = False
        self._thread: Thread | None = None

    def now(self) -> Known | None:
        """What is known; None where the database never answered. Takes no lock while nothing changes."""
        known = self._known
        if known is None or self._thread is None:
            return self._begin()
        if clock.seconds() >= known.next_change:
            return self._pass_moment()
        return known

    def is_away(self, known: Known) -> bool:
        """The database has not answered for longer than a slow answer takes."""
        return time.monotonic() - known.asked_at > max(1.0, 5 * self.interval)

    def hurry(self) -> None:
        """Ask at once: this process has just handled something that may have changed the site."""
        self._wake.set()

    def stop(self) -> None:
        self._is_over = True
        self._wake.set()
        if self._thread:
            self._thread.join(timeout=5)

    def _begin(self) -> Known | None:
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._watch, name="site-version", daemon=True)
                self._thread.start()
        deadline = time.monotonic() + 1
        while self._known is None and time.monotonic() < deadline:
            time.sleep(0.005)
        return self._known

    def _pass_moment(self) -> Known:
        """A scheduled moment has come: nothing kept before it is good, and the thread will find the next one."""
        with self._lock:
            known = self._known
            assert known is not None  # noqa: S101 - only now() calls this, and it has looked
            if clock.seconds() >= known.next_change:
                known = known._replace(generation=known.generation + 1, next_change=FOREVER, version=-1)
                self._known = known
            return known

    def _watch(self) -> None:
        try:
            while not self._is_over:
                self._wake.clear()
                self._ask_once()
                self._wake.wait(self.interval)
        finally:
            connection.close()

    def _ask_once(self) -> None:
        try:
            self._learn(SiteVersion.current())
        except (DatabaseError, InterfaceError) as error:
            if not self._has_failed:
                logger.warning("The database does not answer (%s): pages in memory go on being served.", error)
            self._has_failed = True
            connection.close()
            time.sleep(0.2)
        else:
            self._has_failed = False

    def _learn(self, version: int) -> None:
        asked_at = time.monotonic()
        known = self._known
        if known and known.version == version:
            with self._lock:
                if self._known is not None:
                    self._known = self._known._replace(asked_at=asked_at)
            return
        upcoming = next_change(clock.now())
        with self._lock:
            generation = self._known.generation + 1 if self._known else 1
            self._known = Known(generation, version, upcoming, asked_at)
