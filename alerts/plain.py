"""Text as it leaves the site. Fields normalize what is stored; this holds for whatever else got in."""

from __future__ import annotations

import re
from typing import Any

from publishing.plain_text import normalized_text

_MARKS_OF_DIRECTION = re.compile("[\u200e\u200f\u061c]")


def plain(text: str) -> str:
    """The text without control and bidirectional characters, marks of direction among them."""
    return _MARKS_OF_DIRECTION.sub("", normalized_text(text))


def plain_data(data: Any) -> Any:
    """The same data for JSON, with every text in it plain."""
    if isinstance(data, str):
        return plain(data)
    if isinstance(data, dict):
        return {name: plain_data(value) for name, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [plain_data(value) for value in data]
    return data
