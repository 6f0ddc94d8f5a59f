"""The one place where the time is read."""

import time
from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Today's date in the hospital's time zone (the setting `TIME_ZONE`)."""
    return timezone.localdate(now())


def seconds() -> float:
    """This moment in seconds since the epoch, for comparing without a date."""
    return time.time()
