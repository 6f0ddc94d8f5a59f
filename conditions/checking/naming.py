"""What two spellings of one name or sentence have in common."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """The words in lower case, without accents, hyphens and possessives: “Crohn’s” is “crohn”."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)) if plain is not text else plain
    return _WORD.findall(_POSSESSIVE.sub("", plain).casefold())


def singular(word: str) -> str:
    """Good enough to compare: “tumors” and “tumor”, “allergies” and “allergy”, “diabetes” and itself."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "tes")):
        return word[:-1]
    return word


def folded(name: str) -> str:
    """A name as names are compared: its words, the last one singular."""
    words = words_of(name)
    return " ".join([*words[:-1], singular(words[-1])]) if words else ""


def runs(words: Sequence[str], longest: int) -> Iterator[tuple[int, int, str]]:
    """Each run of words, longest first at each place: where it starts and ends, and what it is when folded."""
    last = [singular(word) for word in words]
    for start in range(len(words)):
        for end in range(min(len(words), start + longest), start, -1):
            yield start, end, " ".join([*words[start : end - 1], last[end - 1]])


def digest(words: Sequence[str]) -> int:
    """A number for these words in this order, that fits a database."""
    hashed = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(hashed, signed=True)
