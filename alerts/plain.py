"""Text as it leaves the site: without characters that nobody sees and that change what others see."""

from __future__ import annotations

import re
from typing import Any

_SPACES = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
"""Control characters that separate words."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # Control characters but tab and line breaks.
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Marks, embeddings, overrides and isolates of direction (UAX 9).
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"  # Byte order mark, annotations, and what XML cannot hold.
)


def plain(text: str) -> str:
    """The text without control and bidirectional characters. Those that separate words become a space."""
    return _INVISIBLE.sub("", _SPACES.sub(" ", text))


def plain_data(data: Any) -> Any:
    """The same data for JSON, with every text in it plain."""
    if isinstance(data, str):
        return plain(data)
    if isinstance(data, dict):
        return {name: plain_data(value) for name, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [plain_data(value) for value in data]
    return data
