"""Any tree of HTML as one of the policy: valid words only, and every block still a block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from publishing.sanitizer.invalid import LeftOut, Reason, stands_apart, visibility, why_invalid
from publishing.sanitizer.policy import ATTRIBUTES_OF, RENAMED, TAGS, allowed_value
from publishing.sanitizer.scanning import EDGE, INLINE
from publishing.sanitizer.symbols import font_of, readable
from publishing.sanitizer.tree import BLOCKS, Element, Node, Sign, has_content, words_of

_SEPARATORS = re.compile("[\x0b\x0c\x1c-\x1f\x85]")
"""Control characters that end a line or a field: a space takes their place."""

_HIDDEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
"""Control characters, lone surrogates, bidirectional embeddings, overrides and isolates, byte-order marks."""

_SPACES = re.compile(r"[ \t\r\n\f]+")
_PARAGRAPHS = frozenset({"p", "h3", "h4"})
_PHRASES = frozenset({"h3", "h4", "caption"})
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "th", "td"})
_LISTS = frozenset({"ul", "ol"})
_SPACED = frozenset({"button", "label", "rt", "rtc", "rp", "meter", "progress", "output"})
"""Inline elements that browsers set apart from the words around them."""

_MOST_ELEMENTS = 100_000
"""Of the result. An inline element around many blocks stands once in each of them, and so do those around it."""

_INLINE_TAGS = TAGS - BLOCKS - {"br", "img"}


def without_hidden_characters(text: str) -> str:
    return _HIDDEN_CHARACTERS.sub("", _SEPARATORS.sub(" ", text))


class TooManyElements(Exception):
    """The result would be far larger than the text."""


class _State(NamedTuple):
    """State that an element's children inherit."""

    is_shown: bool = True
    is_exact: bool = False
    """Line breaks count, as in `pre`."""
    font: str = ""


class Transformer:
    """Transforms one text; `left_out` are the words that are not in the result because they are invalid."""

    def __init__(self) -> None:
        self.left_out: list[LeftOut] = []
        self._elements = 0

    def text(self, nodes: Iterable[Node]) -> list[Node]:
        return _flow(self._all(nodes, _State()))

    def _all(self, nodes: Iterable[Node], state: _State) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            if isinstance(node, str):
                found += self._words(without_hidden_characters(node), state)
            elif isinstance(node, Element):
                found += self._element(node, state)
        return found

    def _words(self, text: str, state: _State) -> list[Node]:
        text = readable(text, state.font)
        if not state.is_shown and has_content(text):
            return self._invalid([text], Reason.HIDDEN)
        if not state.is_exact or "\n" not in text:
            return [text]
        first, *others = text.split("\n")
        return [first, *(node for line in others for node in (Element("br"), line))]

    def _invalid(self, nodes: Sequence[Node], reason: Reason) -> list[Node]:
        if words := words_of(nodes):
            self.left_out.append(LeftOut(words, reason))
        return [Sign.GAP]

    def _element(self, element: Element, state: _State) -> list[Node]:
        reason = why_invalid(element.name, element.attributes)
        if reason is Reason.STRUCK and element.name in _TABLE_PARTS - {"table"}:
            self._invalid([element], reason)
            return [_emptied(element)]  # The cells after it stay in their columns.
        if reason:
            gap = self._invalid([element], reason)
            return gap if element.name in INLINE else [Sign.EDGE]
        state = _state_in(element, state)
        if element.name in ("br", "img", "hr", EDGE):
            return self._without_words(element, state)
        count = len(self.left_out)
        inner = self._items(element, state) if element.name == "ol" else self._all(element.children, state)
        if len(self.left_out) > count and not any(map(has_content, inner)) and element.name not in _TABLE_PARTS:
            return [Sign.GAP] if element.name in INLINE else [Sign.EDGE]
        shaped = _shaped(element.name, element.attributes, inner)
        self._elements += len(shaped)
        if self._elements > _MOST_ELEMENTS:
            raise TooManyElements
        is_apart = element.name not in BLOCKS and stands_apart(element.attributes)
        return [Sign.GAP, *shaped, Sign.GAP] if is_apart else shaped

    def _without_words(self, element: Element, state: _State) -> list[Node]:
        if element.name in ("hr", EDGE):
            return [Sign.EDGE]
        attributes = allowed_attributes(element.name, element.attributes)
        if element.name == "img" and ("src" not in attributes or not state.is_shown):
            return [Sign.GAP]
        return [Element(element.name, attributes)]

    def _items(self, items: Element, state: _State) -> list[Node]:
        """The items of a numbered list. The one after an item that is left out keeps its number."""
        found: list[Node] = []
        step = -1 if "reversed" in items.attributes else 1
        number = _first_number(items)
        is_missing = False
        for node in items.children:
            new = self._all([node], state)
            found += new
            if not isinstance(node, Element) or node.name != "li":
                continue
            number = int(allowed_value("value", node.attributes.get("value", "")) or number)
            item = next((one for one in new if isinstance(one, Element) and one.name == "li"), None)
            if item and is_missing:
                item.attributes.setdefault("value", str(number))
            if item or why_invalid("li", node.attributes) is not Reason.HIDDEN:
                number, is_missing = number + step, not item
        return found


def _state_in(element: Element, state: _State) -> _State:
    shown, font = visibility(element.attributes), font_of(element.attributes)
    return _State(
        state.is_shown if shown is None else shown,
        state.is_exact or element.name in ("pre", "listing"),
        state.font if font is None else font,
    )


def _first_number(items: Element) -> int:
    if start := allowed_value("start", items.attributes.get("start", "")):
        return int(start)
    is_reversed = "reversed" in items.attributes
    return sum(isinstance(node, Element) and node.name == "li" for node in items.children) if is_reversed else 1


def allowed_attributes(name: str, attributes: dict[str, str]) -> dict[str, str]:
    """Attributes that the policy allows, in their order."""
    found: dict[str, str] = {}
    for key, value in attributes.items():
        if key in ATTRIBUTES_OF[name]:
            plain = _SPACES.sub(" ", without_hidden_characters(value))
            if (allowed := allowed_value(key, plain)) is not None:
                found[key] = allowed
    if found.get("dir") == "ltr" and "lang" not in found:
        del found[
            "dir"
        ]  # Google Docs writes it on every paragraph. An English passage on an Arabic page has a language.
    return found


def _shaped(name: str, attributes: dict[str, str], inner: list[Node]) -> list[Node]:
    """An element with what its children became; a list, for what stands in it may divide it or go without it."""
    name = RENAMED.get(name, name)
    kept = allowed_attributes(name, attributes) if name in TAGS else {}
    if name not in TAGS or (name == "a" and "href" not in kept) or (name == "span" and not kept):
        return _unwrapped(name, attributes, inner)
    if name in _INLINE_TAGS:
        return _divided(name, kept, inner)
    if name == "p":
        return _paragraphs(kept, inner)
    element = Element(name, kept, _CONTENTS.get(name, _without_edges)(inner))
    return [Sign.EDGE] if name in _PARAGRAPHS and _is_blank(element.children) else [element]


def _unwrapped(name: str, attributes: dict[str, str], inner: list[Node]) -> list[Node]:
    """An element outside the policy: its children, its language, and where it is a block, its edges."""
    marks = {
        key: value for key, value in allowed_attributes("span", attributes).items() if name != "bdo" or key != "dir"
    }
    if name in INLINE or name.startswith("x-"):
        inner = [Sign.GAP, *inner, Sign.GAP] if name in _SPACED else inner
        return _divided("span", marks, inner) if marks and any(map(has_content, inner)) else inner
    if not marks:
        return inner if _is_blocks_alone(inner) else [Sign.EDGE, *inner, Sign.EDGE]
    blocks = _flow([Sign.EDGE, *inner, Sign.EDGE])
    for block in blocks:
        if isinstance(block, Element):
            block.attributes = marks | block.attributes
    return [Sign.EDGE, *blocks, Sign.EDGE]


def _is_blocks_alone(nodes: list[Node]) -> bool:
    """True for blocks with nothing beside them, which are apart from the words around them anyway."""
    shown = [node for node in nodes if has_content(node)]
    return bool(shown) and all(isinstance(node, Element) and node.is_block for node in shown)


def _divided(name: str, attributes: dict[str, str], inner: list[Node]) -> list[Node]:
    """An inline element, once for each of the blocks it stands in."""
    if Sign.EDGE not in inner:
        return [_inline(name, attributes, inner)]
    found: list[Node] = []
    for is_edge, run in groupby(inner, key=lambda node: node is Sign.EDGE):
        part = list(run)
        if is_edge:
            found.append(Sign.EDGE)
        elif any(map(has_content, part)):
            found.append(_inline(name, dict(attributes), part))
        else:
            found += part
    return found


def _inline(name: str, attributes: dict[str, str], inner: list[Node]) -> Element:
    return Element(
        name, attributes, inner, holds_block=any(isinstance(node, Element) and node.is_block for node in inner)
    )


def _paragraphs(attributes: dict[str, str], inner: list[Node]) -> list[Node]:
    if not any(node is Sign.EDGE or (isinstance(node, Element) and node.is_block) for node in inner):
        return [Sign.EDGE] if _is_blank(inner) else [Element("p", attributes, inner)]
    blocks = _flow([Sign.EDGE, *inner, Sign.EDGE])
    for block in blocks:
        if isinstance(block, Element) and block.name == "p":
            block.attributes = attributes | block.attributes
    return [Sign.EDGE, *blocks, Sign.EDGE]


def _flow(nodes: list[Node], wrapper: str = "p") -> list[Node]:
    """Blocks and text. Words at an edge become a paragraph; text that stands by itself stays as it is."""
    if Sign.EDGE not in nodes:
        return nodes
    found: list[Node] = []
    run: list[Node] = []
    is_at_edge = False
    for node in nodes:
        if node is Sign.EDGE:
            found += _wrapped(run, wrapper)
            run, is_at_edge = [], True
        elif isinstance(node, Element) and node.is_block:
            found += [*(_wrapped(run, wrapper) if is_at_edge else run), node]
            run, is_at_edge = [], False
        else:
            run.append(node)
    return found + (_wrapped(run, wrapper) if is_at_edge else run)


def _wrapped(run: list[Node], wrapper: str) -> list[Node]:
    if not any(map(has_content, run)):
        return []
    shown = [place for place, node in enumerate(run) if has_content(node)]
    return [Element(wrapper, {}, run[shown[0] : shown[-1] + 1])]


def _item(nodes: list[Node]) -> list[Node]:
    """The contents of an item or a cell. One paragraph alone, or with lists under it, needs no element of its own."""
    flowed = _flow(nodes)
    known = {id(node) for node in nodes}
    made = [node for node in flowed if isinstance(node, Element) and id(node) not in known]
    others = [node for node in flowed if node not in made]
    if len(made) != 1 or flowed[0] is not made[0] or not all(_is_list(node) for node in others):
        return flowed
    return [*made[0].children, *others]


def _is_list(node: Node) -> bool:
    return isinstance(node, Element) and node.name in _LISTS


def _lines(nodes: list[Node]) -> list[Node]:
    """The contents of a heading or caption, where a line break takes the place of an edge."""
    if Sign.EDGE not in nodes:
        return nodes
    parts = [list(run) for is_edge, run in groupby(nodes, key=lambda node: node is Sign.EDGE) if not is_edge]
    found: list[Node] = []
    for part in (part for part in parts if any(map(has_content, part))):
        found += [Element("br"), *part] if found else part
    return found


def _listed(nodes: list[Node]) -> list[Node]:
    return _flow(nodes, "li")


def _without_edges(nodes: list[Node]) -> list[Node]:
    return [node for node in nodes if node is not Sign.EDGE]


_CONTENTS: dict[str, Callable[[list[Node]], list[Node]]] = {
    **dict.fromkeys(("li", "td", "th"), _item),
    **dict.fromkeys(_PHRASES, _lines),
    **dict.fromkeys(_LISTS, _listed),
    "blockquote": _flow,
}


def _is_blank(nodes: Sequence[Node]) -> bool:
    """True for nothing but space and line breaks."""
    return all(
        not has_content(node) if isinstance(node, str) else isinstance(node, Sign) or node.name == "br"
        for node in nodes
    )


def _emptied(part: Element) -> Element:
    """A part of a table with its cells, and nothing in them."""
    inner = [
        _emptied(node) for node in part.children if isinstance(node, Element) and node.name in _TABLE_PARTS - {"table"}
    ]
    return Element(part.name, allowed_attributes(part.name, part.attributes), [*inner])
