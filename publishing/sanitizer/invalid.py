"""Text that its writer marked as no longer valid: struck through, or hidden.

It never becomes plain text of a page. The importers report it and the forms name it; every other way leaves it out.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple


class Reason(StrEnum):
    STRUCK = "struck through: not on the page"
    HIDDEN = "hidden: not on the page"


class LeftOut(NamedTuple):
    """Words that a sanitized text does not have."""

    text: str
    reason: Reason


STRUCK = frozenset({"s", "del", "strike"})
_SHOWN = frozenset({"block", "inline", "inline-block", "flex", "grid", "table", "list-item", "contents", "flow-root"})
_APART = _SHOWN - {"inline", "inline-block", "contents"} | {"table-cell"}
_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\r\n\f]?|\\(.)", re.DOTALL)
_OPENING = "([{“‘«¿¡\"'"


def why_invalid(name: str, attributes: Mapping[str, str]) -> Reason | None:
    """Why an element's words are not valid text; None where they are. Takes only the element itself into account.

    What a reader can open (`details`, `hidden="until-found"`) is valid.
    """
    style = declarations(attributes.get("style", ""))
    if name in STRUCK or attributes.get("role") == "deletion" or is_struck(style):
        return Reason.STRUCK
    is_hidden = attributes.get("hidden", "until-found").strip().lower() != "until-found"
    is_closed = name == "dialog" and "open" not in attributes
    return Reason.HIDDEN if is_hidden or is_closed or is_not_displayed(style) else None


def is_struck(style: Mapping[str, Sequence[str]]) -> bool:
    return any(
        "line-through" in value for name in ("text-decoration", "text-decoration-line") for value in style.get(name, ())
    )


def is_not_displayed(style: Mapping[str, Sequence[str]]) -> bool:
    display = style.get("display", ())
    return (
        ("none" in display and display[-1] not in _SHOWN)
        or "hidden" in style.get("content-visibility", ())
        or "all" in style.get("mso-hide", ())
    )


def stands_apart(attributes: Mapping[str, str]) -> bool:
    """True where the style sets an inline element apart from the words around it, as a block or a cell."""
    display = declarations(attributes.get("style", "")).get("display", ("inline",))
    return display[-1] in _APART


def visibility(attributes: Mapping[str, str]) -> bool | None:
    """True where the style shows the words, False where it hides them; None where the parent's style counts."""
    values = declarations(attributes.get("style", "")).get("visibility", ())
    known = [value for value in values if value in ("visible", "hidden", "collapse")]
    return known[-1] == "visible" if known else None


def declarations(style: str) -> dict[str, list[str]]:
    """The values of each property of a `style` attribute that count, in their order and in lower case."""
    found: dict[str, list[str]] = {}
    important: dict[str, list[str]] = {}
    for declaration in _ESCAPE.sub(_character, _COMMENT.sub(" ", style)).split(";"):
        name, _colon, value = declaration.partition(":")
        plain, _mark, priority = value.partition("!")
        values = important if priority.strip().lower() == "important" else found
        values.setdefault(name.strip().lower(), []).append(plain.strip().lower())
    return found | important


def seam(before: str, after: str) -> str:
    """Replacement for words left out: a space where two words would otherwise join."""
    if not before or before[-1].isspace() or not after or after[0].isspace() or before[-1] in _OPENING:
        return ""
    follows_number = before[-1].isdigit() and len(after) == 1
    is_closing = not after[0].isalnum() and not after[1:2].isalnum() and not follows_number
    return "" if is_closing else " "


def _character(escape: re.Match[str]) -> str:
    if escape[2]:
        return escape[2]
    code = int(escape[1], 16)
    return chr(code) if 0 < code <= 0x10FFFF else "\ufffd"
