"""Where one sentence ends and the next begins."""

import re

_END = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[^\W_a-z])")
_NO_END = re.compile(
    r"(?:\b(?:Dr|Drs|Mr|Mrs|Ms|Prof|St|Jr|Sr|vs|no|No|Fig|approx|e\.g|i\.e|a\.m|p\.m|etc|U\.S|Inc|Ave|Bldg|Rm)|"
    r"(?<![^\W\d_])[A-Z])\.\s+\Z"
)
"""What ends with a full stop and is no end: titles, initials and common short forms."""


def sentences_in(text: str) -> list[str]:
    """The sentences of one line, each as it stands there. A line without a full stop is one sentence."""
    found = []
    start = 0
    for end in _END.finditer(text):
        if not _NO_END.search(text[start : end.end()]):
            found.append(text[start : end.end()].rstrip())
            start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]
