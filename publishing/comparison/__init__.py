"""What changed between two versions of a page: words, blocks and parts, read as a person reads. Knows no database."""

from publishing.comparison.blocks import Block, Word, rich_blocks
from publishing.comparison.pages import Change, ComparedPart, Comparison, Part, Row, compare
from publishing.comparison.risks import Risk
from publishing.comparison.wording import Fate, Piece, Shown

__all__ = [
    "Block",
    "Change",
    "ComparedPart",
    "Comparison",
    "Fate",
    "Part",
    "Piece",
    "Risk",
    "Row",
    "Shown",
    "Word",
    "compare",
    "rich_blocks",
]
