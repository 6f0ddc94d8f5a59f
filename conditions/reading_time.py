"""How long it takes to read a condition page."""

import re
from typing import Any

from django.conf import settings

_TAG = re.compile(r"<[^>]*>")
_LISTS = ("call_us_when", "call_today_when", "call_911_when", "questions_to_ask")


def minutes_to_read(content: dict[str, Any]) -> int:
    """Whole minutes, at least one, for its introduction, its lists and all its tabs, at the speed of its language."""
    bodies = [content["introduction"], *(section["body"] for section in content["sections"])]
    texts = [*(_TAG.sub(" ", body) for body in bodies), *(line for name in _LISTS for line in content[name])]
    words = sum(len(text.split()) for text in texts)
    speeds = settings.READING_SPEED
    return max(1, round(words / speeds.get(content["language"], speeds["en"])))
