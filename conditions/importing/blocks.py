"""The parts of a page in their order, before it is known which tab they belong to."""

from dataclasses import dataclass
from enum import StrEnum

from conditions.importing.lines import Line


class BlockKind(StrEnum):
    TAB = "tab"
    HEADING = "heading"
    TEXT = "paragraph"
    LIST = "list"
    TABLE = "table"
    QUOTE = "quotation"
    PICTURE = "picture"


@dataclass(frozen=True)
class Block:
    kind: BlockKind
    text: str
    """Its words."""
    html: str
    """Of a tab, heading or paragraph what stands inside the element; of the others the whole element."""
    lines: tuple[Line, ...]
    level: int = 0
    """Of a heading: 1 to 6."""
    doubt: str = ""
    """Why an editor should look at it; empty where there is no doubt."""
    link: str = ""
    """The first address it links to."""
