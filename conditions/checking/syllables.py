"""How many syllables an English word has.

By rule, and by a list of the words for which the rule is wrong: together they say what the CMU Pronouncing Dictionary
says for each of its words. `scripts/syllables.py` makes the list; nothing is fetched when the site runs.
"""

import re
from functools import lru_cache
from pathlib import Path

_LIST = Path(__file__).resolve().parent / "syllables.txt"
_VOWELS = re.compile(r"[aeiouy]+")
_LETTERS = re.compile(r"[a-z]+")
_SILENT = re.compile(
    r"(?:[^laeiouy]es|[^aeiouytd]ed|[^aeiouyl]e|[aeiouy]le|[aeiouyr]les|[^aeiouy]eful|ely|eless|ement)$"
)
_SOUNDED = re.compile(r"(?:[sxz]es|[cs]hes|[cg]es)$")
_APART = re.compile(
    r"ia(?!n|l|g|r)|(?<![tcsg])ia[nlr]|io(?!n|u)|(?<![tcsgnl])ion|(?<![tcxsg])iou|eo(?!n|u|p)|(?<=[^q])ua(?!r|y)|uou|"
    r"ui(?=t[yi])|[aeo]ing|ying|ism$|[^aeiouy]ier$|[^aeiouy]iest$|iu|(?<=^re)[aeiou]|(?<=^co)o|eu[ms]|nuc?li?e[ait]"
)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Of a word with hyphens, those of its pieces; at least one."""
    pieces = _LETTERS.findall(word.casefold().replace("’", "'").replace("'", ""))
    return max(1, sum(_exceptions().get(piece) or estimate(piece) for piece in pieces))


def estimate(word: str) -> int:
    """By rule alone; `word` is in lower case and has letters alone."""
    count = len(_VOWELS.findall(word)) + len(_APART.findall(word))
    if _SILENT.search(word) and not _SOUNDED.search(word):
        count -= 1
    return max(1, count)


@lru_cache(maxsize=1)
def _exceptions() -> dict[str, int]:
    found: dict[str, int] = {}
    for line in _LIST.read_text(encoding="ascii").splitlines():
        count, _colon, words = line.partition(":")
        found |= dict.fromkeys(words.split(), int(count))
    return found
