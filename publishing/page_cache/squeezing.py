"""Packing pages as small as can be, slowly, in the background."""

import time
from queue import Empty, Full, LifoQueue
from threading import Lock, Thread

from publishing.page_cache.answers import Answer
from publishing.page_cache.request import Key
from publishing.page_cache.store import Store

_MOST_WAITING = 200
_REST = 19.0
"""Times the work that the thread rests after it: a twentieth of one processor, so that readers do not feel it."""
_LONGEST_REST = 10.0  # Seconds, whatever a clock says that was set meanwhile.


class Squeezer:
    """One thread; the pages that came last go first, and those that find no room stay as they are."""

    def __init__(self) -> None:
        self._waiting: LifoQueue[tuple[Store[Answer], Key, Answer]] = LifoQueue(_MOST_WAITING)
        self._lock = Lock()
        self._thread: Thread | None = None

    def squeeze_later(self, store: Store[Answer], key: Key, answer: Answer) -> None:
        try:
            self._waiting.put_nowait((store, key, answer))
        except Full:
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work, name="squeeze-pages", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            try:
                store, key, answer = self._waiting.get(timeout=30)
            except Empty:
                return
            kept = store.get(key)
            if kept is not None and kept.generation == answer.generation:
                began = time.monotonic()
                store.replace(key, kept, kept.squeezed())
                time.sleep(min(max(0.0, _REST * (time.monotonic() - began)), _LONGEST_REST))
