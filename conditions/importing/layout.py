"""Passages as blocks: which of them form a list, and what stands inside it."""

from collections.abc import Iterator, Sequence

from conditions.importing.blocks import Block, BlockKind
from conditions.importing.lines import ends_sentence
from conditions.importing.lists import ListBuilder
from conditions.importing.markers import NUMBER
from conditions.importing.passages import Passage
from conditions.importing.report import Ledger
from conditions.importing.words import as_html

NO_WORDS = "signs without words"

_FURTHEST = 6
"""Passages: a numbered list that is interrupted goes on within so many."""


def blocks_of(passages: Sequence[Passage], ledger: Ledger) -> Iterator[Block]:
    builder = ListBuilder()
    margin = 0  # Where paragraphs began before the list.
    for index, passage in enumerate(passages):
        ahead = passages[index + 1 : index + 1 + _FURTHEST]
        if _has_no_words(passage, ahead):
            ledger.leave_out(passage.lines, NO_WORDS)
            continue
        if builder.is_open and not _belongs_inside(passage, builder, ahead, margin):
            yield from _closed(builder, ledger)
        if passage.marker and (builder.is_open or passage.marker.sign != NUMBER or passage.marker.number == 1):
            builder.add_item(passage, passage.marker)
        elif builder.is_open:
            builder.add_paragraph(passage)
        else:
            margin = passage.indent
            yield _text(passage)
    if builder.is_open:
        yield from _closed(builder, ledger)


def _closed(builder: ListBuilder, ledger: Ledger) -> Iterator[Block]:
    block = builder.close()
    if block.text:
        yield block
    else:
        ledger.leave_out(block.lines, NO_WORDS)


def _has_no_words(passage: Passage, ahead: Sequence[Passage]) -> bool:
    """A line drawn with signs, or a bullet with nothing after it nor indented under it."""
    if not passage.marker:
        return passage.lines[0].is_rule
    return not passage.text and not (ahead and ahead[0].indent > passage.indent)


def _belongs_inside(passage: Passage, builder: ListBuilder, ahead: Sequence[Passage], margin: int) -> bool:
    if passage.marker and builder.takes(passage, passage.marker):
        return True
    if any("|" in line.text for line in passage.lines):
        return False
    if not passage.marker and passage.indent > max(builder.indent + 1, margin):
        return True
    return _is_interruption(passage, builder, ahead)


def _is_interruption(passage: Passage, builder: ListBuilder, ahead: Sequence[Passage]) -> bool:
    """Text between “1.” and “2.” belongs to the first of them, unless a heading stands there."""
    for other in (passage, *ahead):
        if other.marker and other.marker.sign == NUMBER:
            return builder.expects(other.marker.number) and other is not passage
        if not other.marker and (other.text.endswith("?") or not ends_sentence(other.text)):
            return False
    return False


def _text(passage: Passage) -> Block:
    doubt = "its number begins no list" if passage.marker else ""
    words = passage.whole_text
    return Block(BlockKind.TEXT, words, as_html(words), passage.lines, doubt=doubt)
