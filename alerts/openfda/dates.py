"""Days as recall records write them: `20260331`, `2026-03-31`."""

import re
from datetime import date

_DAY = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)", re.ASCII)


def read_day(text: str) -> date | None:
    """The day, or None where the text is no day of the calendar."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None
