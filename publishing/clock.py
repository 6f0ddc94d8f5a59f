"""The one place where the time is read."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_another: ContextVar[datetime | None] = ContextVar("another_moment", default=None)


def now() -> datetime:
    """This moment, aware, in UTC; within `as_of` the moment that was asked for."""
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


def is_set_to_another_moment() -> bool:
    return _another.get() is not None
