"""What became of the words of one block."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from publishing.comparison.alignment import common
from publishing.comparison.blocks import Mark, Word
from publishing.comparison.risks import Risk, risk_of


class Fate(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    REMARKED = "remarked"
    """The same words with other tags around them: another address, say, or now in bold type."""


class Shown(NamedTuple):
    """A word and the risk that its change brings."""

    word: Word
    risk: Risk | None = None


class Piece(NamedTuple):
    """Neighbouring words that shared one fate, as they were and as they are."""

    fate: Fate
    before: tuple[Shown, ...] = ()
    after: tuple[Shown, ...] = ()

    @property
    def risks(self) -> list[Shown]:
        return [shown for shown in (*self.before, *self.after) if shown.risk]


def pieces_of(before: Sequence[Word], after: Sequence[Word], medicines: Collection[str]) -> tuple[Piece, ...]:
    """The words of both in order, each once."""
    return tuple(joined(_pieces(before, after, medicines)))


def pieces_of_cells(
    before: Sequence[Sequence[Word]], after: Sequence[Sequence[Word]], medicines: Collection[str]
) -> tuple[Piece, ...]:
    """The same for rows with as many cells: the n-th is compared with the n-th, and no word changes cells."""
    pairs = zip(before, after, strict=True)
    return tuple(joined(piece for old, new in pairs for piece in _pieces(old, new, medicines)))


def _pieces(before: Sequence[Word], after: Sequence[Word], medicines: Collection[str]) -> list[Piece]:
    pieces: list[Piece] = []
    old = new = 0
    for pair in [*common(_texts(before), _texts(after)), (len(before), len(after))]:
        pieces += _lone(Fate.REMOVED, before, old, pair[0], medicines)
        pieces += _lone(Fate.ADDED, after, new, pair[1], medicines)
        old, new = pair[0] + 1, pair[1] + 1
        if pair[0] < len(before):
            pieces.append(_both(before, after, pair, medicines))
    return pieces


def _texts(words: Sequence[Word]) -> list[tuple[str, bool]]:
    return [(word.text, word.spaced) for word in words]


def _lone(fate: Fate, words: Sequence[Word], start: int, end: int, medicines: Collection[str]) -> list[Piece]:
    shown = tuple(Shown(words[place], risk_of(words, place, medicines)) for place in range(start, end))
    if not shown:
        return []
    return [Piece(fate, before=shown) if fate == Fate.REMOVED else Piece(fate, after=shown)]


def _both(before: Sequence[Word], after: Sequence[Word], pair: tuple[int, int], medicines: Collection[str]) -> Piece:
    old, new = before[pair[0]], after[pair[1]]
    if old == new:
        return Piece(Fate.SAME, (Shown(old),), (Shown(new),))
    differing = set(old.marks) ^ set(new.marks)
    risk = risk_of(after, pair[1], medicines) if any(map(_changes_meaning, differing)) else None
    if risk is None and any(mark.value.startswith("tel:") for mark in differing):
        risk = Risk.NUMBER
    return Piece(Fate.REMARKED, (Shown(old, risk),), (Shown(new, risk),))


def _changes_meaning(mark: Mark) -> bool:
    """A raised 2 is another number than a plain one."""
    return mark.tag in ("sub", "sup")


def joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces of one fate as one."""
    for _key, group in groupby(pieces, key=_likeness):
        together = list(group)
        yield Piece(
            together[0].fate,
            tuple(shown for piece in together for shown in piece.before),
            tuple(shown for piece in together for shown in piece.after),
        )


def _likeness(piece: Piece) -> tuple[object, ...]:
    if piece.fate != Fate.REMARKED:
        return (piece.fate,)
    return (piece.fate, piece.before[0].word.marks, piece.after[0].word.marks)
