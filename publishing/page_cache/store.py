"""Answers in memory, at most so many bytes of them; the least recently used go first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    @property
    def size(self) -> int:
        """Bytes held in memory."""

    @property
    def generation(self) -> int:
        """Of two under one key, the higher one is the newer."""


Item = TypeVar("Item", bound=Sized)


class Store(Generic[Item]):
    """Reading takes no lock; the order of use is kept well enough for choosing what goes."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes_held = 0
        self._answers: OrderedDict[Hashable, Item] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Hashable) -> Item | None:
        answer = self._answers.get(key)
        if answer is not None:
            try:
                self._answers.move_to_end(key)
            except KeyError:  # Another thread has just let it go.
                return answer
        return answer

    def put(self, key: Hashable, answer: Item) -> bool:
        """Keep an answer, unless a newer one has come meanwhile or it is larger than all the room; whether it is."""
        if answer.size > self.most_bytes:
            return False
        with self._lock:
            newest = self._answers.get(key)
            if newest is not None and newest.generation > answer.generation:
                return False
            if gone := self._answers.pop(key, None):
                self.bytes_held -= gone.size
            self._answers[key] = answer
            self.bytes_held += answer.size
            self._make_room()
            return True

    def replace(self, key: Hashable, old: Item, new: Item) -> None:
        """Put the new answer where the old one still stands."""
        with self._lock:
            if self._answers.get(key) is old:
                self._answers[key] = new
                self.bytes_held += new.size - old.size
                self._make_room()

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self.bytes_held = 0

    def _make_room(self) -> None:
        while self.bytes_held > self.most_bytes:
            # In one step: readers change the order meanwhile, and they take no lock.
            _key, gone = self._answers.popitem(last=False)
            self.bytes_held -= gone.size
