"""The one place where the time is read."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_another: ContextVar[datetime | None] = ContextVar("another_moment", default=None)
_is_out_of_sight: ContextVar[bool] = ContextVar("out_of_sight", default=False)


def now() -> datetime:
    """This moment, aware, in UTC; within `as_of` the moment that was asked for. Within `unseen` it raises."""
    if _is_out_of_sight.get():
        raise RuntimeError("What is made here is kept, and must not depend on when it is made: ask the clock before.")
    return _another.get() or timezone.now()


def today() -> date:
    """Today's date in the hospital's time zone (the setting `TIME_ZONE`)."""
    return timezone.localdate(now())


def seconds() -> float:
    """This moment in seconds since the epoch, for comparing without a date. `as_of` does not change it."""
    return time.time()


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Whatever this thread renders within is rendered as at that moment. For reading alone: nothing is saved here."""
    token = _another.set(moment)
    try:
        yield
    finally:
        _another.reset(token)


@contextmanager
def unseen() -> Iterator[None]:
    """Nothing within may ask for the time: for making what is kept beyond this moment."""
    token = _is_out_of_sight.set(True)
    try:
        yield
    finally:
        _is_out_of_sight.reset(token)


def is_set_to_another_moment() -> bool:
    return _another.get() is not None
