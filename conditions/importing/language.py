"""Which language a text is written in, by its small words."""

import re
from collections import Counter

_SMALL_WORDS = {
    "en": {"the", "of", "and", "to", "in", "is", "for", "with", "your", "are", "that", "or", "can", "this", "from"},
    "es": {"el", "la", "los", "las", "de", "del", "que", "y", "en", "una", "un", "por", "con", "para", "su", "es"},
}
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile("[\u0620-\u064a]")
_ENOUGH = 20_000
"""Characters that are looked at."""


def language_of(text: str, otherwise: str = "en") -> str:
    """`en`, `es` or `ar`; what was given, where the text does not tell."""
    text = text[:_ENOUGH].casefold()
    words = _WORD.findall(text)
    if len(_ARABIC.findall(text)) * 2 > sum(len(word) for word in words):
        return "ar"
    counts = Counter(language for word in words for language, small in _SMALL_WORDS.items() if word in small)
    best = max(_SMALL_WORDS, key=lambda language: counts[language])
    other = sum(counts.values()) - counts[best]
    return best if counts[best] >= 3 and counts[best] >= 2 * other else otherwise


def language_of_name(name: str, page: str) -> str:
    """Which language the name of a source is in, on a page in a language: a translation often keeps English ones."""
    if page == "ar":
        return page if _ARABIC.search(name) else "en"
    found = set(_WORD.findall(name.casefold()))
    own = _SMALL_WORDS.get(page, set())
    return "en" if found & _SMALL_WORDS["en"] and not found & own else page
