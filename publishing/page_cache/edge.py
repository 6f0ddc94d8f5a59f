"""Caches in front of the site: how long they may keep a page, and that they are to drop what they hold."""

from __future__ import annotations

import logging
import re
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from itertools import chain, repeat
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publishing import clock

if TYPE_CHECKING:
    from publishing.page_cache.answers import Answer, Headers
    from publishing.page_cache.freshness import Known

logger = logging.getLogger(__name__)

SITE = "site"
"""The surrogate key of every page; a page's second key is its path, for dropping it by hand."""

_WHILE_ASKING = 1
"""Seconds that an older page may show while the next is fetched. Browsers heed it too: no longer than we promise."""
_PATIENCE = 2.0  # Seconds for a cache to answer.
_AGAIN = (0.25, 0.75)  # Seconds to the second and third time: for answers that were under way at the one before.
_RETRY = 1.0  # Seconds between tries while a cache does not answer.

_KEY = re.compile(r"[A-Za-z0-9_./-]+")


class Edge:
    """What pages say to the caches in front of them.

    `seconds` is how long these may keep a page; `longest_stale` how many they may show it while the site is away.
    Neither outlives the page's next scheduled change.
    """

    def __init__(self, seconds: int, longest_stale: float) -> None:
        self._seconds = seconds
        self._longest_stale = longest_stale

    def headers(self, path: str, answer: Answer, known: Known) -> Headers:
        address = path.strip("/") or "home"
        keys = f"{SITE} {address}" if answer.status == "200 OK" and _KEY.fullmatch(address) else SITE
        return [("Cache-Control", self._control(answer, known)), ("Surrogate-Key", keys)]

    def _control(self, answer: Answer, known: Known) -> str:
        left = min(known.next_change - clock.seconds(), answer.until - time.monotonic())
        fresh = int(min(self._seconds, left))
        if fresh < 1 or not known.is_settled:
            return "public, no-cache"
        asking, stale = (int(min(most, left - fresh)) for most in (_WHILE_ASKING, self._longest_stale))
        return f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={asking}, stale-if-error={stale}"


class Purger:
    """Tells one cache to drop the site's pages, from a thread of its own: readers never wait for it.

    `seconds` is how long the cache keeps a page by itself: for so long it is told again while it does not answer.
    """

    def __init__(self, url: str, seconds: int) -> None:
        self._url = urlsplit(url)
        self._seconds = seconds
        self._wanted = Event()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._has_failed = False

    def drop_all(self) -> None:
        self._wanted.set()
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._work, name="purge", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            self._tell_until_sure()

    def _tell_until_sure(self) -> None:
        """Some times in a row, and then until the cache has answered; another change begins all over."""
        deadline = time.monotonic() + self._seconds
        is_told = self._tell()
        for turn, pause in enumerate(chain(_AGAIN, repeat(_RETRY))):
            is_late = time.monotonic() > deadline
            if (turn >= len(_AGAIN) and (is_told or is_late)) or self._wanted.wait(pause):
                return
            is_told = self._tell()

    def _tell(self) -> bool:
        try:
            status = self._ask()
            problem = "" if 200 <= status < 300 else f"it answers {status}"
        except (OSError, HTTPException, ValueError) as error:
            problem = str(error) or type(error).__name__
        if problem and not self._has_failed:
            logger.warning("The cache %s was not told to drop its pages: %s.", self._url.netloc, problem)
        self._has_failed = bool(problem)
        return not problem

    def _ask(self) -> int:
        make = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        connection = make(self._url.hostname or "", self._url.port, timeout=_PATIENCE)
        try:
            connection.request("PURGE", self._url.path or "/", headers={"Surrogate-Key": SITE})
            return connection.getresponse().status
        finally:
            connection.close()
