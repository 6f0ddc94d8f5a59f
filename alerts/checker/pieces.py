"""Numbers within a text that may hold several: a lot with its label, with a date or with a code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alerts.checker.characters import latin, skeleton

_PIECE = re.compile(r"[A-Z0-9]+")
_GLUED_LABEL = re.compile(r"(?:LOTE?|BATCH|SN|REF|NO|10|21)(?=\w{3})")
_GLUED_EXPIRY = re.compile(r"(?<=\w{4})EXP\d+$")
_SHORTEST = 4
_MOST_PIECES = 60


def numbers_within(text: str) -> frozenset[str]:
    """Skeletons of all runs of neighboring pieces of a text, with and without a label that touches."""
    pieces = _PIECE.findall(latin(text))[:_MOST_PIECES]
    return frozenset(skeleton(run) for run in _runs(pieces) if len(run) >= _SHORTEST)


def _runs(pieces: list[str]) -> Iterator[str]:
    for start in range(len(pieces)):
        run = ""
        for piece in pieces[start:]:
            run += piece
            bare = _GLUED_EXPIRY.sub("", run)
            yield from (run, bare, _GLUED_LABEL.sub("", bare, count=1))
