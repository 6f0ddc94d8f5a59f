"""Rendered pages in Redis, for all nodes and across restarts. Everything works without it."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from typing import TYPE_CHECKING

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from publishing.page_cache.rendered import Rendered

if TYPE_CHECKING:
    from publishing.page_cache.freshness import Known
    from publishing.page_cache.request import Key

logger = logging.getLogger(__name__)

_PATIENCE = 0.1  # Seconds for Redis to answer: rendering the page takes no longer.
_PAUSE = 1.0  # Seconds without asking after it did not.
_LIFE = 24 * 3600  # Seconds that a shelf stays which nobody fills.
_FAREWELL = 60  # Seconds that a shelf stays when the site has changed: other nodes may be a moment behind.


class SharedPages:
    """Pages by address, on one shelf for each version and next scheduled moment, so that an old page is never found.

    `release` names the code and templates that made them.
    """

    def __init__(self, url: str, release: str) -> None:
        self._redis = redis.Redis.from_url(
            url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, retry=Retry(NoBackoff(), 0)
        )
        self._release = release
        self._ask_again_at = 0.0
        self._has_failed = False
        self._last_shelf = ""

    def get(self, key: Key, known: Known) -> Rendered | None:
        if not self._is_worth_asking(known):
            return None
        try:
            stored = self._redis.hget(self._shelf(known), "\n".join(key))
        except (redis.RedisError, OSError) as error:
            self._pause(error)
            return None
        return _unpacked(stored) if isinstance(stored, bytes) else None

    def put(self, key: Key, known: Known, rendered: Rendered) -> None:
        if not self._is_worth_asking(known):
            return
        shelf = self._shelf(known)
        steps = self._redis.pipeline(transaction=False)
        steps.hset(shelf, "\n".join(key), _packed(rendered))
        steps.expire(shelf, _LIFE)
        if self._last_shelf not in ("", shelf):
            steps.expire(self._last_shelf, _FAREWELL)
        try:
            steps.execute()
            self._last_shelf = shelf
            self._has_failed = False
        except (redis.RedisError, OSError) as error:
            self._pause(error)

    def _is_worth_asking(self, known: Known) -> bool:
        return known.is_settled and time.monotonic() >= self._ask_again_at

    def _pause(self, error: Exception) -> None:
        self._ask_again_at = time.monotonic() + _PAUSE
        if not self._has_failed:
            logger.warning("Redis does not answer (%s): pages are rendered here.", type(error).__name__)
        self._has_failed = True

    def _shelf(self, known: Known) -> str:
        words = [self._release, str(known.version), str(known.next_change)]
        return "pages:" + hashlib.sha256("\n".join(words).encode()).hexdigest()


def _packed(rendered: Rendered) -> bytes:
    return json.dumps([rendered.status, rendered.headers]).encode() + b"\n" + rendered.body


def _unpacked(stored: bytes) -> Rendered | None:
    head, _newline, body = stored.partition(b"\n")
    try:
        status, headers = json.loads(head)
        return Rendered(status, [(name, value) for name, value in headers], body)
    except (TypeError, ValueError):
        return None
