"""The colours of the style sheet, read from it, and whether they can be told from what they stand on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

SHEET = settings.BASE_DIR / "static" / "css" / "site.css"

BODY, TEXT, MARK = 7.0, 4.5, 3.0
"""Contrast that WCAG 2.2 asks for: 1.4.6 (AAA, of what is read at length), 1.4.3 (AA) and 1.4.11 (signs, borders)."""


@dataclass(frozen=True)
class Pair:
    """A colour on another, and what it is for."""

    use: str
    front: str
    ground: str
    least: float


PAIRS = [
    Pair("Text on the page", "ink", "paper", BODY),
    Pair("Text on a card", "ink", "surface", BODY),
    Pair("Text on the calm ground", "ink", "calm", BODY),
    Pair("Dates and notes on the page", "soft", "paper", BODY),
    Pair("Dates and notes on a card", "soft", "surface", BODY),
    Pair("Text on the water", "on-hero", "hero", BODY),
    Pair("Text on the deep water", "on-hero", "deep", BODY),
    Pair("Notices", "on-notice", "notice", BODY),
    Pair("Call 911", "urgent", "urgent-ground", TEXT),
    Pair("Buttons", "on-sun", "sun", BODY),
    Pair("Links on the page", "link", "paper", TEXT),
    Pair("Links on a card", "link", "surface", TEXT),
    Pair("Links on the calm ground", "link", "calm", TEXT),
    Pair("Visited links on the page", "visited", "paper", TEXT),
    Pair("Visited links on a card", "visited", "surface", TEXT),
    Pair("Quiet buttons, letters", "harbor", "surface", TEXT),
    Pair("The letter that is shown", "paper", "harbor", TEXT),
    Pair("Borders of boxes to type in", "line", "surface", MARK),
    Pair("Borders on the page", "line", "paper", MARK),
    Pair("The selected tab", "harbor", "surface", MARK),
    Pair("The edge of a notice", "notice-rule", "notice", MARK),
    Pair("Focus on the water", "sun", "hero", MARK),
    Pair("Focus on the page", "ink", "paper", MARK),
]


def tokens() -> dict[str, Mapping[str, str]]:
    """By scheme (`light`, `dark`, and both for readers who ask for more contrast): every token and its value."""
    layer = _block(SHEET.read_text(encoding="utf-8"), "@layer tokens {")
    dark_part, strong_part = _block(layer, "dark)"), _block(layer, "prefers-contrast: more)")
    light = _declared(layer.replace(dark_part, "").replace(strong_part, ""))
    dark = light | _declared(dark_part)
    strong = _declared(strong_part)
    return {
        "light": light,
        "dark": dark,
        "light, more contrast": _meant(light | strong),
        "dark, more contrast": _meant(dark | strong),
    }


def colours(scheme: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in scheme.items() if value.startswith("#")}


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours as `#rgb` or `#rrggbb`: 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _block(text: str, opening: str) -> str:
    """What stands between the braces after these words."""
    begin = text.index("{", text.index(opening)) + 1
    depth, end = 1, begin
    while depth:
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        end += 1
    return text[begin : end - 1]


def _declared(block: str) -> dict[str, str]:
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", block)}


def _meant(scheme: Mapping[str, str]) -> dict[str, str]:
    """With each token that is another's name as that one's value."""
    return {name: scheme.get(value.removeprefix("var(--").removesuffix(")"), value) for name, value in scheme.items()}
