"""What makes a line an item of a list: its sign or number, and whether that is one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from conditions.importing.lines import Line

NUMBER = "1"
"""The sign of all numbered items."""

_FAR = 8
"""Lines: an item with a doubtful sign has another one with the same sign within so many."""

_BULLET = re.compile(r"([•‣◦▪▫●○■□◆►▶➢➤✓✔·∙⁃\uf0b7\uf0a7\uf0d8\uf076])\s*(.*)")
_DOUBTFUL = re.compile(r"([-*+–—−o])(?:\s+|$)(.*)")  # noqa: RUF001 - a minus sign stands before items, too
_TIGHT = re.compile(r"([-*])(?=[^\W\d_])(.*)")
_NUMBERED = re.compile(r"\(?(\d{1,2})(?:[.)]\s+|[.)](?=[^\W\d_]))(.+)")
_LETTERED = re.compile(r"(\(?[a-z]\)\s+.+)")


@dataclass(frozen=True)
class Marker:
    sign: str
    text: str
    """What follows the sign."""
    number: int = 0


def markers_of(lines: list[Line]) -> dict[Line, Marker]:
    """The lines that are items, with their markers."""
    words = [line for line in lines if line.text and not line.is_rule]
    found = {line: marker for line in words if (marker := _marker(line.text))}
    dropped = set(_out_of_order(found)) | set(_lonely(words, found))
    return {line: marker for line, marker in found.items() if line not in dropped}


def _marker(text: str) -> Marker | None:
    if text == "o":
        return None  # A letter with nothing after it may be a word.
    if match := _BULLET.fullmatch(text) or _DOUBTFUL.fullmatch(text) or _TIGHT.fullmatch(text):
        return Marker(match[1], match[2])
    if match := _NUMBERED.fullmatch(text):
        return Marker(NUMBER, match[2], int(match[1]))
    if match := _LETTERED.fullmatch(text):
        return Marker("a", match[1])  # A letter is often referred to, and HTML would show a number: it stays.
    return None


def _out_of_order(found: dict[Line, Marker]) -> Iterator[Line]:
    """Numbers that neither begin nor continue a count: a year, a page, the end of a sentence."""
    latest: dict[int, int] = {}
    for line, marker in found.items():
        if marker.sign != NUMBER:
            continue
        if marker.number == 1 or latest.get(line.indent) == marker.number - 1:
            latest[line.indent] = marker.number
        else:
            yield line


def _lonely(words: list[Line], found: dict[Line, Marker]) -> Iterator[Line]:
    """A single line with a sign that is a letter or a dash elsewhere: a footnote, “o” in Spanish, a signature."""
    alike: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line, marker in found.items():
        if marker.sign in "-*+–—−o":  # noqa: RUF001 - a minus sign stands before items, too
            alike[marker.sign, line.indent].append(line)
    before = dict(zip(words[1:], words, strict=False))
    for lines in alike.values():
        for previous, line, following in zip([None, *lines], lines, [*lines[1:], None], strict=False):
            near = [other for other in (previous, following) if other and abs(other.number - line.number) <= _FAR]
            if not near and not _is_led_in(line, before.get(line), found):
                yield line


def _is_led_in(line: Line, before: Line | None, found: dict[Line, Marker]) -> bool:
    return before is not None and (before.text.endswith(":") or (before in found and before.indent < line.indent))
