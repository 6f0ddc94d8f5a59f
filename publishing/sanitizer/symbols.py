"""Characters of symbol fonts, which stand in Unicode's private area and mean nothing without their font."""

import re
from collections.abc import Mapping

from mammoth.docx.dingbats import dingbats

from publishing.sanitizer.invalid import declarations

PRIVATE = re.compile("[\ue000-\uf8ff]")
_FONTS: dict[str, str] = {font.lower(): font for font, _code in dingbats}


def symbol_font(name: str) -> str:
    """The symbol font of that name, as its table spells it; empty for any other font."""
    return _FONTS.get(name.strip(" \"'").lower(), "")


def font_of(attributes: Mapping[str, str]) -> str | None:
    """The first font that an element's attributes name; None where they name none."""
    families = declarations(attributes.get("style", "")).get("font-family", [])
    named = families[-1] if families else attributes.get("face")
    return None if named is None else named.split(",")[0]


def readable(text: str, font: str) -> str:
    """The text with the signs that a symbol font shows; what is in none of its places stays as it is."""
    known = symbol_font(font)
    return PRIVATE.sub(lambda found: _sign(found[0], known), text) if known else text


def _sign(character: str, font: str) -> str:
    sign = dingbats.get((font, ord(character) & 0xFF)) if 0xF020 <= ord(character) <= 0xF0FF else None
    return chr(sign) if sign else character
