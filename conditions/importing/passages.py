"""Lines that belong together: wrapped paragraphs and items made whole again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from conditions.importing.lines import Line, begins_small, ends_sentence
from conditions.importing.markers import Marker

_WIDEST_COLUMN = 120
"""Characters: a program wraps text no wider; longer lines are whole paragraphs."""

_WRAPPABLE = 40
"""Characters: nobody wraps a shorter line, so what follows it is a line of its own."""


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading or an item, whatever the number of its lines."""

    lines: tuple[Line, ...]
    marker: Marker | None

    @property
    def indent(self) -> int:
        return self.lines[0].indent

    @property
    def text(self) -> str:
        first = self.marker.text if self.marker else self.lines[0].text
        return _joined([first, *(line.text for line in self.lines[1:])])

    @property
    def whole_text(self) -> str:
        """With the sign or number of an item."""
        return _joined([line.text for line in self.lines])


def passages_of(lines: Sequence[Line], markers: Mapping[Line, Marker]) -> Iterator[Passage]:
    """Blank lines always separate; so does whatever does not read as one sentence running on."""
    column = _column(lines, markers)
    gathered: list[Line] = []
    for line, following in zip_longest(lines, lines[1:]):
        if gathered and not (
            line.text and line not in markers and _goes_on(gathered, line, following, markers, column)
        ):
            yield Passage(tuple(gathered), markers.get(gathered[0]))
            gathered = []
        if line.text:
            gathered.append(line)
    if gathered:
        yield Passage(tuple(gathered), markers.get(gathered[0]))


def _column(lines: Sequence[Line], markers: Mapping[Line, Marker]) -> int:
    """The width at which a program wrapped the file's text; 0 where each paragraph is one line.

    A wrapped text breaks in the middle of sentences: many of its full lines are followed by a small letter.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if a.text and b.text and b not in markers]
    widest = max((line.width for pair in pairs for line in pair), default=0)
    full = [following for line, following in pairs if line.width >= widest * 0.75]
    broken = sum(1 for following in full if begins_small(following.text))
    return widest if widest <= _WIDEST_COLUMN and broken >= 2 and broken >= len(full) * 0.3 else 0


def _goes_on(
    gathered: list[Line], line: Line, following: Line | None, markers: Mapping[Line, Marker], column: int
) -> bool:
    latest = gathered[-1]
    if latest.text.endswith("|") or line.text.startswith("|"):
        return True  # A bar stands between two things.
    if "|" in line.text or "|" in latest.text or line.is_rule or latest.is_rule:
        return False
    is_item = gathered[0] in markers
    if is_item and line.indent > gathered[0].indent:
        return not (latest is gathered[0] and _is_heading_of(latest, line))
    if not is_item and line.indent > latest.indent + 1:
        return False  # A paragraph that begins with an indented line.
    if begins_small(line.text) and not ends_sentence(latest.text):
        is_listed = not is_item and begins_small(gathered[0].text)
        return _is_full(latest, line, column) or (latest.width >= _WRAPPABLE and not is_listed)
    return _is_full(latest, line, column) and not (
        ends_sentence(latest.text) and _stands_alone(line, following, column)
    )


def _is_heading_of(item: Line, line: Line) -> bool:
    """A short item with a sentence under it: an accordion, flattened."""
    return item.width < _WRAPPABLE and not begins_small(line.text)


def _is_full(line: Line, following: Line, column: int) -> bool:
    """The next line's first word would not have fitted on this line."""
    return bool(column) and line.width + 1 + len(following.text.split(" ", 1)[0]) > column


def _stands_alone(line: Line, following: Line | None, column: int) -> bool:
    """A line that is no part of a longer sentence: a question, or words without a full stop."""
    if line.text.endswith("?"):
        return True
    goes_further = following is not None and bool(following.text) and _is_full(line, following, column)
    return not ends_sentence(line.text) and not goes_further


def _joined(texts: list[str]) -> str:
    """One text; no space is put after a hyphen that ended a line."""
    parts = texts[:1]
    for before, text in pairwise(texts):
        divided = before.endswith("-") and not before.endswith((" -", "--")) and begins_small(text)
        parts += ["" if divided else " ", text]
    return "".join(parts)
