"""Text as it stands in recall records: entities, control characters, line breaks and `N/A`."""

import re
import unicodedata
from html import unescape

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);", re.IGNORECASE)
_DAMAGE = re.compile("[\u00bf\ufffd]|\u00c3[\u0080-\u00bf]|\u00e2\u20ac")
"""Remains of a character read in the wrong encoding: “Cr¿me”, “CrÃ¨me”."""
_ABSENT = {"", "n/a"}


def tidy(text: str) -> str:
    """The words alone, with single spaces; nothing where the text says that there is nothing."""
    for _round in range(2):  # Some records come escaped twice.
        text = unescape(text)
    kept = "".join(character for character in text if character.isspace() or not is_hidden(character))
    words = " ".join(kept.split())
    return "" if words.casefold() in _ABSENT else words


def is_hidden(character: str) -> bool:
    """Control characters, lone surrogates, and what turns the direction of the text."""
    return unicodedata.category(character) in ("Cc", "Cs") or character in "\u202a\u202b\u202c\u202d\u202e\ufeff"


def has_hidden(text: str) -> bool:
    return any(is_hidden(character) and not character.isspace() for character in text)


def has_entities(text: str) -> bool:
    return bool(_ENTITY.search(text))


def damaged_word(text: str) -> str:
    """The first word with a character that an encoding error destroyed; empty where there is none."""
    damage = _DAMAGE.search(text)
    if not damage:
        return ""
    before, after = text[: damage.start()].split(" ")[-1], text[damage.start() :].split(" ")[0]
    return (before + after)[:40]
