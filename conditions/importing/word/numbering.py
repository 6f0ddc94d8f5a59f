"""The numbers that Word shows before the paragraphs of its lists, however many paragraphs stand between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from conditions.importing.word.formatting import W

NUMBER_BEGINS, NUMBER_ENDS = "\ufdd0", "\ufdd1"
"""Characters of no text: they stand around an item's number until the list is written."""

TYPES = {"decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
"""Word's formats of numbers, as `type` of a list."""

_DEEPEST = 9


@dataclass
class _Level:
    format: str = "decimal"
    start: int = 1


@dataclass
class Numbering:
    """Counts through a document. All lists made from one definition count on together, as in Word."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _definition: dict[str, str] = field(default_factory=dict)
    _restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    _of_styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, numbering: Element | None, styles: Element | None) -> Numbering:
        found = cls()
        for definition in numbering.iter(f"{W}abstractNum") if numbering is not None else ():
            levels = {_int(level, "ilvl"): _level(level) for level in definition.iter(f"{W}lvl")}
            found._levels[definition.get(f"{W}abstractNumId", "")] = levels
        for num in numbering.findall(f"{W}num") if numbering is not None else ():
            name = num.get(f"{W}numId", "")
            found._definition[name] = _value(num, "abstractNumId")
            for override in num.findall(f"{W}lvlOverride"):
                if override.find(f"{W}startOverride") is not None:
                    found._restarts[name, _int(override, "ilvl")] = _number(_value(override, "startOverride"))
        found._read_styles(styles)
        return found

    def _read_styles(self, styles: Element | None) -> None:
        based_on: dict[str, str] = {}
        for style in styles.iter(f"{W}style") if styles is not None else ():
            name = style.get(f"{W}styleId", "")
            based_on[name] = _value(style, "basedOn")
            if (said := style.find(f"{W}pPr/{W}numPr")) is not None:
                self._of_styles[name] = (_value(said, "numId"), _number(_value(said, "ilvl"), 0))
        for name in based_on:
            seen, parent = {name}, based_on[name]
            while parent and parent not in seen and name not in self._of_styles:
                seen.add(parent)
                if parent in self._of_styles:
                    self._of_styles[name] = self._of_styles[parent]
                parent = based_on.get(parent, "")

    def next_of(self, paragraph: Element) -> str:
        """The number and `type` of a paragraph, as marked text; empty for one without, such as a bullet."""
        num, depth = self._place_of(paragraph)
        definition = self._definition.get(num, "")
        level = self._levels.get(definition, {}).get(depth)
        if level is None or level.format in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(definition, {})
        if (num, depth) in self._restarts and (num, depth) not in self._begun:
            counts.pop(depth, None)
        self._begun.add((num, depth))
        start = self._restarts.get((num, depth), level.start)
        counts[depth] = counts[depth] + 1 if depth in counts else start
        for deeper in range(depth + 1, _DEEPEST):
            counts.pop(deeper, None)
        return f"{NUMBER_BEGINS}{counts[depth]}{TYPES.get(level.format, '1')}{NUMBER_ENDS}"

    def _place_of(self, paragraph: Element) -> tuple[str, int]:
        said = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        num, depth = self._of_styles.get(style.get(f"{W}val", "") if style is not None else "", ("", 0))
        if said is not None:
            num = _value(said, "numId") or num
            depth = _number(_value(said, "ilvl"), depth)
        return num, depth


def mark_numbers(root: Element, numbering: Numbering) -> None:
    """Write the number of each numbered paragraph at its beginning."""
    for paragraph in list(_paragraphs(root)):
        if mark := numbering.next_of(paragraph):
            run, text = Element(f"{W}r"), Element(f"{W}t")
            text.text = mark
            run.append(text)
            paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, run)


def _paragraphs(element: Element) -> Iterator[Element]:
    """Items on the page, without those that a tracked change moved away."""
    for child in element:
        if child.tag == f"{W}p" and child.find(f"{W}pPr/{W}rPr/{W}del") is None:
            yield child
        if child.tag not in (f"{W}moveFrom", f"{W}del"):
            yield from _paragraphs(child)


def _level(level: Element) -> _Level:
    return _Level(_value(level, "numFmt") or "decimal", _number(_value(level, "start")))


def _value(parent: Element, name: str) -> str:
    found = parent.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")


def _int(element: Element, name: str) -> int:
    return _number(element.get(f"{W}{name}", "0"), 0)


def _number(text: str, otherwise: int = 1) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
