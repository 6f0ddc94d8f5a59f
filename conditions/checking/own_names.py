"""The words by which a page speaks of its own condition."""

from __future__ import annotations

import re

from conditions.checking.naming import singular
from conditions.checking.page import CheckedPage

GENERIC = frozenset(
    word
    for line in (
        "disease syndrome disorder condition illness injury infection defect deficiency failure cancer tumor tumour",
        "pain problem child children infant baby fever surgery disability malformation anomaly abnormality allergy",
        "test treatment care relapsed refractory acute chronic congenital severe mild pediatric childhood type",
        "attack loss delay birth",
    )
    for word in line.split()
)
"""Alone they may mean any condition."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SHORTEST_HEAD = 5


class OwnNames:
    """Built once for a page: title and other names, without a general last word, and the last word where it tells."""

    def __init__(self, page: CheckedPage) -> None:
        names = [_WORD.findall(re.sub(r"\([^)]*\)", " ", name)) for name in page.names]
        names += [re.findall(_WORD, inside) for name in page.names for inside in re.findall(r"\(([^)]*)\)", name)]
        ways = {tuple(words) for words in names if words}
        for words in list(ways):
            ways |= _shorter(words)
        patterns = sorted((_pattern(words) for words in ways), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE) if patterns else None

    def first_in(self, text: str) -> tuple[int, int] | None:
        found = self._pattern.search(text) if self._pattern else None
        return found.span() if found else None

    def left_out(self, text: str) -> str:
        """The text without them."""
        return self._pattern.sub(" ", text) if self._pattern else text

    def __contains__(self, text: str) -> bool:
        return self.first_in(text) is not None


def _shorter(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    found = set()
    last = singular(words[-1].casefold())
    if last in GENERIC and len(words) > 1 and not all(word.casefold() in GENERIC for word in words[:-1]):
        found.add(words[:-1])
    if last not in GENERIC and len(last) >= _SHORTEST_HEAD:
        found.add(words[-1:])
    initials = "".join(word[0] for word in words if word[0].isupper() or word[0].isdigit())
    if len(initials) >= 3:
        found.add((initials,))
    return found


def _pattern(words: tuple[str, ...]) -> str:
    """In any case, with any marks between the words; the last one in singular or plural, and with ’s."""
    stem = singular(words[-1]) if len(words[-1]) > 3 else words[-1]
    ending = r"(?:y|ies)" if stem.endswith("y") and len(stem) > 4 else r"(?:s|es)?"
    last = re.escape(stem[:-1] if stem.endswith("y") and len(stem) > 4 else stem) + ending + r"(?:['’]s)?"
    return r"[\W_]+".join([*map(re.escape, words[:-1]), last])
