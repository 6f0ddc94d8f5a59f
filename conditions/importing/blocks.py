"""The parts of a page in their order, before it is known which tab they belong to."""

from dataclasses import dataclass
from enum import StrEnum

from conditions.importing.lines import Line
from publishing.sanitizer.symbols import PRIVATE


class BlockKind(StrEnum):
    TAB = "tab"
    HEADING = "heading"
    TEXT = "paragraph"
    LIST = "list"
    TABLE = "table"
    QUOTE = "quotation"
    PICTURE = "picture"


_AROUND = 12
"""Characters on each side of a sign that are quoted with it."""


def private_use(text: str) -> str:
    """The doubt about a sign that only a font of its own can show; empty where there is none."""
    if not (found := PRIVATE.search(text)):
        return ""
    before, after = text[: found.start()][-_AROUND:], text[found.end() :][:_AROUND]
    return f"a sign that browsers cannot show, at “{before}▯{after}”: put the right one in its place"


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
