"""Where one sentence ends and the next begins."""

import re
from functools import lru_cache

_END = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[^\W_a-z])")
_NO_END = re.compile(
    r"(?:\b(?:Dr|Drs|Mr|Mrs|Ms|Prof|St|Jr|Sr|vs|no|No|Fig|approx|e\.g|i\.e|a\.m|p\.m|etc|U\.S|Inc|Ave|Bldg|Rm)|"
    r"(?<![^\W\d_])[A-Z])\.\s+\Z"
)
"""What ends with a full stop and is no end: titles, initials and common short forms."""


_ABOUT_THE_END = 20
"""Characters: longer than what is no end."""


@lru_cache(maxsize=4096)
def sentences_in(text: str) -> tuple[str, ...]:
    """The sentences of one line, each as it stands there. A line without a full stop is one sentence.

    Kept for the other rules that ask the same of this page.
    """
    found = []
    start = 0
    for end in _END.finditer(text):
        if not _NO_END.search(text[max(start, end.end() - _ABOUT_THE_END) : end.end()]):
            found.append(text[start : end.end()].rstrip())
            start = end.end()
    found.append(text[start:].strip())
    return tuple(sentence for sentence in found if sentence)
